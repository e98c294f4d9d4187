"""A line of code knows its room: what few files may do, no other file does."""

import ast
from pathlib import Path

from tests.rules.files import ROOT, named

MODULES = sorted((ROOT / "quiz").rglob("*.py"))


def calls(path: Path) -> set[str]:
    """Return the last word of everything that a file calls."""
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute | ast.Name)
    }


def files_that_call(*names: str) -> set[str]:
    return {named(path) for path in MODULES if calls(path) & set(names)}


def test_the_request_commits_and_services_never_do() -> None:
    edges = ("quiz/web/", "quiz/operations/", "quiz/cli/")

    committing = files_that_call("commit")

    assert committing
    assert not {name for name in committing if not name.startswith(edges)}


def test_time_is_asked_for_at_the_edge_alone() -> None:
    inside = {"services.py", "queries.py", "models.py", "forms.py", "permissions.py"}

    asked = files_that_call("utc_now", "now", "utcnow", "today")

    assert not {f for f in asked if Path(f).name in inside or "/measurement/" in f}


def test_settings_alone_read_the_environment() -> None:
    reading = {named(path) for path in MODULES if "os.environ" in path.read_text()}

    assert {f for f in reading if "/cli/" not in f} == {"quiz/config.py"}
