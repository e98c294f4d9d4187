"""The tables of `trigpoint bench cohort-effect`, in Markdown, so that the documentation can hold them as they are printed."""

from collections.abc import Iterator, Mapping, Sequence

from lab.bank_simulation.cohort_figures import (
    Cell,
    CellErrors,
    ChangeFigures,
    EffectFigures,
    summarise_errors,
)

EFFECT_COLUMNS = (
    "people",
    "growth",
    "cohorts",
    "bias",
    "spread (stated)",
    "coverage",
    "bias, by area",
    "spread (stated)",
    "coverage",
    "paired t of results: bias",
    "coverage",
)
CHANGE_COLUMNS = (
    "growth",
    "people",
    "outside, over all areas",
    "outside, by area",
    "outside with the prior left in",
    "stated as higher",
)


def list_effect_rows(cells: Mapping[Cell, CellErrors]) -> Iterator[str]:
    """Yield the lines of the table of effects, smallest cohorts first."""
    yield from _list_head(EFFECT_COLUMNS)
    for (size, growth), errors in sorted(cells.items()):
        overall, areas, results = map(
            summarise_errors, (errors.overall, errors.areas, errors.results)
        )
        yield _format_row(
            str(size),
            _short(growth, 1),
            str(overall.cohorts),
            *_describe(overall),
            *_describe(areas),
            _with_error(results.bias, results.bias_error, 3),
            _with_error(results.coverage, results.coverage_error, 3),
        )


def list_change_rows(
    changes: Mapping[float, Sequence[ChangeFigures]], people: int
) -> Iterator[str]:
    """Yield the lines of the table of single members, who are equally many in each world."""
    yield from _list_head(CHANGE_COLUMNS)
    for growth, worlds in sorted(changes.items()):
        yield _format_row(
            _short(growth, 1),
            str(people * len(worlds)),
            *(
                _short(sum(getattr(one, name) for one in worlds) / len(worlds), 3)
                for name in ("overall", "area", "prior_left_in", "stated_higher")
            ),
        )


def _describe(figures: EffectFigures) -> tuple[str, str, str]:
    return (
        _with_error(figures.bias, figures.bias_error, 3),
        f"{_short(figures.spread, 3)} ({_short(figures.stated, 3)})",
        _with_error(figures.coverage, figures.coverage_error, 3),
    )


def _list_head(columns: Sequence[str]) -> tuple[str, str]:
    return _format_row(*columns), f"|{'---|' * len(columns)}"


def _format_row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _with_error(value: float, error: float, digits: int) -> str:
    return f"{_short(value, digits)} ± {_short(error, digits)}"


def _short(value: float, digits: int) -> str:
    """Return a number as the figures are written: .517 rather than 0.517."""
    return (
        f"{value:.{digits}f}".replace("0.", ".", 1)
        if abs(value) < 1
        else f"{value:.{digits}f}"
    )
