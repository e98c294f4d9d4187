"""Facts for the page of who needs help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.cohorts.analysis.change import ChangeCounts, count_changes
from quiz.cohorts.analysis.helpers import pair_helpers
from quiz.cohorts.analysis.support import (
    SupportCase,
    SupportGroup,
    SupportThresholds,
    count_groups,
    rank_by_need,
)
from quiz.cohorts.insight.snapshot import CohortSnapshot, SnapshotMember

#: Pairs are looked for among at most so many people; a larger cohort is shown by group.
MOST_PAIRED = 80
#: As many cases and pairs as a page shows.
MOST_CASES = 50
MOST_PAIRS = 40


@dataclass(frozen=True)
class CaseRow:
    """One person, with the reasons."""

    key: str
    name: str
    group: str | None
    case: SupportCase
    #: Names of areas that are higher, and lower, than at the check before by more than the margin of error.
    higher: tuple[str, ...]
    lower: tuple[str, ...]


@dataclass(frozen=True)
class HelpRow:
    """One learner and the people who can help, each with the areas."""

    learner: str
    helpers: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class AreaChangeRow:
    """How many people changed in one area by more than the margin of error."""

    area: str
    name: str
    counts: ChangeCounts


@dataclass(frozen=True)
class SupportView:
    """The page of who needs help."""

    counts: Mapping[SupportGroup, int]
    cases: tuple[CaseRow, ...]
    #: How many people there are in all groups.
    people: int
    helped: tuple[HelpRow, ...]
    #: Whether there are too many people to look for pairs.
    is_too_large: bool
    changes: tuple[AreaChangeRow, ...]
    #: People with a result in both checks.
    compared: int
    area_names: Mapping[str, str]


def build_support_view(
    snapshot: CohortSnapshot,
    area_names: Mapping[str, str],
    thresholds: SupportThresholds,
    *,
    group: str = "",
    most_cases: int = MOST_CASES,
) -> SupportView:
    """Return the page for the members of one group, or for all."""
    members = [
        one
        for one in snapshot.members
        if one.state.has_result and group in {"", one.group}
    ]
    keys = {one.key for one in members}
    measured = [one for one in snapshot.measured if one.key in keys]
    cases = rank_by_need(
        measured,
        snapshot.required,
        fallen={one.key: one.change.lower for one in members if one.change},
        thresholds=thresholds,
    )
    is_too_large = len(measured) > MOST_PAIRED
    return SupportView(
        counts=count_groups(cases),
        cases=tuple(
            _build_case(case, snapshot.by_key[case.key], area_names)
            for case in cases[:most_cases]
        ),
        people=len(cases),
        helped=()
        if is_too_large
        else tuple(_build_help(snapshot, keys, area_names))[:MOST_PAIRS],
        is_too_large=is_too_large,
        changes=tuple(_count_area_changes(members, snapshot, area_names)),
        compared=sum(one.change is not None for one in members),
        area_names=area_names,
    )


def _build_case(
    case: SupportCase, member: SnapshotMember, area_names: Mapping[str, str]
) -> CaseRow:
    change = member.change
    return CaseRow(
        key=case.key,
        name=member.name,
        group=member.group,
        case=case,
        higher=_name_areas(change.higher if change else (), area_names),
        lower=_name_areas(change.lower if change else (), area_names),
    )


def _name_areas(areas: Sequence[str], area_names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(area_names.get(area, area) for area in areas)


def _build_help(
    snapshot: CohortSnapshot, keys: set[str], area_names: Mapping[str, str]
) -> list[HelpRow]:
    """Return by learner who can help in what, whoever was found first at first."""
    rows: dict[str, dict[str, list[str]]] = {}
    measured = [one for one in snapshot.measured if one.key in keys]
    for pair in pair_helpers(measured, snapshot.required):
        helpers = rows.setdefault(pair.learner, {})
        helpers.setdefault(pair.helper, []).append(area_names.get(pair.area, pair.area))
    return [
        HelpRow(
            snapshot.by_key[learner].name,
            tuple(
                (snapshot.by_key[helper].name, tuple(areas))
                for helper, areas in helpers.items()
            ),
        )
        for learner, helpers in rows.items()
    ]


def _count_area_changes(
    members: Sequence[SnapshotMember],
    snapshot: CohortSnapshot,
    area_names: Mapping[str, str],
) -> list[AreaChangeRow]:
    """Return the areas that people were measured in twice, most change first."""
    changed = [one.change for one in members if one.change is not None]
    rows = [
        AreaChangeRow(
            area,
            area_names.get(area, area),
            count_changes(one.areas.get(area) for one in changed),
        )
        for area in snapshot.required
    ]
    return sorted(
        (row for row in rows if row.counts.people),
        key=lambda row: (-row.counts.higher, row.counts.lower, row.name),
    )
