"""Reads about ways to join, and about the cohorts that a person is in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from quiz.cohorts.checks.models import CheckSitting, SharedSitting
from quiz.cohorts.joining.codes import tidy_join_code
from quiz.cohorts.models import Cohort, CohortCheck, CohortMember, JoinLink
from quiz.core.keys import secret_hash
from quiz.sittings.enums import SittingMode, SittingState
from quiz.sittings.models import Sitting

#: More earlier assessments than that are not offered to be shared.
MOST_SHAREABLE = 50


def find_join_link(session: Session, secret: str, *, now: datetime) -> JoinLink | None:
    """Return the way to join behind a secret or a typed code, while it works.

    It ends when it expires, is turned off or was used by the one person it was for, and when its cohort is archived.
    """
    hashes = {secret_hash(secret), secret_hash(tidy_join_code(secret))}
    return session.scalar(
        select(JoinLink)
        .join(Cohort)
        .where(
            JoinLink.secret_hash.in_(hashes),
            JoinLink.expires_at > now,
            JoinLink.revoked_at.is_(None),
            JoinLink.used_at.is_(None),
            Cohort.archived_at.is_(None),
        )
        .options(
            joinedload(JoinLink.cohort, innerjoin=True).joinedload(Cohort.organisation)
        )
    )


def list_open_ways(
    session: Session, cohort: Cohort, *, now: datetime
) -> Sequence[JoinLink]:
    """Return the ways to join a cohort that are for everybody and still work, the latest first."""
    return session.scalars(
        select(JoinLink)
        .where(
            JoinLink.cohort_id == cohort.id,
            JoinLink.member_id.is_(None),
            JoinLink.expires_at > now,
            JoinLink.revoked_at.is_(None),
        )
        .order_by(JoinLink.created_at.desc(), JoinLink.id.desc())
    ).all()


def find_way(session: Session, cohort: Cohort, key: str) -> JoinLink | None:
    """Return one way to join a cohort by the key that names it."""
    return session.scalar(
        select(JoinLink).where(JoinLink.cohort_id == cohort.id, JoinLink.key == key)
    )


def list_memberships_of(session: Session, person_id: int) -> Sequence[CohortMember]:
    """Return the entries as which a person takes part in cohorts, the latest first."""
    return session.scalars(
        select(CohortMember)
        .join(Cohort)
        .where(
            CohortMember.person_id == person_id,
            CohortMember.joined_at.is_not(None),
            CohortMember.left_at.is_(None),
        )
        .options(
            joinedload(CohortMember.cohort, innerjoin=True).joinedload(
                Cohort.organisation
            )
        )
        .order_by(CohortMember.joined_at.desc(), CohortMember.id.desc())
    ).all()


def find_membership_by_key(
    session: Session, key: str, person_id: int, *, lock: bool = False
) -> CohortMember | None:
    """Return the entry with this key as which a person takes part; None once they have left."""
    statement = (
        select(CohortMember)
        .where(
            CohortMember.key == key,
            CohortMember.person_id == person_id,
            CohortMember.joined_at.is_not(None),
            CohortMember.left_at.is_(None),
        )
        .options(
            joinedload(CohortMember.cohort, innerjoin=True).joinedload(
                Cohort.organisation
            )
        )
    )
    return session.scalar(
        statement.with_for_update(of=CohortMember) if lock else statement
    )


def list_shared(session: Session, member: CohortMember) -> Sequence[SharedSitting]:
    """Return which earlier sittings a member shares."""
    return session.scalars(
        select(SharedSitting).where(SharedSitting.member_id == member.id)
    ).all()


def list_shareable(session: Session, member: CohortMember) -> Sequence[Sitting]:
    """Return the finished sittings of a member that are no checks of this cohort, the latest first."""
    checks = (
        select(CheckSitting.sitting_id)
        .join(CohortCheck)
        .where(CohortCheck.cohort_id == member.cohort_id)
    )
    return session.scalars(
        select(Sitting)
        .where(
            Sitting.person_id == member.person_id,
            Sitting.state == SittingState.FINISHED,
            Sitting.mode == SittingMode.FULL,
            Sitting.id.not_in(checks),
        )
        .order_by(Sitting.finished_at.desc(), Sitting.id.desc())
        .limit(MOST_SHAREABLE)
    ).all()
