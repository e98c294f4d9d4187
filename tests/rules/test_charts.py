"""Charts take numbers and give drawings: presenters alone ask for them, and no word of a page is in them."""

import ast
from pathlib import Path

from tests.rules.files import ROOT, named
from tests.rules.test_rooms import dotted, modules, ours, room_of

LONGEST_LINE = 200
#: The templates of these rooms are held to it; the others follow as they are rewritten.
OUTLINES = ("careers", "goals", "reports", "results")


def draws(name: str) -> bool:
    return name.startswith("quiz.charts.")


def is_presenter(path: Path) -> bool:
    return path.name == "presenters.py" or room_of(dotted(path)) == "charts"


def importers_of_charts(paths: list[Path]) -> list[str]:
    return [
        f"{named(path)}:{line} imports {name}"
        for path in paths
        for line, name in ours(path)
        if draws(name) and not is_presenter(path)
    ]


def labels_in(source: str) -> list[str]:
    """Return the text alternatives that a module writes itself."""
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "aria-label=" in node.value
        and "{label}" not in node.value
    ]


def test_only_presenters_import_charts() -> None:
    wrong = importers_of_charts(modules())

    assert not wrong, "\n".join(wrong)


def test_the_rule_tells_presenters_from_the_rest() -> None:
    assert draws("quiz.charts.strips.StripValues")
    assert not is_presenter(ROOT / "quiz/results/summary.py")
    assert is_presenter(ROOT / "quiz/results/presenters.py")


def test_a_chart_leaves_its_words_to_the_template() -> None:
    charts = sorted((ROOT / "quiz/charts").glob("*.py"))

    assert charts
    assert not [label for path in charts for label in labels_in(path.read_text())]
    assert labels_in("""x = '<svg aria-label="12 areas">'""")


def test_templates_are_outlines_of_short_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for room in OUTLINES
        for path in sorted((ROOT / "templates" / room).iterdir())
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]

    assert not long, "\n".join(long)
