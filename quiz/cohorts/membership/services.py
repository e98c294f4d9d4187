"""Writes for people who take part in one cohort twice, or who join again."""

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.cohorts.checks.models import CheckSitting
from quiz.cohorts.membership import queries
from quiz.cohorts.models import CohortMember


def link_earlier_sittings(session: Session, member: CohortMember) -> None:
    """Let instructors see again what a person took for checks of this cohort, as another entry or before they undid it."""
    for check_id, sitting_id in queries.list_unlinked_sittings(session, member):
        session.add(
            CheckSitting(check_id=check_id, member_id=member.id, sitting_id=sitting_id)
        )
    session.flush()


def settle_memberships(session: Session, keeper: Person, other: Person) -> None:
    """Make one entry of two where two people who become one are both in a cohort.

    The keeper's stays. It takes over the checks that only the other one took, and what the roster says of that one
    where it says nothing of the keeper's.
    """
    for ours, theirs in queries.list_doubled_memberships(session, keeper.id, other.id):
        taken = {one.check_id for one in queries.list_check_links(session, ours)}
        for link in queries.list_check_links(session, theirs):
            if link.check_id not in taken:
                link.member_id = ours.id
        session.flush()
        known = (theirs.external_id, theirs.email, theirs.group_name, theirs.extra_days)
        name = theirs.name
        session.delete(theirs)
        # Number and address are free again before they are taken over.
        session.flush()
        if ours.external_id is None and ours.email is None and any(known[:2]):
            ours.name = name
        ours.external_id = ours.external_id or known[0]
        ours.email = ours.email or known[1]
        ours.group_name = ours.group_name or known[2]
        ours.extra_days = max(ours.extra_days, known[3])
    session.flush()
