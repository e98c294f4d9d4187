"""The functions that read a cohort know neither the web nor the database, and no clock and no chance of their own."""

import ast
import subprocess
import sys

from tests.rules.files import ROOT, named

FOLDER = ROOT / "quiz" / "cohorts" / "analysis"
OUTSIDE = {"flask", "jinja2", "os", "random", "sqlalchemy", "time", "werkzeug"}


def test_nothing_of_the_web_or_the_database_is_imported_directly() -> None:
    wrong = [
        f"{named(path)} imports {name}"
        for path in sorted(FOLDER.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _list_modules(node)
        if name.split(".")[0] in OUTSIDE
    ]

    assert len(list(FOLDER.rglob("*.py"))) > 5
    assert not wrong, "\n".join(wrong)


def test_nothing_of_the_web_or_the_database_comes_along() -> None:
    """Also what these modules import themselves knows neither."""
    names = [f"quiz.cohorts.analysis.{path.stem}" for path in FOLDER.glob("[!_]*.py")]
    program = f"import sys, {', '.join(names)}; print(*sorted(sys.modules))"

    loaded = subprocess.run(  # our own interpreter
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert "quiz.cohorts.analysis.effect" in loaded
    assert not {"flask", "sqlalchemy", "werkzeug"} & set(loaded)


def _list_modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names]
