"""What the page of a plan shows: weeks with ticks, what comes next, and how far it is. No request, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from quiz.bank.repository import Catalogue
from quiz.catalogue.resources import Resource
from quiz.catalogue.skills import Area, Objective
from quiz.catalogue.study_plans import Project
from quiz.training.effort import PLANNED_SHARE
from quiz.training.planning.schedule import PlannedWork, PlanWeek, StudyPlan
from quiz.training.planning.ticks import Ticks

#: prominent things to do next
NEXT_LINES = 3
#: weeks shown from the present one on, unless all are asked for
WEEKS_SHOWN = 6


class WorkPart(StrEnum):
    """Which part of a piece of work a week holds."""

    WHOLE = "whole"
    FIRST = "first"
    LATER = "later"


@dataclass(frozen=True)
class PlanLine:
    """A piece of work on the page: an objective or a project."""

    hours: float
    part: WorkPart
    objective: Objective | None = None
    #: The area of the objective.
    area: Area | None = None
    project: Project | None = None
    is_learned: bool = False
    #: Ticked, and then not correct when asked about.
    is_missed: bool = False
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True)
class WeekView:
    """A week on the page."""

    number: int
    begins: date
    is_now: bool
    lines: tuple[PlanLine, ...]
    review: float
    #: How many objectives the check at its end is about; 0 without a check.
    checked: int

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.begins + timedelta(days=6)

    @property
    def areas(self) -> list[Area]:
        """The areas of the week, each once, in order."""
        return list(
            {line.area.id: line.area for line in self.lines if line.area}.values()
        )


@dataclass(frozen=True)
class PlanView:
    """The whole page."""

    weeks: tuple[WeekView, ...]
    week_count: int
    next_lines: tuple[PlanLine, ...]
    learned: int
    missed: int
    objectives: int
    #: Hours of work and review that are left.
    hours_left: float
    #: Objectives of past weeks that are not ticked.
    behind: int
    last_day: date | None
    is_over: bool


def build_plan_view(
    plan: StudyPlan,
    catalogue: Catalogue,
    ticks: Ticks,
    today: date,
    *,
    whole: bool,
    language: str = "",
) -> PlanView:
    """Return what is shown of a plan on a day; `whole` shows every week, `language` chooses the material."""
    weeks = [
        _build_week(week, catalogue, ticks, today, language) for week in plan.weeks
    ]
    order = [need.objective.id for need in plan.order]
    past = [week for week in weeks if week.last_day < today]
    return PlanView(
        weeks=tuple(weeks if whole else _select_weeks(weeks, today)),
        week_count=len(weeks),
        next_lines=tuple(_list_open_lines(weeks)[:NEXT_LINES]),
        learned=sum(name in ticks.counted for name in order),
        missed=sum(name in ticks.missed for name in order),
        objectives=len(order),
        hours_left=_sum_open_hours(weeks, today) / PLANNED_SHARE,
        behind=len(_list_open_lines(past)),
        last_day=plan.last_day,
        is_over=bool(weeks) and weeks[-1].last_day < today,
    )


def _select_weeks(weeks: list[WeekView], today: date) -> list[WeekView]:
    first = next((n for n, week in enumerate(weeks) if week.last_day >= today), 0)
    return weeks[first : first + WEEKS_SHOWN]


def _list_open_lines(weeks: Sequence[WeekView]) -> list[PlanLine]:
    """Return each objective that is not ticked, once, in order."""
    first_lines: dict[str, PlanLine] = {}
    for line in (line for week in weeks for line in week.lines):
        if line.objective and not line.is_learned:
            first_lines.setdefault(line.objective.id, line)
    return list(first_lines.values())


def _sum_open_hours(weeks: Sequence[WeekView], today: date) -> float:
    """Return the hours of objectives that are not ticked, and of projects that are not past."""
    return sum(
        line.hours
        for week in weeks
        for line in week.lines
        if (line.objective and not line.is_learned)
        or (line.project and week.last_day >= today)
    )


def _build_week(
    week: PlanWeek, catalogue: Catalogue, ticks: Ticks, today: date, language: str
) -> WeekView:
    return WeekView(
        number=week.number,
        begins=week.begins,
        is_now=week.begins <= today < week.begins + timedelta(weeks=1),
        lines=tuple(
            _build_line(work, catalogue, ticks, language) for work in week.work
        ),
        review=week.review,
        checked=len(week.check),
    )


def _build_line(
    work: PlannedWork, catalogue: Catalogue, ticks: Ticks, language: str
) -> PlanLine:
    if work.is_continued:
        part = WorkPart.LATER
    else:
        part = WorkPart.WHOLE if work.is_done else WorkPart.FIRST
    if work.need is None:
        project = work.project.project if work.project else None
        return PlanLine(work.hours, part, project=project)
    objective = work.need.objective
    return PlanLine(
        work.hours,
        part,
        objective,
        catalogue.areas[objective.area],
        is_learned=objective.id in ticks.counted,
        is_missed=objective.id in ticks.missed,
        resources=catalogue.resources_for(objective.id, language),
    )
