"""Writes about entries of a roster: change, remove, and a new way to sign in for somebody who lost theirs."""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.services import end_account_sessions
from quiz.cohorts.joining.queries import list_memberships_of
from quiz.cohorts.models import CohortMember
from quiz.credentials.models import LinkPurpose
from quiz.credentials.services import INVITATION_LIFETIME, create_link
from quiz.errors import NotNow
from quiz.organisations.queries import LEARNER, find_roles


def change_entry(
    member: CohortMember,
    *,
    name: str,
    external_id: str | None,
    email: str | None,
    group_name: str | None,
) -> bool:
    """Store what an instructor knows of somebody; say whether anything changed."""
    before = member.name, member.external_id, member.email, member.group_name
    after = name, external_id or None, email or None, group_name or None
    member.name, member.external_id, member.email, member.group_name = after
    return before != after


def remove_entry(session: Session, member: CohortMember) -> None:
    """Take an entry off the roster. The person's assessments stay theirs; instructors no longer see them."""
    session.delete(member)


def hand_out_password_link(
    session: Session, account: Account, organisation_id: int, *, now: datetime
) -> str:
    """Return the secret of a link with which a learner chooses a new password; all their browsers are signed out.

    Whoever has the link is the person from then on. So it is for accounts without an email address alone, whose owners
    cannot help themselves, and only where no other organisation has to do with them.

    Raises
    ------
    NotNow
        When it is another kind of account.
    """
    if account.email is not None:
        raise NotNow(
            "This person has an email address and can choose a new password with “I forgot my password”."
        )
    joined = list_memberships_of(session, account.person_id)
    if {one.cohort.organisation_id for one in joined} != {organisation_id}:
        raise NotNow(
            "This person is in a cohort of another organisation as well. Ask an administrator."
        )
    if account.disabled_at is not None:
        raise NotNow("This account is closed. An administrator can open it.")
    if find_roles(session, account.id) != LEARNER:
        raise NotNow(
            "This account belongs to an instructor, an author or an administrator. Only an administrator can reset it."
        )
    end_account_sessions(session, account.id)
    return create_link(
        session,
        LinkPurpose.PASSWORD,
        account=account,
        now=now,
        lifetime=INVITATION_LIFETIME,
    )
