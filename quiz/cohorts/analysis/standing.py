"""Where a cohort stands: each area's levels against the required one, and how many are below it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from quiz.cohorts.analysis.averages import AverageGuard
from quiz.cohorts.analysis.members import MeasuredMember
from quiz.measurement.reporting.classification import (
    STATEMENT_ORDER,
    MasteryStatement,
)

#: Digits of a level in a summary: with more, one further result could be read from the change of an average.
LEVEL_DIGITS = 1


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """The averages of one area over people: only of groups that `AverageGuard` lets through."""

    #: How many people it is about.
    people: int
    #: Median, first and third quartile of the levels from 0 to 3, rounded to one decimal.
    median: float
    lower_quartile: float
    upper_quartile: float
    #: Share of the people who are below the required level, certainly or probably.
    share_below: float


@dataclass(frozen=True)
class AreaDistribution:
    """One area of a cohort or of a group of it."""

    area: str
    #: The required level from 0 to 3; 0 where the goal does not ask for the area.
    required: float
    #: Who was measured, the lowest level first, with the level: the dots. For readers who may see single results.
    levels: tuple[tuple[str, float], ...]
    #: How many people have each statement, from the biggest gap to none. For readers who may see single results.
    statements: Mapping[MasteryStatement, int]
    #: How many people the check did not measure in this area.
    unmeasured: int
    #: What everybody may see who may see the group's averages; None where they are withheld.
    summary: AreaSummary | None

    @property
    def measured(self) -> int:
        """How many people were measured."""
        return len(self.levels)

    @property
    def below(self) -> int:
        """How many people are below the required level, certainly or probably."""
        return (
            self.statements[MasteryStatement.NOT_YET]
            + self.statements[MasteryStatement.LIKELY_NOT_YET]
        )

    @property
    def undecided(self) -> int:
        """For how many people it is too close to call."""
        return self.statements[MasteryStatement.TOO_CLOSE]


@dataclass(frozen=True)
class CohortStanding:
    """All areas of a cohort, or of a group of it."""

    people: int
    areas: tuple[AreaDistribution, ...]


def summarise_standing(
    members: Sequence[MeasuredMember],
    required: Mapping[str, float],
    *,
    groups: Mapping[str, Collection[str]] | None = None,
    chosen: Collection[str] | None = None,
) -> CohortStanding:
    """Return where a cohort stands, area by area in the order of `required`.

    Parameters
    ----------
    members
        The whole cohort, as far as it shares a result.
    groups
        The groups that the page can be filtered by: members by name. They decide which averages may be shown.
    chosen
        The members that the filter leaves; None is all. It changes what is counted, and never what may be shown.
    """
    kept = None if chosen is None else frozenset(chosen)
    shown = [one for one in members if kept is None or one.key in kept]
    # Decided by area: where not everybody was measured, another set of people is averaged. Mostly it is the same one.
    guards: dict[frozenset[str], AverageGuard] = {}
    areas = []
    for area, level in required.items():
        measured = frozenset(one.key for one in members if area in one.areas)
        if measured not in guards:
            guards[measured] = AverageGuard.from_groups(measured, groups)
        areas.append(_describe_area(area, level, shown, guards[measured]))
    return CohortStanding(len(shown), tuple(areas))


def _describe_area(
    area: str, required: float, shown: Sequence[MeasuredMember], guard: AverageGuard
) -> AreaDistribution:
    levels = sorted(
        (one.areas[area].level, one.key) for one in shown if area in one.areas
    )
    counts = Counter(one.areas[area].statement for one in shown if area in one.areas)
    statements = {statement: counts[statement] for statement in STATEMENT_ORDER}
    below = sum(one.areas[area].is_below for one in shown if area in one.areas)
    may_average = guard.may_average([key for _, key in levels])
    return AreaDistribution(
        area=area,
        required=required,
        levels=tuple((key, level) for level, key in levels),
        statements=statements,
        unmeasured=len(shown) - len(levels),
        summary=_summarise_levels([level for level, _ in levels], below)
        if may_average
        else None,
    )


def _summarise_levels(levels: Sequence[float], below: int) -> AreaSummary:
    lower, median, upper = quantiles(levels, n=4, method="inclusive")
    return AreaSummary(
        people=len(levels),
        median=round(median, LEVEL_DIGITS),
        lower_quartile=round(lower, LEVEL_DIGITS),
        upper_quartile=round(upper, LEVEL_DIGITS),
        share_below=below / len(levels),
    )
