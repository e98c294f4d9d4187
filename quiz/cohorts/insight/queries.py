"""Reads about the results of a cohort's members. A page takes three statements, however many members there are.

Test people are left out, and of those who left nothing is read but their entry on the roster.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session, aliased

from quiz.accounts.sessions.models import Account
from quiz.cohorts.checks.models import CheckSitting
from quiz.cohorts.models import Cohort, CohortCheck, CohortMember
from quiz.privacy.models import AuditAction, AuditEntry
from quiz.sittings.enums import SittingState
from quiz.sittings.models import AreaResult, Sitting


def shares_results() -> ColumnElement[bool]:
    """Return the condition that instructors may see the results of an entry: it takes part, and counts."""
    return (
        CohortMember.joined_at.is_not(None)
        & CohortMember.left_at.is_(None)
        & CohortMember.is_test.is_(False)
    )


def list_checks_with_results(
    session: Session, cohort: Cohort
) -> Sequence[tuple[CohortCheck, int]]:
    """Return the checks of a cohort in the order in which they open, with how many results each has."""
    finished = (
        select(CheckSitting.check_id, func.count().label("results"))
        .join(CohortMember, CheckSitting.member_id == CohortMember.id)
        .join(Sitting, CheckSitting.sitting_id == Sitting.id)
        .where(
            CohortMember.cohort_id == cohort.id,
            shares_results(),
            Sitting.state == SittingState.FINISHED,
        )
        .group_by(CheckSitting.check_id)
        .subquery()
    )
    rows = session.execute(
        select(CohortCheck, func.coalesce(finished.c.results, 0))
        .outerjoin(finished, finished.c.check_id == CohortCheck.id)
        .where(CohortCheck.cohort_id == cohort.id)
        .order_by(CohortCheck.opens_at, CohortCheck.id)
    )
    return [(check, results) for check, results in rows]


def list_members_at_check(
    session: Session, cohort: Cohort, check_id: int | None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the roster by name, with where each is with a check."""
    link, sitting = aliased(CheckSitting), aliased(Sitting)
    return session.execute(
        select(
            CohortMember.id,
            CohortMember.key,
            CohortMember.name,
            CohortMember.external_id,
            CohortMember.group_name,
            CohortMember.person_id,
            CohortMember.invited_at,
            CohortMember.joined_at,
            CohortMember.left_at,
            sitting.id.label("sitting_id"),
            sitting.state.label("sitting_state"),
            sitting.stop_reason,
            sitting.finished_at,
        )
        .outerjoin(
            link, (link.member_id == CohortMember.id) & (link.check_id == check_id)
        )
        .outerjoin(sitting, sitting.id == link.sitting_id)
        .where(CohortMember.cohort_id == cohort.id, CohortMember.is_test.is_(False))
        .order_by(func.lower(CohortMember.name), CohortMember.id)
    ).all()


def list_area_results(
    session: Session, cohort: Cohort, check_ids: Collection[int]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the stored results of some checks by area."""
    return session.execute(
        select(
            CheckSitting.member_id,
            CheckSitting.check_id,
            AreaResult.area,
            AreaResult.level,
            AreaResult.low,
            AreaResult.high,
            AreaResult.statement,
            AreaResult.required,
            AreaResult.asked,
            AreaResult.theta,
            AreaResult.sd,
        )
        .join(CheckSitting, CheckSitting.sitting_id == AreaResult.sitting_id)
        .join(CohortMember, CheckSitting.member_id == CohortMember.id)
        .where(
            CohortMember.cohort_id == cohort.id,
            shares_results(),
            CheckSitting.check_id.in_(check_ids),
        )
    ).all()


def list_recently_seen(
    session: Session,
    person_ids: Collection[int],
    account_id: int,
    action: AuditAction,
    *,
    since: datetime,
) -> set[int]:
    """Return of whom it is written down already that this account looked, and the account's own person."""
    seen = session.scalars(
        select(AuditEntry.person_id).where(
            AuditEntry.person_id.in_(person_ids),
            AuditEntry.actor_account_id == account_id,
            AuditEntry.action == action,
            AuditEntry.happened_at > since,
        )
    )
    own = session.scalar(select(Account.person_id).where(Account.id == account_id))
    return {*seen, *([own] if own is not None else [])}
