"""Reads about who takes which check."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from quiz.cohorts.checks.models import CheckSitting
from quiz.cohorts.models import Cohort, CohortCheck, CohortMember
from quiz.sittings.enums import SittingState
from quiz.sittings.models import Sitting

#: No entry of a roster has more extra days.
MOST_EXTRA_DAYS = 365


def list_check_sittings(session: Session, member: CohortMember) -> dict[int, Sitting]:
    """Return the sittings of a member by the id of the check."""
    rows = session.execute(
        select(CheckSitting.check_id, Sitting)
        .join(Sitting, CheckSitting.sitting_id == Sitting.id)
        .where(CheckSitting.member_id == member.id)
    )
    return dict(rows.all())


def find_check_sitting(
    session: Session, check_id: int, member_id: int
) -> CheckSitting | None:
    """Return which sitting a member takes a check in."""
    return session.scalar(
        select(CheckSitting).where(
            CheckSitting.check_id == check_id, CheckSitting.member_id == member_id
        )
    )


def count_sittings(session: Session, check: CohortCheck) -> int:
    """Return how many members have begun a check; test people do not count."""
    return (
        session.scalar(
            select(func.count())
            .select_from(CheckSitting)
            .join(CohortMember)
            .where(CheckSitting.check_id == check.id, CohortMember.is_test.is_(False))
        )
        or 0
    )


def list_open_sittings(
    session: Session, cohort: Cohort
) -> Sequence[tuple[CheckSitting, Sitting]]:
    """Return the sittings of a cohort's checks that still take answers."""
    rows = session.execute(
        select(CheckSitting, Sitting)
        .join(Sitting, CheckSitting.sitting_id == Sitting.id)
        .join(CohortCheck, CheckSitting.check_id == CohortCheck.id)
        .where(CohortCheck.cohort_id == cohort.id, Sitting.state == SittingState.OPEN)
        .options(joinedload(CheckSitting.check), joinedload(CheckSitting.member))
    )
    return [(link, sitting) for link, sitting in rows]


def list_current_checks(
    session: Session, person_id: int, *, now: datetime
) -> Sequence[tuple[CohortMember, CohortCheck, Sitting | None]]:
    """Return the checks that may be open for a person now, the one that closes first at first, with their sittings.

    What has closed may be open for somebody with extra days, so the caller looks at the closing time of the person.
    """
    rows = session.execute(
        select(CohortMember, CohortCheck, Sitting)
        .join(Cohort, CohortMember.cohort_id == Cohort.id)
        .join(CohortCheck, CohortCheck.cohort_id == Cohort.id)
        .outerjoin(
            CheckSitting,
            (CheckSitting.check_id == CohortCheck.id)
            & (CheckSitting.member_id == CohortMember.id),
        )
        .outerjoin(Sitting, CheckSitting.sitting_id == Sitting.id)
        .where(
            CohortMember.person_id == person_id,
            CohortMember.joined_at.is_not(None),
            CohortMember.left_at.is_(None),
            Cohort.archived_at.is_(None),
            CohortCheck.opens_at <= now,
            CohortCheck.closes_at > now - timedelta(days=MOST_EXTRA_DAYS + 1),
        )
        .options(
            joinedload(CohortMember.cohort, innerjoin=True).joinedload(
                Cohort.organisation
            )
        )
        .order_by(CohortCheck.closes_at, CohortCheck.id)
    )
    return [(member, check, sitting) for member, check, sitting in rows]
