"""Writes about accounts and their sessions: create, sign in, rotate, end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, PersonSecret, ResumeToken
from quiz.accounts.queries import count_belongings
from quiz.accounts.services import Settle, join_people
from quiz.accounts.sessions.models import (
    Account,
    AccountClaim,
    AccountSession,
    SignInMethod,
)
from quiz.core.keys import new_secret, public_key, secret_hash

#: A session ends after this time, whatever happens in it.
LIFETIME = timedelta(hours=12)
#: A session ends after this time without a request.
IDLE_TIME = timedelta(hours=2)
#: The same for a browser that the person asked to stay signed in.
KEPT_LIFETIME = timedelta(days=30)
KEPT_IDLE_TIME = timedelta(days=14)
#: How exactly the last use of a session is kept; each note of it costs a write.
USE_PRECISION = timedelta(minutes=5)


@dataclass(frozen=True)
class AccountDetails:
    """What is known of somebody who gets an account."""

    email: str | None = None
    #: Of somebody without an email address.
    sign_in_name: str | None = None
    name: str | None = None
    password_hash: str | None = None
    is_email_verified: bool = False
    #: The answer to the question of age; None: was not asked.
    is_old_enough: bool | None = None


def create_account(
    session: Session, person: Person, details: AccountDetails, *, now: datetime
) -> Account:
    """Let a person own an account. The secrets, links and codes by which they were known until now end."""
    account = Account(
        key=public_key(),
        person_id=person.id,
        email=details.email,
        sign_in_name=details.sign_in_name,
        name=details.name,
        password_hash=details.password_hash,
        credentials_version=1,
        password_changed_at=now if details.password_hash else None,
        email_verified_at=now if details.is_email_verified else None,
        is_old_enough=details.is_old_enough,
        age_asked_on=now.date() if details.is_old_enough is not None else None,
        created_at=now,
        disabled_at=None,
    )
    session.add(account)
    end_anonymous_ways(session, person)
    # Whoever was given the account needs its number; a second one for the same address fails here.
    session.flush()
    return account


def end_anonymous_ways(session: Session, person: Person) -> None:
    """End every way by which somebody is known without signing in: browsers, links, codes."""
    for model in (PersonSecret, ResumeToken):
        session.execute(delete(model).where(model.person_id == person.id))


def claim_person(
    session: Session, account: Account, other: Person, *, settle: Settle, now: datetime
) -> AccountClaim | None:
    """Move everything of an anonymous person into an account; return what came, None when somebody was faster."""
    # Of two accounts that claim one person at the same time, the second waits here and finds nobody.
    held = session.get(Person, other.id, with_for_update=True, populate_existing=True)
    if held is None or held.id == account.person_id:
        return None
    claim = AccountClaim(
        account_id=account.id,
        claimed_at=now,
        counts=dict(count_belongings(session, held.id)),
    )
    end_anonymous_ways(session, held)
    join_people(session, account.person, held, settle=settle, now=now)
    session.add(claim)
    return claim


def start_account_session(
    session: Session,
    account: Account,
    *,
    method: SignInMethod,
    device: str,
    now: datetime,
    is_kept: bool = False,
    is_two_step: bool = False,
) -> str:
    """Sign a browser in; return the secret for its cookie. `is_kept` lets it last for weeks."""
    secret = new_secret()
    idle = KEPT_IDLE_TIME if is_kept else IDLE_TIME
    session.add(
        AccountSession(
            key=public_key(),
            account_id=account.id,
            secret_hash=secret_hash(secret),
            method=method,
            is_two_step=is_two_step,
            name=device,
            created_at=now,
            used_at=now,
            authenticated_at=now,
            idle_minutes=int(idle.total_seconds() // 60),
            idle_until=now + idle,
            expires_at=now + (KEPT_LIFETIME if is_kept else LIFETIME),
        )
    )
    return secret


def rotate_account_session(session: Session, session_id: int) -> tuple[str, bool]:
    """Give a signed-in browser a new secret; a copy of the old cookie stops working.

    Returns the secret, and whether the browser stays signed in for weeks.
    """
    secret, row = new_secret(), session.get_one(AccountSession, session_id)
    row.secret_hash = secret_hash(secret)
    return secret, row.expires_at - row.created_at > LIFETIME


def confirm_account_session(
    session: Session, session_id: int, *, now: datetime
) -> None:
    """Note that the person behind a session has shown again who they are."""
    session.get_one(AccountSession, session_id).authenticated_at = now


def mark_two_step(session: Session, session_id: int) -> None:
    """Note that the person behind a session has shown two things."""
    session.get_one(AccountSession, session_id).is_two_step = True


def end_account_session(session: Session, session_id: int) -> None:
    """Sign one browser out."""
    session.execute(delete(AccountSession).where(AccountSession.id == session_id))


def end_account_sessions(
    session: Session, account_id: int, *, except_id: int | None = None
) -> None:
    """Sign every browser out of an account, perhaps but for one."""
    over = delete(AccountSession).where(AccountSession.account_id == account_id)
    if except_id is not None:
        over = over.where(AccountSession.id != except_id)
    session.execute(over)


def record_session_use(session: Session, session_id: int, *, now: datetime) -> None:
    """Remember that a session is in use, which puts off its idle end."""
    row = session.get(AccountSession, session_id)
    if row is not None and now - row.used_at >= USE_PRECISION:
        row.used_at = now
        row.idle_until = now + timedelta(minutes=row.idle_minutes)


def change_name(account: Account, name: str | None) -> None:
    """Store what somebody wants to be called; nothing takes the name away."""
    account.name = name or None


def change_password(account: Account, password_hash: str, *, now: datetime) -> None:
    """Store a new password; one-time links made before stop working."""
    account.password_hash = password_hash
    account.password_changed_at = now
    account.credentials_version += 1


def replace_password_hash(
    session: Session, account_id: int, *, old: str, new: str
) -> None:
    """Store the same password under newer parameters, unless it was changed meanwhile."""
    session.execute(
        update(Account)
        .where(Account.id == account_id, Account.password_hash == old)
        .values(password_hash=new)
        .execution_options(synchronize_session=False)
    )


def void_credentials(account: Account) -> None:
    """Let one-time links made before now stop working."""
    account.credentials_version += 1


def set_account_disabled(
    session: Session, account: Account, *, disabled: bool, now: datetime
) -> None:
    """Close an account, which signs every browser out, or open it again."""
    account.disabled_at = now if disabled else None
    if disabled:
        void_credentials(account)
        end_account_sessions(session, account.id)
