"""Reads about accounts and the browsers that are signed in to them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.sessions.models import (
    Account,
    AccountClaim,
    AccountSession,
    SignInMethod,
)
from quiz.core.db import mapped_table
from quiz.core.keys import secret_hash

_person, _account = mapped_table(Person), mapped_table(Account)
_session = mapped_table(AccountSession)
# Every request of a signed-in browser asks this: put together once, and without a mapped object.
_SIGNED_IN = (
    select(
        _person.c.id,
        _person.c.key,
        _person.c.seen_on,
        _account.c.id,
        _account.c.key,
        _account.c.email,
        _account.c.sign_in_name,
        _account.c.name,
        _session.c.id,
        _session.c.method,
        _session.c.is_two_step,
        _session.c.used_at,
        _session.c.authenticated_at,
    )
    .select_from(_session)
    .join(_account)
    .join(_person)
    .where(
        _session.c.secret_hash == bindparam("hashed"),
        _session.c.expires_at > bindparam("now"),
        _session.c.idle_until > bindparam("now"),
        _account.c.disabled_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """The account a browser is signed in to, in the little that every request needs."""

    id: int
    key: str
    email: str | None
    sign_in_name: str | None
    name: str | None
    session_id: int
    method: SignInMethod
    is_two_step: bool
    #: When the session was last seen.
    used_at: datetime
    #: When the person last showed who they are.
    authenticated_at: datetime

    @property
    def display_name(self) -> str:
        """How pages call the person."""
        return self.name or self.login_name

    @property
    def login_name(self) -> str:
        """What the person types to sign in: the email address, or the name of somebody without one."""
        return self.email or self.sign_in_name or ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a session: the person and their account."""

    person_id: int
    person_key: str
    seen_on: date
    account: KnownAccount


def find_signed_in(session: Session, secret: str, *, now: datetime) -> SignedIn | None:
    """Return who is signed in with the session of `secret`, unless it has ended."""
    row = (
        session.connection()
        .execute(_SIGNED_IN, {"hashed": secret_hash(secret), "now": now})
        .first()
    )
    if row is None:
        return None
    person_id, person_key, seen_on, *of_account = row
    return SignedIn(person_id, person_key, seen_on, KnownAccount(*of_account))


def find_account_by_email(session: Session, email: str) -> Account | None:
    """Return the account with this address, written as `normalise_email` writes it."""
    return session.scalar(select(Account).where(Account.email == email))


def find_account_by_sign_in_name(session: Session, name: str) -> Account | None:
    """Return the account with this sign-in name, written as `normalise_sign_in_name` writes it."""
    return session.scalar(select(Account).where(Account.sign_in_name == name))


def find_account(session: Session, key: str) -> Account | None:
    """Return the account with this public key."""
    return session.scalar(select(Account).where(Account.key == key))


def find_account_of_person(session: Session, person_id: int) -> Account | None:
    """Return the account that a person owns."""
    return session.scalar(select(Account).where(Account.person_id == person_id))


def list_accounts(session: Session) -> list[Account]:
    """Return all accounts by email address; those without one come last or first, by sign-in name."""
    return list(
        session.scalars(select(Account).order_by(Account.email, Account.sign_in_name))
    )


def list_account_sessions(
    session: Session, account_id: int, *, now: datetime
) -> list[AccountSession]:
    """Return the browsers that are signed in to an account, the one used last first."""
    return list(
        session.scalars(
            select(AccountSession)
            .where(
                AccountSession.account_id == account_id,
                AccountSession.expires_at > now,
                AccountSession.idle_until > now,
            )
            .order_by(AccountSession.used_at.desc(), AccountSession.id.desc())
        )
    )


def find_account_session(
    session: Session, account_id: int, key: str
) -> AccountSession | None:
    """Return one signed-in browser of an account."""
    return session.scalar(
        select(AccountSession).where(
            AccountSession.account_id == account_id, AccountSession.key == key
        )
    )


def list_account_claims(session: Session, account_id: int) -> list[AccountClaim]:
    """Return what came from browsers into an account, the latest first."""
    return list(
        session.scalars(
            select(AccountClaim)
            .where(AccountClaim.account_id == account_id)
            .order_by(AccountClaim.claimed_at.desc())
        )
    )
