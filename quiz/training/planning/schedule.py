"""A plan in weeks: objectives in order, projects, review and progress checks. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from quiz.catalogue.study_plans import Curriculum
from quiz.training.effort import PLANNED_SHARE, Need
from quiz.training.planning.ordering import OpenNeeds
from quiz.training.planning.projects import STEP_HOURS, PlannedProject

#: an objective never leaves less than this for the next week
SMALLEST_PART_HOURS = 1.0
LEAST_WEEK_HOURS = 2
#: areas that are learned side by side in one week
AREAS_A_WEEK = 2
#: no project begins before this week, except where nothing else is planned
FIRST_PROJECT_WEEK = 2
CHECK_EVERY = 4


class PlanOutOfOrder(RuntimeError):
    """A plan has something before what it builds on."""


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """A piece of work in one week: an objective or a project."""

    hours: float
    #: The objective; None for a project.
    need: Need | None = None
    #: The project; None for an objective.
    project: PlannedProject | None = None
    #: Whether it continues from the week before, and whether it ends here.
    is_continued: bool = False
    is_done: bool = True


@dataclass(frozen=True)
class PlanWeek:
    """One week of a plan."""

    number: int
    begins: date
    work: tuple[PlannedWork, ...]
    #: Hours for review of what was learned.
    review: float
    #: Objectives that a progress check at its end measures again; empty in weeks without one.
    check: tuple[str, ...] = ()

    @property
    def hours(self) -> float:
        """Hours of work, without review."""
        return sum(work.hours for work in self.work)


@dataclass(frozen=True)
class StudyPlan:
    """A plan, week after week."""

    weeks: tuple[PlanWeek, ...]
    #: Its objectives, in order.
    order: tuple[Need, ...] = field(default=())

    @property
    def hours(self) -> float:
        """All hours: objectives, projects and review."""
        return sum(week.hours + week.review for week in self.weeks)

    @property
    def last_day(self) -> date | None:
        """The last day; None for an empty plan."""
        return self.weeks[-1].begins + timedelta(days=6) if self.weeks else None


def build_plan(
    needs: Sequence[Need],
    *,
    hours: float,
    begins: date,
    projects: Sequence[PlannedProject] = (),
    curriculum: Curriculum = Curriculum(),  # noqa: B008  # frozen
) -> StudyPlan:
    """Return the plan for these needs.

    Weeks are filled to 80% of the hours in half-hour steps; the rest is for review. A week has at most two areas, and
    a third only where those two have nothing left that can begin. A project begins as soon as what it needs is learned.
    Every fourth week ends with a check of what was learned since the last one.

    Parameters
    ----------
    hours
        Hours a week, at least 2.
    begins
        The first day.

    Raises
    ------
    ValueError
        When there are fewer than 2 hours a week.
    """
    if hours < LEAST_WEEK_HOURS:
        raise ValueError(f"a plan takes at least {LEAST_WEEK_HOURS} hours a week")
    room = math.floor(PLANNED_SHARE * hours / STEP_HOURS) * STEP_HOURS
    open_needs = OpenNeeds.from_needs(
        needs, curriculum, [planned.project for planned in projects]
    )
    filling = _Filling(open_needs, list(projects), room)
    filling.fill()
    weeks = _number_weeks(filling.weeks, begins, review=round(hours - room, 1))
    plan = StudyPlan(tuple(_add_checks(weeks)), tuple(filling.order))
    require_order(plan)
    return plan


def _number_weeks(
    weeks: Sequence[Sequence[PlannedWork]], begins: date, *, review: float
) -> list[PlanWeek]:
    return [
        PlanWeek(number, begins + timedelta(weeks=number - 1), tuple(work), review)
        for number, work in enumerate(filter(None, weeks), start=1)
    ]


def require_order(plan: StudyPlan) -> None:
    """Refuse a plan with something before what it builds on.

    Raises
    ------
    PlanOutOfOrder
        With the objective or project and what is missing.
    """
    planned = {need.objective.id for need in plan.order}
    done: set[str] = set()
    for work in (work for week in plan.weeks for work in week.work):
        if work.need is not None:
            name, before = work.need.objective.id, set(work.need.builds_on)
        elif work.project is not None:
            name, before = work.project.project.id, set(work.project.project.needs)
        else:
            continue
        if missing := planned & before - done:
            raise PlanOutOfOrder(f"{name} is planned before {', '.join(missing)}")
        if work.need is not None and work.is_done:
            done.add(name)


@dataclass
class _Filling:
    """Weeks while they are filled."""

    needs: OpenNeeds
    projects: list[PlannedProject]
    #: hours of work in a week
    room: float
    weeks: list[list[PlannedWork]] = field(default_factory=lambda: [[]])
    order: list[Need] = field(default_factory=list)
    free: float = 0.0
    #: hours that rounding to half hours has kept back so far
    owed: float = 0.0

    def fill(self) -> None:
        """Place everything."""
        self.free = self.room
        while self.needs.waiting or self.projects:
            if self.free < SMALLEST_PART_HOURS:
                self._open_week()
            project = self._ready_project()
            if project is not None:
                self.projects.remove(project)
                self._place(project.hours, project=project)
            else:
                need = self.needs.choose(self._areas_to_stay_in())
                self._place(self._round(need.hours), need=need)
                self.needs.learn(need)
                self.order.append(need)

    def _ready_project(self) -> PlannedProject | None:
        """Return the first project whose needs are learned; a bridge from another language does not wait."""
        if not self.needs.waiting:
            return self.projects[0]
        for planned in self.projects:
            is_early = len(self.weeks) < FIRST_PROJECT_WEEK
            if is_early and not planned.project.bridge_to:
                continue
            if not self.needs.waiting.keys() & set(planned.project.needs):
                return planned
        return None

    def _areas_to_stay_in(self) -> set[str]:
        """Return the areas of this week once it has two, else none: any area may come."""
        areas = {work.need.objective.area for work in self.weeks[-1] if work.need}
        return areas if len(areas) >= AREAS_A_WEEK else set()

    def _round(self, hours: float) -> float:
        """Return half hours, up or down to whichever keeps the sum so far nearest to the hours.

        Rounding every objective up instead would make a plan an eighth longer than the hours it is made from.
        """
        self.owed += hours
        low = math.floor(hours / STEP_HOURS) * STEP_HOURS
        rounded = low if self.owed - low < STEP_HOURS / 2 else low + STEP_HOURS
        rounded = max(rounded, STEP_HOURS)
        self.owed -= rounded
        return rounded

    def _place(
        self,
        hours: float,
        *,
        need: Need | None = None,
        project: PlannedProject | None = None,
    ) -> None:
        left, is_continued = hours, False
        while left > 0:
            portion = _fitting_portion(left, self.free)
            if not portion:
                self._open_week()
                continue
            left -= portion
            self.free -= portion
            self.weeks[-1].append(
                PlannedWork(portion, need, project, is_continued, is_done=left <= 0)
            )
            is_continued = True

    def _open_week(self) -> None:
        self.weeks.append([])
        self.free = self.room


def _fitting_portion(left: float, free: float) -> float:
    """Return how much of a block fits now: all, or a part of at least an hour that leaves one; 0: the next week.

    A whole week has room for an hour and a half at least, so that every block moves on in it.
    """
    if left <= free:
        return left
    portion = min(free, left - SMALLEST_PART_HOURS)
    return portion if portion >= SMALLEST_PART_HOURS else 0.0


def _add_checks(weeks: Sequence[PlanWeek]) -> list[PlanWeek]:
    checked, learned = [], list[str]()
    for week in weeks:
        learned += [
            work.need.objective.id for work in week.work if work.need and work.is_done
        ]
        check: tuple[str, ...] = ()
        if week.number % CHECK_EVERY == 0 and learned:
            check, learned = tuple(learned), []
        checked.append(
            PlanWeek(week.number, week.begins, week.work, week.review, check)
        )
    return checked
