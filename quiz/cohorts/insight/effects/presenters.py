"""Facts for the pages of the effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from statistics import fmean

from quiz.charts.cohort_rows import draw_change_row
from quiz.charts.drawing import Drawing
from quiz.cohorts.analysis.averages import AverageGuard
from quiz.cohorts.analysis.effect import CohortEffect, GrowthEstimate
from quiz.cohorts.analysis.standing import LEVEL_DIGITS
from quiz.cohorts.insight.snapshot import (
    CohortSnapshot,
    MemberState,
    SnapshotMember,
)


@dataclass(frozen=True)
class EffectRow:
    """Growth in one area."""

    area: str
    name: str
    required: float
    #: Mean levels of the paired people at entry, and what the growth adds to them; None where withheld.
    before: float | None
    after: float | None
    #: Growth and the ends of its interval in levels, rounded as they are shown.
    growth: float
    low: float
    high: float
    people: int
    is_shown: bool
    drawing: Drawing


@dataclass(frozen=True)
class EffectView:
    """The page of the effect."""

    effect: CohortEffect
    #: Growth over all areas with its interval in levels; None with fewer than five people.
    overall: tuple[float, float, float] | None
    rows: tuple[EffectRow, ...]
    #: Ends of the scale of changes, in levels; zero lies between them.
    scale: tuple[float, float]
    #: Names of areas with too few people in both checks.
    missing: tuple[str, ...]
    #: Areas reached or probably reached, means of the paired people at entry and at exit; None where withheld.
    reached: tuple[float, float] | None
    areas: int
    #: People who left the cohort: their results are out of sight, so they are only counted.
    left: int
    #: People who joined without taking the entry check.
    without_entry: int


@dataclass(frozen=True)
class PairedPeople:
    """Who took both checks, and the mean level at entry of everybody with an entry check."""

    pairs: tuple[tuple[str, int, int], ...]
    entry_levels: Mapping[str, float]


def select_paired(first: CohortSnapshot, last: CohortSnapshot) -> PairedPeople:
    """Return who has a result in both checks."""
    levels = {
        one.key: fmean(area.level for area in one.areas.values())
        for one in first.members
        if one.areas
    }
    pairs = tuple(
        (one.key, one.sitting_id, last.by_key[one.key].sitting_id or 0)
        for one in first.members
        if one.key in levels
        and one.sitting_id is not None
        and last.by_key[one.key].areas
    )
    return PairedPeople(pairs, levels)


def build_effect_view(
    effect: CohortEffect,
    people: PairedPeople,
    first: CohortSnapshot,
    last: CohortSnapshot,
    area_names: Mapping[str, str],
) -> EffectView:
    """Return the page: the area with the most growth first."""
    keys = [key for key, *_ in people.pairs]
    common = [area for area in first.required if area in last.required]
    scale = find_scale([_round_levels(effect.areas[area]) for area in effect.areas])
    rows = [
        _build_row(area, effect.areas[area], first, keys, area_names, scale)
        for area in common
        if area in effect.areas
    ]
    return EffectView(
        effect=effect,
        overall=_round_levels(effect.overall) if effect.overall else None,
        rows=tuple(sorted(rows, key=lambda row: (-row.growth, row.name))),
        scale=scale,
        missing=tuple(
            area_names.get(area, area) for area in common if area not in effect.areas
        ),
        reached=_count_reached(first, last, keys),
        areas=len(common),
        left=sum(one.state is MemberState.NOT_SHARED for one in first.members),
        without_entry=sum(
            one.state in (MemberState.NOT_STARTED, MemberState.OPEN)
            for one in first.members
        ),
    )


def _build_row(
    area: str,
    growth: GrowthEstimate,
    first: CohortSnapshot,
    keys: Sequence[str],
    area_names: Mapping[str, str],
    scale: tuple[float, float],
) -> EffectRow:
    change, low, high = _round_levels(growth)
    before = _average_entry(area, first, keys)
    required = first.required[area]
    return EffectRow(
        area=area,
        name=area_names.get(area, area),
        required=required,
        before=before,
        after=None if before is None else round(before + change, LEVEL_DIGITS),
        growth=change,
        low=low,
        high=high,
        people=growth.people,
        is_shown=growth.is_shown,
        drawing=draw_change_row(
            change, low=low, high=high, scale=scale, is_shown=growth.is_shown
        ),
    )


def find_scale(changes: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """Return a scale in half levels that every interval fits on, with half a level on either side of zero at least.

    Examples
    --------
    >>> find_scale([(0.4, 0.1, 0.7)])
    (-0.5, 1.0)
    """
    lowest = min([-0.5, *(low for _, low, _ in changes)])
    highest = max([0.5, *(high for *_, high in changes)])
    return floor(2 * lowest) / 2, ceil(2 * highest) / 2


def _average_entry(
    area: str, first: CohortSnapshot, keys: Sequence[str]
) -> float | None:
    """Return the mean level of the paired people at entry; None where an average of them is not shown."""
    measured = [one for one in first.members if area in one.areas]
    chosen = [one for one in measured if one.key in set(keys)]
    guard = AverageGuard.from_groups([one.key for one in measured], {"paired": keys})
    if not guard.may_average([one.key for one in chosen]):
        return None
    return round(fmean(one.areas[area].level for one in chosen), LEVEL_DIGITS)


def _count_reached(
    first: CohortSnapshot, last: CohortSnapshot, keys: Sequence[str]
) -> tuple[float, float] | None:
    everybody = [one.key for one in first.members if one.areas]
    guard = AverageGuard.from_groups(everybody, {"paired": keys})
    if not keys or not guard.may_average(keys):
        return None
    before, after = (
        round(
            fmean(_count_reached_areas(snapshot.by_key[key]) for key in keys),
            LEVEL_DIGITS,
        )
        for snapshot in (first, last)
    )
    return before, after


def _count_reached_areas(member: SnapshotMember) -> int:
    return sum(
        not one.is_below and not one.is_undecided for one in member.areas.values()
    )


def _round_levels(growth: GrowthEstimate) -> tuple[float, float, float]:
    change, low, high = (round(one, LEVEL_DIGITS) for one in growth.levels)
    return change, low, high
