"""Facts for the page of levels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from quiz.charts.cohort_rows import draw_dot_row
from quiz.charts.drawing import Drawing
from quiz.cohorts.analysis.standing import (
    LEVEL_DIGITS,
    AreaDistribution,
    CohortStanding,
    summarise_standing,
)
from quiz.cohorts.analysis.teaching_plan import (
    TeachingMode,
    TeachingThresholds,
    choose_mode,
)
from quiz.cohorts.insight.levels.heat_map import (
    HeatFilter,
    HeatMap,
    build_heat_map,
    select_members,
)
from quiz.cohorts.insight.snapshot import CohortSnapshot, MemberState, SnapshotMember
from quiz.measurement.reporting.classification import MasteryStatement

#: Of these, as many lines of advice as a reader takes in.
MOST_ADVICE = 5
#: An area that at most this share is below, and at most this share undecided in, needs no lesson.
LITTLE = 0.2


@dataclass(frozen=True)
class DistributionRow:
    """How one area is spread over people."""

    area: str
    name: str
    distribution: AreaDistribution
    drawing: Drawing
    reached: int


@dataclass(frozen=True)
class AreaAdvice:
    """What the levels of one area say of teaching it."""

    area: str
    name: str
    #: None: leave alone, because most have reached it.
    mode: TeachingMode | None
    people: int
    below: int
    undecided: int
    reached: int
    #: Names of those below.
    names: tuple[str, ...]


@dataclass(frozen=True)
class LevelsView:
    """The page of levels."""

    heat: HeatMap
    states: Mapping[MemberState, int]
    #: Members with a result, of all and of those the filter leaves.
    measured: int
    shown_measured: int
    rows: tuple[DistributionRow, ...]
    advice: tuple[AreaAdvice, ...]
    #: First and last day on which a result was finished; None: no result.
    measured_from: date | None
    measured_to: date | None
    #: Names of areas by key.
    area_names: Mapping[str, str]


def build_levels_view(
    snapshot: CohortSnapshot,
    area_names: Mapping[str, str],
    chosen: HeatFilter,
    *,
    zone: ZoneInfo,
    thresholds: TeachingThresholds,
    rows_on_page: int = 0,
) -> LevelsView:
    """Return the page of levels for a filter; `rows_on_page` of 0 is the usual number."""
    members = select_members(snapshot, chosen)
    standing = summarise_standing(
        snapshot.measured,
        snapshot.required,
        groups=snapshot.groups,
        chosen=[one.key for one in members],
    )
    size = {"rows_on_page": rows_on_page} if rows_on_page else {}
    days = sorted(
        one.finished_at.astimezone(zone).date()
        for one in members
        if one.finished_at is not None
    )
    return LevelsView(
        heat=build_heat_map(snapshot, members, standing, chosen, **size),
        states=snapshot.count_states(),
        measured=len(snapshot.measured),
        shown_measured=standing.people,
        rows=tuple(
            _build_distribution(one, area_names.get(one.area, one.area))
            for one in standing.areas
        ),
        advice=tuple(_advise(standing, snapshot, area_names, thresholds)),
        measured_from=days[0] if days else None,
        measured_to=days[-1] if days else None,
        area_names={area: area_names.get(area, area) for area in snapshot.required},
    )


def _build_distribution(one: AreaDistribution, name: str) -> DistributionRow:
    summary = one.summary
    return DistributionRow(
        area=one.area,
        name=name,
        distribution=one,
        drawing=draw_dot_row(
            [round(level, LEVEL_DIGITS) for _, level in one.levels],
            required=one.required,
            quartiles=(summary.lower_quartile, summary.upper_quartile)
            if summary
            else None,
            median=summary.median if summary else None,
        ),
        reached=one.statements[MasteryStatement.REACHED]
        + one.statements[MasteryStatement.LIKELY],
    )


def _advise(
    standing: CohortStanding,
    snapshot: CohortSnapshot,
    area_names: Mapping[str, str],
    thresholds: TeachingThresholds,
) -> list[AreaAdvice]:
    """Return what to teach, whatever serves most people first; last the area that can be left alone."""
    lines = [
        _describe_area(one, snapshot.by_key, area_names, thresholds)
        for one in standing.areas
        if one.measured
    ]
    wanted = [one for one in lines if one.mode is not None]
    wanted.sort(key=lambda one: (-one.below, -one.undecided, one.name))
    done = [one for one in lines if one.mode is None]
    done.sort(key=lambda one: (-one.reached, one.name))
    return [*wanted[:MOST_ADVICE], *done[:1]]


def _describe_area(
    one: AreaDistribution,
    members: Mapping[str, SnapshotMember],
    area_names: Mapping[str, str],
    thresholds: TeachingThresholds,
) -> AreaAdvice:
    is_little = max(one.below, one.undecided) <= LITTLE * one.measured
    return AreaAdvice(
        area=one.area,
        name=area_names.get(one.area, one.area),
        mode=None
        if is_little
        else choose_mode(one.below, one.undecided, one.measured, thresholds),
        people=one.measured,
        below=one.below,
        undecided=one.undecided,
        reached=one.measured - one.below - one.undecided,
        names=tuple(
            members[key].name
            for key, _ in one.levels
            if members[key].areas[one.area].is_below
        ),
    )
