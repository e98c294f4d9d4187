"""The weeks of a learning plan as facts for the report. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quiz.core.text import format_figure, format_hours, format_short_day
from quiz.training.planning.presenters import PlanLine, WeekView
from quiz.typesetting.printable_text import isolate_text

#: Weeks on the second page.
NEXT_WEEKS = 8


@dataclass(frozen=True)
class PrintedWeeks:
    """Weeks of a plan from the present one on."""

    weeks: Sequence[WeekView]
    #: Hours a week.
    hours: float
    #: Whether the person made the plan; it is assumed otherwise, and its weeks have no dates.
    is_stored: bool
    #: The goal they lead to, where it is not the one of the report.
    towards: str = ""


def describe_weeks(
    printed: PrintedWeeks | None, most: int | None = None
) -> dict[str, Any] | None:
    """Return the first weeks as facts, all of them without `most`; None where there is nothing to learn."""
    if printed is None or not printed.weeks:
        return None
    return {
        "hours": format_hours(printed.hours),
        "is_stored": printed.is_stored,
        "towards": isolate_text(printed.towards),
        "weeks": [
            _describe_week(week, is_dated=printed.is_stored)
            for week in printed.weeks[:most]
        ],
    }


def _describe_week(week: WeekView, *, is_dated: bool) -> dict[str, Any]:
    hours = sum(line.hours for line in week.lines) + week.review
    return {
        "number": week.number,
        "begins": format_short_day(week.begins) if is_dated else "",
        "hours": f"{format_figure(hours)} h",
        "has_check": bool(week.checked),
        "lines": [_describe_line(line) for line in week.lines],
    }


def _describe_line(line: PlanLine) -> dict[str, Any]:
    named = line.objective or line.project
    return {
        "text": named.name if named else "",
        "area": line.area.name if line.area else "",
        "hours": f"{format_figure(line.hours)} h",
        "part": line.part.value,
        "is_project": line.objective is None,
        "is_learned": line.is_learned,
    }
