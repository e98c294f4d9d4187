"""What administrators and operators do about accounts, each thing kept for the account's owner to read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.services import create_bare_person
from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.queries import find_account_by_email
from quiz.accounts.sessions.services import (
    AccountDetails,
    create_account,
    end_account_sessions,
    set_account_disabled,
)
from quiz.credentials.models import LinkPurpose
from quiz.credentials.second_factor.services import remove_second_factor
from quiz.credentials.services import INVITATION_LIFETIME, create_link
from quiz.errors import NotNow
from quiz.organisations import services as roles
from quiz.organisations.models import (
    MemberRole,
    Membership,
    Organisation,
    SiteRole,
    SiteRoleName,
)
from quiz.privacy.models import ActorRole, AuditAction
from quiz.privacy.services import record_audit


@dataclass(frozen=True)
class Caretaker:
    """Who looks after accounts: an administrator, or the operator at the command line."""

    role: ActorRole
    account_id: int | None = None


OPERATOR = Caretaker(ActorRole.OPERATOR)


def ensure_account(session: Session, email: str, *, now: datetime) -> Account:
    """Return the account of an address, made without a password when there is none."""
    account = find_account_by_email(session, email)
    if account is not None:
        return account
    person = create_bare_person(session, now=now)
    return create_account(session, person, AccountDetails(email=email), now=now)


def hand_out_link(
    session: Session, account: Account, by: Caretaker, *, now: datetime
) -> str:
    """Return the secret of a link to choose a password.

    Raises
    ------
    NotNow
        When the account is closed.
    """
    if account.disabled_at is not None:
        raise NotNow(f"The account of {account.login_name} is closed. Open it first.")
    secret = create_link(
        session,
        LinkPurpose.PASSWORD,
        account=account,
        now=now,
        lifetime=INVITATION_LIFETIME,
    )
    _record(session, account, AuditAction.MADE_SIGN_IN_LINK, by, now)
    return secret


def give_site_role(
    session: Session,
    account: Account,
    role: SiteRoleName,
    by: Caretaker,
    *,
    now: datetime,
) -> None:
    """Give a role on the whole site."""
    if roles.grant_site_role(session, account, role, now=now):
        _record(session, account, AuditAction.GAVE_ROLE, by, now)


def make_instructor(
    session: Session,
    account: Account,
    organisation: Organisation,
    by: Caretaker,
    *,
    now: datetime,
) -> None:
    """Let somebody be an instructor of an organisation."""
    role = MemberRole.INSTRUCTOR
    if roles.grant_membership(session, account, organisation, role, now=now):
        _record(session, account, AuditAction.GAVE_ROLE, by, now)


def take_role(
    session: Session,
    account: Account,
    held: SiteRole | Membership,
    by: Caretaker,
    *,
    now: datetime,
) -> None:
    """Take a role away.

    Raises
    ------
    NotNow
        When nobody would be left to look after the site.
    """
    roles.revoke_role(session, held)
    _record(session, account, AuditAction.TOOK_ROLE, by, now)


def sign_out_everywhere(
    session: Session, account: Account, by: Caretaker, *, now: datetime
) -> None:
    """Sign every browser out of an account."""
    end_account_sessions(session, account.id)
    _record(session, account, AuditAction.SIGNED_OUT, by, now)


def take_second_step(
    session: Session, account: Account, by: Caretaker, *, now: datetime
) -> None:
    """Let somebody in without a code who lost the app and the recovery codes."""
    remove_second_factor(session, account)
    end_account_sessions(session, account.id)
    _record(session, account, AuditAction.REMOVED_SECOND_FACTOR, by, now)


def close_account(
    session: Session, account: Account, by: Caretaker, *, now: datetime
) -> None:
    """Close an account: its browsers are signed out and nobody gets in. Nothing is deleted."""
    set_account_disabled(session, account, disabled=True, now=now)
    _record(session, account, AuditAction.CLOSED_ACCOUNT, by, now)


def open_account(
    session: Session, account: Account, by: Caretaker, *, now: datetime
) -> None:
    """Open an account again that was closed."""
    set_account_disabled(session, account, disabled=False, now=now)
    _record(session, account, AuditAction.OPENED_ACCOUNT, by, now)


def _record(
    session: Session,
    account: Account,
    action: AuditAction,
    by: Caretaker,
    now: datetime,
) -> None:
    record_audit(
        session,
        account.person_id,
        action,
        by.role,
        now=now,
        actor_account_id=by.account_id,
    )
