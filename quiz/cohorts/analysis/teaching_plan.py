"""What to teach, to whom and when: objectives that members lack, in an order in which they can be learned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from quiz.catalogue.skills import Objective, collect_prerequisites
from quiz.catalogue.study_plans import Curriculum
from quiz.cohorts.analysis.members import MeasuredMember
from quiz.cohorts.analysis.teaching_weeks import (
    Lesson,
    TeachingCalendar,
    TeachingWeek,
    fill_weeks,
)
from quiz.training.effort import Effort, Need
from quiz.training.planning.ordering import order_needs

HALF_HOURS = 2


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


@dataclass(frozen=True)
class _Serving:
    """Who lacks an objective, who may, and who claims it."""

    lacking: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    hours: list[float] = field(default_factory=list)


def build_teaching_plan(
    learners: Sequence[LearnerNeeds],
    objectives: Mapping[str, Objective],
    calendar: TeachingCalendar,
    *,
    curriculum: Curriculum = Curriculum(),  # noqa: B008  # frozen
    thresholds: TeachingThresholds = TeachingThresholds(),  # frozen
) -> TeachingPlan:
    """Return what to teach, to whom and when.

    Parameters
    ----------
    learners
        Members with a result that they share.
    objectives
        All objectives of the bank, by id.
    """
    raise NotImplementedError


def order_units(
    units: Sequence[TeachingUnit],
    objectives: Mapping[str, Objective],
    curriculum: Curriculum,
    people: int,
) -> list[TeachingUnit]:
    raise NotImplementedError


_ = (Need, collect_prerequisites, order_needs, fill_weeks, HALF_HOURS)
