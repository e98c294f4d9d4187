"""What the page of a plan shows: weeks with ticks, what comes next, and how far it is. No request, no database."""

from dataclasses import dataclass
from datetime import date, timedelta

from quiz.bank.repository import Catalogue
from quiz.catalogue.resources import Resource
from quiz.catalogue.skills import Objective
from quiz.training.planning.schedule import PROJECTS, PlannedWork, PlanWeek, StudyPlan
from quiz.training.planning.ticks import Ticks

#: prominent things to do next
NEXT_LINES = 3
#: weeks shown from the present one on, unless all are asked for
WEEKS_SHOWN = 6


@dataclass(frozen=True)
class PlanLine:
    """A piece of work on the page."""

    text: str
    area_name: str
    hours: float
    #: Which part this is, where an objective goes over several weeks.
    part: str
    #: None for a project.
    objective: Objective | None
    is_learned: bool
    #: Ticked off, and then not right when it was asked about.
    is_missed: bool
    resources: tuple[Resource, ...]


@dataclass(frozen=True)
class WeekView:
    """A week on the page."""

    number: int
    begins: date
    is_now: bool
    lines: tuple[PlanLine, ...]
    review: float
    checked: int

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.begins + timedelta(days=6)


@dataclass(frozen=True)
class PlanView:
    """The whole page."""

    weeks: tuple[WeekView, ...]
    all_weeks: int
    next_lines: tuple[PlanLine, ...]
    learned: int
    missed: int
    objectives: int
    hours_left: float
    #: Objectives of weeks that have gone by and are not ticked off.
    behind: int
    is_over: bool


def build_plan_view(
    plan: StudyPlan,
    catalogue: Catalogue,
    ticks: Ticks,
    today: date,
    *,
    whole: bool,
) -> PlanView:
    """Return what is shown of a plan on a day; `whole` shows every week."""
    weeks = [_build_week(week, catalogue, ticks, today) for week in plan.weeks]
    order = [need.objective.id for need in plan.order]
    learned = ticks.counted
    open_lines = _open_lines(weeks)
    past = [week for week in weeks if week.last_day < today]
    return PlanView(
        weeks=tuple(weeks if whole else _weeks_from_today(weeks, today)),
        all_weeks=len(weeks),
        next_lines=tuple(open_lines[:NEXT_LINES]),
        learned=sum(name in learned for name in order),
        missed=sum(name in ticks.missed for name in order),
        objectives=len(order),
        hours_left=sum(
            need.hours for need in plan.order if need.objective.id not in learned
        ),
        behind=len(_open_lines(past)),
        is_over=bool(weeks) and weeks[-1].last_day < today,
    )


def _weeks_from_today(weeks: list[WeekView], today: date) -> list[WeekView]:
    first = next((n for n, week in enumerate(weeks) if week.last_day >= today), 0)
    return weeks[first : first + WEEKS_SHOWN]


def _open_lines(weeks: list[WeekView]) -> list[PlanLine]:
    """Return each objective that is not ticked off, once, in order."""
    found = {
        line.objective.id: line
        for week in reversed(weeks)
        for line in reversed(week.lines)
        if line.objective and not line.is_learned
    }
    return list(found.values())[::-1]


def _build_week(
    week: PlanWeek, catalogue: Catalogue, ticks: Ticks, today: date
) -> WeekView:
    return WeekView(
        number=week.number,
        begins=week.begins,
        is_now=week.begins <= today < week.begins + timedelta(weeks=1),
        lines=tuple(_build_line(work, catalogue, ticks) for work in week.work),
        review=week.review,
        checked=len(week.check),
    )


def _build_line(work: PlannedWork, catalogue: Catalogue, ticks: Ticks) -> PlanLine:
    part = "goes on" if work.goes_on else "" if work.is_done else "begins"
    if work.need is None:
        name = PROJECTS[work.project or 0]
        return PlanLine(
            name,
            "Project",
            work.hours,
            part,
            None,
            is_learned=False,
            is_missed=False,
            resources=(),
        )
    objective = work.need.objective
    return PlanLine(
        objective.name,
        catalogue.areas[objective.area].name,
        work.hours,
        part,
        objective,
        objective.id in ticks.counted,
        objective.id in ticks.missed,
        catalogue.resources_for(objective.id),
    )
