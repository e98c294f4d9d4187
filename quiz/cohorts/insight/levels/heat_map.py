"""People by areas as cells with a level, a tint and a hatch. Pure: what the page, the picture and the files show."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from quiz.cohorts.analysis.members import MeasuredArea
from quiz.cohorts.analysis.standing import LEVEL_DIGITS, CohortStanding
from quiz.cohorts.insight.snapshot import (
    CohortSnapshot,
    MemberState,
    SnapshotMember,
)

ROWS_ON_PAGE = 50
#: Levels from which on the next tint is used.
TINT_STEPS = (0.5, 1.0, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class HeatFilter:
    """Which people and areas, in which order; empty words are everybody, all areas and by name."""

    group: str = ""
    #: `measured`, `waiting`, or `below-` or `unsure-` with an area.
    people: str = ""
    #: `gaps`: areas with somebody below the required level.
    areas: str = ""
    #: `name`, `gap`, or `area-` with an area.
    sort: str = "name"
    page: int = 1


@dataclass(frozen=True, slots=True)
class HeatCell:
    """The level of one person in one area, or a median."""

    #: Rounded as it is shown.
    level: float
    #: 1 to 5.
    tint: int
    #: Too close to call against the required level.
    is_unsure: bool = False
    is_below: bool = False


@dataclass(frozen=True)
class HeatRow:
    """One person."""

    key: str
    name: str
    external_id: str | None
    group: str | None
    state: MemberState
    #: In the order of the areas; None where the check did not measure it.
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True)
class HeatMap:
    """The rows of one page with what stands above them."""

    areas: tuple[str, ...]
    required: tuple[float, ...]
    #: The median of each area; None where an average of these people is not shown.
    medians: tuple[HeatCell | None, ...]
    #: How many of the people were measured in each area.
    measured: tuple[int, ...]
    rows: tuple[HeatRow, ...]
    #: How many people the filter leaves, over all pages.
    people: int
    page: int
    pages: int


def find_tint(level: float) -> int:
    """Return the tint of a level, 1 to 5.

    Examples
    --------
    >>> [find_tint(level) for level in (0.4, 0.5, 1.4, 2.0)]
    [1, 2, 3, 5]
    """
    return 1 + sum(level >= step for step in TINT_STEPS)


def select_members(
    snapshot: CohortSnapshot, chosen: HeatFilter
) -> list[SnapshotMember]:
    """Return the members that a filter leaves, in its order."""
    kept = [
        one
        for one in snapshot.members
        if chosen.group in {"", one.group} and _is_wanted(one, chosen.people)
    ]
    return _sort_members(kept, snapshot, chosen.sort)


def build_heat_map(
    snapshot: CohortSnapshot,
    members: Sequence[SnapshotMember],
    standing: CohortStanding,
    chosen: HeatFilter,
    *,
    rows_on_page: int = ROWS_ON_PAGE,
) -> HeatMap:
    """Return the heat map of these members; `standing` says which averages of them may be shown."""
    shown = [
        one for one in standing.areas if chosen.areas != "gaps" or one.below
    ] or list(standing.areas)
    areas = tuple(one.area for one in shown)
    pages = max(ceil(len(members) / rows_on_page), 1)
    page = min(max(chosen.page, 1), pages)
    start = (page - 1) * rows_on_page
    return HeatMap(
        areas=areas,
        required=tuple(snapshot.required[area] for area in areas),
        medians=tuple(
            HeatCell(one.summary.median, find_tint(one.summary.median))
            if one.summary
            else None
            for one in shown
        ),
        measured=tuple(one.measured for one in shown),
        rows=tuple(
            _build_row(one, areas) for one in members[start : start + rows_on_page]
        ),
        people=len(members),
        page=page,
        pages=pages,
    )


def build_cell(area: MeasuredArea) -> HeatCell:
    """Return the cell of a measured area; the tint follows the number that is shown."""
    level = round(area.level, LEVEL_DIGITS)
    return HeatCell(level, find_tint(level), area.is_undecided, area.is_below)


def _build_row(member: SnapshotMember, areas: Sequence[str]) -> HeatRow:
    cells = (
        tuple(
            build_cell(member.areas[area]) if area in member.areas else None
            for area in areas
        )
        if member.state.has_result
        else ()
    )
    return HeatRow(
        member.key,
        member.name,
        member.external_id,
        member.group,
        member.state,
        cells,
    )


def _is_wanted(member: SnapshotMember, people: str) -> bool:
    if not people:
        return True
    if people in {"measured", "waiting"}:
        return member.state.has_result == (people == "measured")
    kind, _, area = people.partition("-")
    measured = member.areas.get(area)
    if measured is None:
        return False
    return measured.is_below if kind == "below" else measured.is_undecided


def _sort_members(
    members: Sequence[SnapshotMember], snapshot: CohortSnapshot, sort: str
) -> list[SnapshotMember]:
    """Return members in an order; those of one place by name, those without a result last."""
    if sort == "gap":
        return sorted(members, key=lambda one: -_sum_missing(one, snapshot))
    kind, _, area = sort.partition("-")
    if kind == "area":
        return sorted(
            members,
            key=lambda one: one.areas[area].level if area in one.areas else 9.0,
        )
    return list(members)


def _sum_missing(member: SnapshotMember, snapshot: CohortSnapshot) -> float:
    """Return the levels that a member misses in the areas below; less than 0 without a result."""
    if not member.areas:
        return -1.0
    return sum(
        max(snapshot.required[area] - one.level, 0.0)
        for area, one in member.areas.items()
        if one.is_below
    )
