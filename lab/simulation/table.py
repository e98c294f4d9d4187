"""The table of figures as text and as JSON, beside the targets."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from lab.simulation.figures import MeasuredValue

#: (floor, target) of each figure in the standard world, as printed
TARGETS: Mapping[str, tuple[str, str]] = {
    "accuracy": (".875", ".885"),
    "questions": ("28", "26"),
    "accuracy far from the cut": (".955", ".968"),
    "stated sure": (".55", ".60"),
    "right of those": (".94", ".96"),
    "coverage": (".93-.975", ".94-.96"),
    "calibration error": (".03", ".015"),
    "most shown item": (".45", ".35"),
    "bank used": (".30", ".5"),
    "repeats": ("0", "0"),
    "guessers reach": ("", ".12"),
    "all right - all wrong": ("", "1.2"),
    "1,500 items p50 ms": ("", ""),
    "1,500 items p95 ms": ("20", "2"),
}
DAY_ONE_TARGETS: Mapping[str, tuple[str, str]] = {
    **TARGETS,
    "accuracy": (".855", ".866"),
    "questions": ("32", "28"),
}


def format_table(
    columns: Mapping[str, Mapping[str, MeasuredValue]], *, day_one: bool
) -> str:
    """Return the figures of each engine side by side, each with its standard error."""
    goals = DAY_ONE_TARGETS if day_one else TARGETS
    names = list(
        dict.fromkeys(name for figures in columns.values() for name in figures)
    )
    rows = [["", "floor", "target", *columns]]
    for name in names:
        floor, target = goals.get(name, ("", ""))
        cells = [_format_cell(figures.get(name)) for figures in columns.values()]
        rows.append([name, floor, target, *cells])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _format_cell(figure: MeasuredValue | None) -> str:
    if figure is None or math.isnan(figure.value):
        return "-"
    digits = 2 if abs(figure.value) >= 2 else 4
    if figure.error == 0 or math.isnan(figure.error):
        return f"{figure.value:.{digits}f}"
    return f"{figure.value:.{digits}f} ± {figure.error:.{digits}f}"


def report_as_json(
    columns: Mapping[str, Mapping[str, MeasuredValue]],
    curves: Mapping[str, Sequence[tuple[MeasuredValue, MeasuredValue]]],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """Return everything as plain values; unknown values are null."""
    return {
        "options": dict(options),
        "figures": {
            engine: {name: _value_and_error(figure) for name, figure in figures.items()}
            for engine, figures in columns.items()
        },
        "curves": {
            engine: [
                {
                    "questions": _value_and_error(questions),
                    "accuracy": _value_and_error(accuracy),
                }
                for questions, accuracy in curve
            ]
            for engine, curve in curves.items()
        },
    }


def _value_and_error(figure: MeasuredValue) -> dict[str, float | None]:
    numbers = {"value": figure.value, "se": figure.error}
    return {name: None if math.isnan(n) else n for name, n in numbers.items()}
