"""What to teach, to whom and when: objectives that members lack, in an order in which they can be learned."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from statistics import fmean

from quiz.catalogue.skills import Objective, collect_prerequisites
from quiz.catalogue.study_plans import Curriculum
from quiz.cohorts.analysis.members import MeasuredMember
from quiz.cohorts.analysis.teaching_weeks import (
    STEP_HOURS,
    Lesson,
    TeachingCalendar,
    TeachingWeek,
    fill_weeks,
)
from quiz.training.effort import Effort, Need
from quiz.training.planning.ordering import order_needs

#: Of a half hour: a sum that is a hair above it is not rounded up.
ROUNDING_SLACK = 1e-9


class TeachingMode(StrEnum):
    """For whom an objective is taught."""

    ALL = "all"
    GROUP = "group"
    INDIVIDUAL = "individual"
    #: What the class is unsure of would change the answer: a short check first.
    ASK_FIRST = "ask first"


@dataclass(frozen=True, slots=True)
class TeachingThresholds:
    """What an instructor sets."""

    #: From this share of the measured members lacking an objective on, it is taught to all.
    share_for_all: float = 0.6
    #: From this many members on, it is taught to a group; fewer learn it individually.
    smallest_group: int = 3


@dataclass(frozen=True)
class LearnerNeeds:
    """What one member has left to learn for the goal."""

    key: str
    #: Hours left by objective, without regard to ticks: as `Effort.needs` of the result says it.
    hours: Mapping[str, float]
    #: Areas below the required level, certainly or probably, and areas that are too close to call.
    below: frozenset[str]
    undecided: frozenset[str]
    #: Objectives ticked as learned that no answer has borne out since.
    claimed: frozenset[str] = frozenset()

    @classmethod
    def from_effort(
        cls,
        member: MeasuredMember,
        effort: Effort,
        claimed: frozenset[str] = frozenset(),
    ) -> "LearnerNeeds":
        """Return the needs that a member's effort, estimated without ticks, says."""
        areas = member.areas.items()
        return cls(
            member.key,
            {need.objective.id: need.hours for need in effort.needs},
            frozenset(area for area, one in areas if one.is_below),
            frozenset(area for area, one in areas if one.is_undecided),
            claimed,
        )


@dataclass(frozen=True)
class TeachingUnit:
    """One objective, with the members whom it would serve."""

    objective: Objective
    mode: TeachingMode
    #: Hours: the mean of what those who lack it have left of it, in half hours.
    hours: float
    #: Members who lack it: in an area in which they are below the goal.
    lacking: tuple[str, ...]
    #: Members who may lack it: the area is too close to call.
    undecided: tuple[str, ...]
    #: Members who would count as lacking or undecided, and say that they have learned it since.
    claimed: tuple[str, ...]

    @property
    def is_tentative(self) -> bool:
        """Whether a short check may still change for whom it is taught."""
        return self.mode is TeachingMode.ASK_FIRST


@dataclass(frozen=True)
class SuggestedCheck:
    """A short check of one area that would say for whom its objectives are taught."""

    area: str
    #: Members for whom the area is too close to call.
    people: tuple[str, ...]
    #: Objectives of the area whose mode depends on them.
    objectives: tuple[str, ...]


@dataclass(frozen=True)
class TeachingPlan:
    """A teaching plan by week until the end date."""

    #: Everything that somebody lacks or may lack, in an order in which it can be learned.
    units: tuple[TeachingUnit, ...]
    #: Weeks with what is taught in class: to all, to a group, or after a check. Holidays are weeks without lessons.
    weeks: tuple[TeachingWeek, ...]
    #: Lessons, or their rests, for which there is no time before the end.
    left_over: tuple[Lesson, ...]
    #: Short checks, the one that decides most first.
    checks: tuple[SuggestedCheck, ...]
    #: How many members the plan rests on.
    people: int

    @cached_property
    def by_objective(self) -> dict[str, TeachingUnit]:
        """The units by objective, for what the lessons name."""
        return {unit.objective.id: unit for unit in self.units}

    @property
    def individual(self) -> tuple[TeachingUnit, ...]:
        """What single members learn by themselves; it takes no hours of the class."""
        return tuple(
            unit for unit in self.units if unit.mode is TeachingMode.INDIVIDUAL
        )

    @property
    def hours(self) -> float:
        """Hours in class."""
        return sum(week.taught for week in self.weeks)


