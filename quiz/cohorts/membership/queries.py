"""Reads about people who take part in one cohort twice."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from quiz.cohorts.checks.models import CheckSitting
from quiz.cohorts.models import CohortCheck, CohortMember
from quiz.sittings.models import Sitting


def list_doubled_memberships(
    session: Session, person_id: int, other_id: int
) -> Sequence[tuple[CohortMember, CohortMember]]:
    """Return the entries of two people in cohorts that both have joined."""
    theirs = aliased(CohortMember)
    rows = session.execute(
        select(CohortMember, theirs)
        .join(theirs, theirs.cohort_id == CohortMember.cohort_id)
        .where(CohortMember.person_id == person_id, theirs.person_id == other_id)
    )
    return [(ours, others) for ours, others in rows]


def list_check_links(session: Session, member: CohortMember) -> Sequence[CheckSitting]:
    """Return which sittings an entry takes checks in."""
    return session.scalars(
        select(CheckSitting).where(CheckSitting.member_id == member.id)
    ).all()


def list_unlinked_sittings(
    session: Session, member: CohortMember
) -> Sequence[tuple[int, int]]:
    """Return check and sitting of what a person took for checks of a cohort before they joined as this entry."""
    linked = select(CheckSitting.sitting_id)
    rows = session.execute(
        select(CohortCheck.id, Sitting.id)
        .join(Sitting, Sitting.assignment_key == CohortCheck.key)
        .where(
            CohortCheck.cohort_id == member.cohort_id,
            Sitting.person_id == member.person_id,
            Sitting.id.not_in(linked),
        )
    )
    return [(check_id, sitting_id) for check_id, sitting_id in rows]
