"""A plan in weeks: objectives in order, review, projects and checks. Pure."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from quiz.training.effort import PROJECT_SHARE, Need
from quiz.training.planning.ordering import order_needs

#: share of a week's hours that is planned; the rest is for review
PLANNED_SHARE = 0.8
#: hours are planned in halves
STEP_HOURS = 0.5
#: an objective never leaves less than this for the next week
SMALLEST_PART_HOURS = 1.0
CHECK_EVERY = 4
CHECK_QUESTIONS = 12
#: what is built after each third of the plan
PROJECTS = (
    "A form with a database: what is sent in is checked, stored and shown again",
    "An API for it, with tests that run by themselves",
    "The same on a server, with logs and something that watches it",
)

WorkKind = Literal["objective", "project"]


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """A piece of work in one week."""

    kind: WorkKind
    hours: float
    #: The objective; None for a project.
    need: Need | None
    #: Number of the project, from 0; None for an objective.
    project: int | None
    #: Whether it goes on from the week before, and into the next.
    goes_on: bool = False
    is_done: bool = True


@dataclass(frozen=True)
class PlanWeek:
    """One week of a plan."""

    number: int
    begins: date
    work: tuple[PlannedWork, ...]
    #: Hours for going over what was learned.
    review: float
    #: Objectives that a check at its end measures again; empty in weeks without.
    check: tuple[str, ...] = ()

    @property
    def hours(self) -> float:
        """Hours of work, without review."""
        return sum(one.hours for one in self.work)


@dataclass(frozen=True)
class StudyPlan:
    """Week after week."""

    weeks: tuple[PlanWeek, ...]
    #: What it plans, in order.
    order: tuple[Need, ...] = field(default=())

    @property
    def hours(self) -> float:
        """All hours, review included."""
        return sum(week.hours + week.review for week in self.weeks)

    @property
    def last_day(self) -> date | None:
        """The last day; None for a plan of nothing."""
        return self.weeks[-1].begins + timedelta(days=6) if self.weeks else None

    def find_week(self, day: date) -> PlanWeek | None:
        """Return the week that a day falls in."""
        return next(
            (
                week
                for week in self.weeks
                if week.begins <= day < week.begins + timedelta(weeks=1)
            ),
            None,
        )


def build_plan(
    needs: Sequence[Need], *, hours: float, begins: date, projects: bool = True
) -> StudyPlan:
    """Return the plan for these needs.

    Weeks are filled to 80 % of the hours in half-hour steps; the rest is for review. After each third of the
    objectives' hours comes a project, a tenth of those hours long. Every fourth week ends with a check of what was
    learned since the last one.

    Parameters
    ----------
    hours
        Hours a week, at least 2.
    begins
        The first day.
    projects
        Whether projects are planned; not for the rest that a school leaves open.

    Raises
    ------
    ValueError
        When there are fewer than 2 hours a week.
    """
    if hours < 2:
        raise ValueError("a plan takes at least 2 hours a week")
    order = order_needs(needs)
    blocks = _build_blocks(order, projects=projects)
    room = math.floor(PLANNED_SHARE * hours / STEP_HOURS) * STEP_HOURS
    weeks = [
        PlanWeek(
            number, begins + timedelta(weeks=number - 1), work, round(hours - room, 1)
        )
        for number, work in enumerate(_fill_weeks(blocks, room), start=1)
    ]
    found = StudyPlan(tuple(_add_checks(weeks)), tuple(order))
    assert_in_order(found)
    return found


def assert_in_order(found: StudyPlan) -> None:
    """Stop when something is planned before what it builds on.

    Raises
    ------
    AssertionError
        With the objective and what is missing.
    """
    planned = {need.objective.id for need in found.order}
    done: set[str] = set()
    for week in found.weeks:
        for work in week.work:
            if work.need is None:
                continue
            missing = planned & work.need.builds_on - done
            if missing:
                raise AssertionError(
                    f"{work.need.objective.id} is planned before {', '.join(missing)}"
                )
            if work.is_done:
                done.add(work.need.objective.id)


def remaining_needs(order: Sequence[Need], learned: Collection[str]) -> list[Need]:
    """Return what is left of an order once some of it is ticked off."""
    return [need for need in order if need.objective.id not in learned]


@dataclass(frozen=True, slots=True)
class _WorkBlock:
    hours: float
    need: Need | None = None
    project: int | None = None


def _round_to_steps(order: Sequence[Need]) -> list[_WorkBlock]:
    """Return objectives in half hours, each up or down to whichever keeps the sum so far nearest to the hours.

    Rounding every objective up instead would make a plan an eighth longer than the hours it is made from.
    """
    blocks, owed = [], 0.0
    for need in order:
        owed += need.hours
        low = math.floor(need.hours / STEP_HOURS) * STEP_HOURS
        hours = max(
            low if owed - low < STEP_HOURS / 2 else low + STEP_HOURS, STEP_HOURS
        )
        owed -= hours
        blocks.append(_WorkBlock(hours, need))
    return blocks


def _build_blocks(order: Sequence[Need], *, projects: bool) -> list[_WorkBlock]:
    """Return objectives with a project after each third of their hours."""
    learning = _round_to_steps(order)
    total = sum(block.hours for block in learning)
    if not projects or not total:
        return learning
    share = max(
        round(total * PROJECT_SHARE / len(PROJECTS) / STEP_HOURS) * STEP_HOURS,
        SMALLEST_PART_HOURS,
    )
    blocks, so_far, built = [], 0.0, 0
    for block in learning:
        blocks.append(block)
        so_far += block.hours
        while (
            built < len(PROJECTS)
            and so_far >= total * (built + 1) / len(PROJECTS) - 1e-9
        ):
            blocks.append(_WorkBlock(share, project=built))
            built += 1
    return blocks


def _fill_weeks(
    blocks: Sequence[_WorkBlock], room: float
) -> list[tuple[PlannedWork, ...]]:
    """Return the work of each week, every week filled as far as its room goes."""
    weeks: list[list[PlannedWork]] = [[]]
    free = room
    for block in blocks:
        left, first = block.hours, True
        while left > 0:
            portion = _fitting_portion(left, free)
            if not portion:
                weeks.append([])
                free = room
                continue
            left -= portion
            free -= portion
            weeks[-1].append(
                PlannedWork(
                    "objective" if block.need else "project",
                    portion,
                    block.need,
                    block.project,
                    goes_on=not first,
                    is_done=left <= 0,
                )
            )
            first = False
    return [tuple(week) for week in weeks if week]


def _fitting_portion(left: float, free: float) -> float:
    """Return how much of a block fits now: all, or a part of at least an hour that leaves one; 0: the next week.

    A whole week has room for an hour and a half at least, so that every block moves on in it.
    """
    if left <= free:
        return left
    portion = min(free, left - SMALLEST_PART_HOURS)
    return portion if portion >= SMALLEST_PART_HOURS else 0.0


def _add_checks(weeks: Sequence[PlanWeek]) -> list[PlanWeek]:
    found, learned = [], list[str]()
    for week in weeks:
        learned += [
            one.need.objective.id for one in week.work if one.need and one.is_done
        ]
        check: tuple[str, ...] = ()
        if week.number % CHECK_EVERY == 0 and learned:
            check, learned = tuple(learned), []
        found.append(PlanWeek(week.number, week.begins, week.work, week.review, check))
    return found
