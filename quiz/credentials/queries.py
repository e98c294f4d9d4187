"""Reads about what people show who they are with."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.core.keys import secret_hash
from quiz.credentials.models import (
    AccountLink,
    LinkPurpose,
    RecoveryCode,
    SecondFactor,
)


@dataclass(frozen=True, slots=True)
class StoredPassword:
    """What a password is checked against, without the row it is in."""

    account_id: int
    hash: str


def find_stored_password(session: Session, login_name: str) -> StoredPassword | None:
    """Return what to check a password against; None where nobody may sign in by one.

    An email address has an `@` and a sign-in name has none, so that no word is both.
    """
    row = session.execute(
        select(Account.id, Account.password_hash).where(
            or_(Account.email == login_name, Account.sign_in_name == login_name),
            Account.disabled_at.is_(None),
            Account.password_hash.is_not(None),
        )
    ).first()
    return StoredPassword(row[0], row[1]) if row and row[1] else None


def find_link(
    session: Session, purpose: LinkPurpose, secret: str
) -> AccountLink | None:
    """Return the one-time link of a secret; whether it still works is for `is_link_live` to say."""
    return session.scalar(
        select(AccountLink).where(
            AccountLink.secret_hash == link_hash(purpose, secret),
            AccountLink.purpose == purpose,
        )
    )


def link_hash(purpose: LinkPurpose, secret: str) -> str:
    """Return the hash under which a one-time link is stored: of its purpose, too."""
    return secret_hash(f"{purpose}:{secret}")


def find_second_factor(session: Session, account_id: int) -> SecondFactor | None:
    """Return the second factor of an account, confirmed or not."""
    return session.scalar(
        select(SecondFactor).where(SecondFactor.account_id == account_id)
    )


def has_second_factor(session: Session, account_id: int) -> bool:
    """Say whether signing in to an account asks for a code."""
    factor = find_second_factor(session, account_id)
    return factor is not None and factor.confirmed_at is not None


def count_recovery_codes(session: Session, account_id: int) -> int:
    """Return how many recovery codes are left."""
    return (
        session.scalar(
            select(func.count())
            .select_from(RecoveryCode)
            .where(
                RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
            )
        )
        or 0
    )
