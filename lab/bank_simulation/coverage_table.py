"""The table of `trigpoint bench bank`, in Markdown, so that the documentation can hold it as it is printed."""

from collections.abc import Mapping

from lab.bank_simulation.coverage_figures import CoverageFigures
from lab.simulation.figures import MeasuredValue

COLUMNS = (
    "length",
    "goal",
    "language",
    "questions, middle (mean)",
    "minutes",
    "floor",
    "shape",
    "sure",
    "of those right",
    "right",
    "deviation",
)


def table_head() -> str:
    """Return the two lines above the rows."""
    return f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"


def format_row(names: Mapping[str, str], figures: CoverageFigures) -> str:
    """Return one row."""
    cells = (
        *names.values(),
        f"{figures.middle_questions:.0f} ({figures.questions:.1f})",
        f"{figures.minutes:.0f}",
        f"{figures.floor:.2f}",
        *map(
            _with_error,
            (figures.shape, figures.sure, figures.sure_right, figures.right),
        ),
        _short(figures.deviation, 2),
    )
    return f"| {' | '.join(cells)} |"


def _with_error(value: MeasuredValue) -> str:
    return f"{_short(value.value, 3)} ± {_short(value.error, 3)}"


def _short(value: float, digits: int) -> str:
    """Return a number as the figures are written: .517 rather than 0.517."""
    return f"{value:.{digits}f}".removeprefix("0")
