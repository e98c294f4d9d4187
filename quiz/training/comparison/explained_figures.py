"""Numbers that can be opened: what they say, how they came about, and who says so."""

from dataclasses import dataclass
from datetime import date

from quiz.catalogue.training_routes import SourcedFigure

DAYS_A_WEEK = 7
#: a figure older than this many years is marked
OLD_YEARS = 3


@dataclass(frozen=True, slots=True)
class ExplainedFigure:
    """A value as it is shown, with everything behind it."""

    value: str
    #: How it was computed, in words with its numbers.
    how: str = ""
    #: Figures that went into it.
    figures: tuple[SourcedFigure, ...] = ()


def is_old(figure: SourcedFigure, today: date) -> bool:
    """Say whether a figure is older than three years."""
    return today.year - figure.year > OLD_YEARS


def format_span(low: float, high: float, unit: str) -> str:
    """Return `9 weeks`, or `9 to 20 weeks`."""
    first, last = f"{round(low):,}", f"{round(high):,}"
    return f"{last} {unit}" if first == last else f"{first} to {last} {unit}"


def format_duration(low_weeks: float, high_weeks: float) -> str:
    """Return a span of weeks as people say it: in weeks up to half a year, in months up to two, then in years."""
    if high_weeks <= 26:
        return format_span(
            low_weeks, high_weeks, "weeks" if round(high_weeks) != 1 else "week"
        )
    if high_weeks <= 104:
        return format_span(low_weeks * 12 / 52, high_weeks * 12 / 52, "months")
    low, high = round(low_weeks / 52 * 2) / 2, round(high_weeks / 52 * 2) / 2
    return f"{high:g} years" if low == high else f"{low:g} to {high:g} years"
