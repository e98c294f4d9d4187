"""From stored results to the snapshot of a cohort. Nothing is estimated again."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from scipy.special import ndtr
from sqlalchemy import Row
from sqlalchemy.orm import Session

from quiz.cohorts.analysis.change import MeasuredAbility
from quiz.cohorts.analysis.members import MeasuredArea
from quiz.cohorts.insight import queries
from quiz.cohorts.insight.snapshot import (
    CheckChoice,
    CohortSnapshot,
    MemberState,
    SnapshotMember,
)
from quiz.cohorts.models import Cohort, CohortCheck
from quiz.measurement.reporting.classification import (
    MasteryStatement,
    classify_area,
    min_answers_to_decide,
    theta_from_level,
)
from quiz.sittings.enums import FULL_LENGTHS, SittingState, StopReason

#: Two required levels that differ by less are the same.
SAME_LEVEL = 1e-9


def load_snapshot(
    session: Session,
    cohort: Cohort,
    area_order: Collection[str],
    *,
    check_key: str = "",
    earlier_key: str = "",
) -> CohortSnapshot:
    """Return a cohort at one check: the one with this key, or the latest that has results.

    `earlier_key` names the check to compare with; otherwise it is the one before that has results. `area_order` holds
    the areas in the order of the bank.
    """
    choices = tuple(
        CheckChoice(check, results)
        for check, results in queries.list_checks_with_results(session, cohort)
    )
    check = _choose_check(choices, check_key)
    earlier = _choose_earlier(choices, check, earlier_key)
    asked = [one.id for one in (check, earlier) if one is not None]
    results = queries.list_area_results(session, cohort, asked) if asked else []
    levels = _group_results(results)
    rows = queries.list_members_at_check(session, cohort, check.id if check else None)
    required = _select_required(cohort, check, area_order)
    return CohortSnapshot(
        choices,
        check,
        earlier,
        required,
        tuple(_build_member(row, levels, check, earlier, required) for row in rows),
    )


def _choose_check(choices: Sequence[CheckChoice], key: str) -> CohortCheck | None:
    for one in choices:
        if one.check.key == key:
            return one.check
    with_results = [one.check for one in choices if one.results]
    if with_results:
        return with_results[-1]
    return choices[0].check if choices else None


def _choose_earlier(
    choices: Sequence[CheckChoice], check: CohortCheck | None, key: str
) -> CohortCheck | None:
    checks = [one.check for one in choices]
    if check is None:
        return None
    before = [one for one in choices[: checks.index(check)] if one.results]
    for one in before:
        if one.check.key == key:
            return one.check
    return before[-1].check if before else None


def _select_required(
    cohort: Cohort, check: CohortCheck | None, area_order: Collection[str]
) -> dict[str, float]:
    """Return the required levels of what the check asks about, in the order of the bank."""
    asked = (
        set(check.areas) if check is not None and check.areas else set(cohort.required)
    )
    order = [*area_order, *(area for area in cohort.required if area not in area_order)]
    return {
        area: float(cohort.required[area])
        for area in order
        if area in asked and area in cohort.required
    }


def _group_results(
    rows: Sequence[Row[*tuple[Any, ...]]],
) -> dict[tuple[int, int], dict[str, Row[*tuple[Any, ...]]]]:
    """Return the results of each member in each check by area."""
    grouped: dict[tuple[int, int], dict[str, Row[*tuple[Any, ...]]]] = {}
    for row in rows:
        grouped.setdefault((row.member_id, row.check_id), {})[row.area] = row
    return grouped


def _build_member(
    row: Row[*tuple[Any, ...]],
    levels: Mapping[tuple[int, int], Mapping[str, Row[*tuple[Any, ...]]]],
    check: CohortCheck | None,
    earlier: CohortCheck | None,
    required: Mapping[str, float],
) -> SnapshotMember:
    state = find_state(row)
    results = levels.get((row.id, check.id), {}) if check is not None else {}
    before = levels.get((row.id, earlier.id), {}) if earlier is not None else {}
    is_hidden = state is MemberState.NOT_SHARED
    return SnapshotMember(
        id=row.id,
        key=row.key,
        name=row.name,
        external_id=row.external_id,
        group=row.group_name,
        person_id=row.person_id,
        state=state,
        sitting_id=None if is_hidden else row.sitting_id,
        finished_at=None if is_hidden else row.finished_at,
        areas={
            area: read_area(results[area], level, check)
            for area, level in required.items()
            if area in results and check is not None
        },
        abilities=_read_abilities(results, required),
        earlier=_read_abilities(before, required),
    )


def find_state(row: Row[*tuple[Any, ...]]) -> MemberState:
    """Return where a member is with a check."""
    if row.left_at is not None:
        return MemberState.NOT_SHARED
    if row.joined_at is None:
        return MemberState.NOT_JOINED if row.invited_at else MemberState.NOT_INVITED
    if row.sitting_state is None:
        return MemberState.NOT_STARTED
    if row.sitting_state is not SittingState.FINISHED:
        return MemberState.OPEN
    if row.stop_reason is StopReason.CLOSED:
        return MemberState.PART
    return MemberState.DONE


def read_area(
    row: Row[*tuple[Any, ...]], required: float, check: CohortCheck
) -> MeasuredArea:
    """Return a stored result, against the level that the cohort's goal requires today.

    Where the goal has changed since, what is said of the area is found again, from the stored ability and its error.
    """
    statement = MasteryStatement(row.statement)
    if abs(row.required - required) > SAME_LEVEL:
        chance = float(ndtr((row.theta - theta_from_level(required)) / row.sd))
        statement = classify_area(
            chance,
            own_answers=row.asked,
            min_answers=min_answers_to_decide(FULL_LENGTHS[check.length]),
        )
    return MeasuredArea(row.level, row.low, row.high, statement, row.asked)


def _read_abilities(
    results: Mapping[str, Row[*tuple[Any, ...]]], required: Mapping[str, float]
) -> dict[str, MeasuredAbility]:
    """Return abilities of areas with answers; without any, an area says only what others do."""
    return {
        area: MeasuredAbility(results[area].theta, results[area].sd)
        for area in required
        if area in results and results[area].asked
    }