def build_teaching_plan(
    learners: Sequence[LearnerNeeds],
    objectives: Mapping[str, Objective],
    calendar: TeachingCalendar,
    *,
    curriculum: Curriculum = Curriculum(),  # noqa: B008  # frozen
    thresholds: TeachingThresholds = TeachingThresholds(),  # frozen
) -> TeachingPlan:
    """Return what to teach, to whom and when; `objectives` are all of the bank, by id.

    A member *lacks* an objective when hours of it are left and its area is below the goal, and *may lack* it when hours
    are left and the area is too close to call. In an area that is reached nothing is taught, whatever single answers say. Ticks take
    a member out of both, as claimed, until an answer speaks against them.

    An objective is for all, for a group or for single people by how many lack it (`TeachingThresholds`). Where those who may lack it would
    change that, it is *ask first*: then a short check of the area is worth more than a guess. It keeps its place in the
    weeks until then, so that the plan does not look shorter than it is.

    The order is that of learning plans (`order_needs`): nothing before what it builds on, the beginners' order first, lower levels
    first, and then what serves most people an hour. Hours of the class are for what is taught to all, to a group or after
    a check. What single people need they learn by themselves; a lesson may build on it.
    """
    units = [
        _describe_unit(objective, learners, thresholds)
        for objective in objectives.values()
        if any(objective.id in learner.hours for learner in learners)
    ]
    ordered = _order_units(
        [unit for unit in units if unit.lacking or unit.undecided],
        objectives,
        curriculum,
        people=len(learners),
    )
    in_class = [one for one in ordered if one.mode is not TeachingMode.INDIVIDUAL]
    work = [(unit.objective.id, unit.hours) for unit in in_class]
    weeks, left_over = fill_weeks(work, calendar)
    return TeachingPlan(
        units=tuple(ordered),
        weeks=weeks,
        left_over=left_over,
        checks=_suggest_checks(ordered),
        people=len(learners),
    )


def _describe_unit(
    objective: Objective,
    learners: Sequence[LearnerNeeds],
    thresholds: TeachingThresholds,
) -> TeachingUnit:
    lacking: list[LearnerNeeds] = []
    undecided: list[LearnerNeeds] = []
    claimed: list[LearnerNeeds] = []
    for learner in learners:
        is_below = objective.area in learner.below
        if objective.id not in learner.hours or not (
            is_below or objective.area in learner.undecided
        ):
            continue
        if objective.id in learner.claimed:
            claimed.append(learner)
        else:
            (lacking if is_below else undecided).append(learner)
    return TeachingUnit(
        objective=objective,
        mode=choose_mode(len(lacking), len(undecided), len(learners), thresholds),
        hours=_average_hours(objective, lacking or undecided),
        lacking=tuple(learner.key for learner in lacking),
        undecided=tuple(learner.key for learner in undecided),
        claimed=tuple(learner.key for learner in claimed),
    )


def choose_mode(
    lacking: int, undecided: int, people: int, thresholds: TeachingThresholds
) -> TeachingMode:
    """Return the mode, the same whether none or all of the undecided lack it; else a check comes first."""
    least = _mode_of_count(lacking, people, thresholds)
    most = _mode_of_count(lacking + undecided, people, thresholds)
    return least if least is most else TeachingMode.ASK_FIRST


def _mode_of_count(
    count: int, people: int, thresholds: TeachingThresholds
) -> TeachingMode:
    # In a class of two or three everybody is no group.
    if count and count >= thresholds.share_for_all * people:
        return TeachingMode.ALL
    if count >= thresholds.smallest_group:
        return TeachingMode.GROUP
    return TeachingMode.INDIVIDUAL


def _average_hours(objective: Objective, learners: Sequence[LearnerNeeds]) -> float:
    """Return the mean of the hours left, up to the next half hour; 0 where nobody is left."""
    if not learners:
        return 0.0
    mean = fmean(learner.hours[objective.id] for learner in learners)
    return math.ceil(mean / STEP_HOURS - ROUNDING_SLACK) * STEP_HOURS


def _order_units(
    units: Sequence[TeachingUnit],
    objectives: Mapping[str, Objective],
    curriculum: Curriculum,
    *,
    people: int,
) -> list[TeachingUnit]:
    """Return the units in order of learning; what serves half of the class counts as if it took twice the hours."""
    before = collect_prerequisites(objectives)
    by_objective = {unit.objective.id: unit for unit in units}
    needs = [
        Need(
            unit.objective,
            mastery=0.0,
            hours=unit.hours * people / (len(unit.lacking) + len(unit.undecided)),
            builds_on=before[unit.objective.id],
        )
        for unit in units
    ]
    ordered = order_needs(needs, curriculum, curriculum.projects)
    return [by_objective[need.objective.id] for need in ordered]


def _suggest_checks(units: Sequence[TeachingUnit]) -> tuple[SuggestedCheck, ...]:
    """Return a check for each area in which something is to be asked first, the one that decides most hours first."""
    by_area: dict[str, list[TeachingUnit]] = {}
    for unit in units:
        if unit.is_tentative:
            by_area.setdefault(unit.objective.area, []).append(unit)
    ranked = sorted(
        by_area.items(), key=lambda one: (-sum(unit.hours for unit in one[1]), one[0])
    )
    return tuple(
        SuggestedCheck(
            area,
            tuple(dict.fromkeys(key for unit in asked for key in unit.undecided)),
            tuple(unit.objective.id for unit in asked),
        )
        for area, asked in ranked
    )
