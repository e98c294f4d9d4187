"""Accounts, which some people own, and the browsers that are signed in to them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.accounts.models import Person
from quiz.core.db import (
    Base,
    PrimaryKey,
    PublicKey,
    SecretHash,
    ShortText,
    StoredObject,
)

EMAIL_LENGTH = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets


class Account(Base):
    """What a person signs in to. A person has at most one; most people have none."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "email IS NOT NULL OR sign_in_name IS NOT NULL", "has_a_way_in"
        ),
    )

    id: Mapped[PrimaryKey]
    #: Names the account in addresses; no way in.
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    #: In small letters, so that one address is one account; None: the person signs in with a name.
    email: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH), unique=True)
    #: For people without an email address, in small letters and without `@`; None: the address is enough.
    sign_in_name: Mapped[ShortText | None] = mapped_column(unique=True)
    #: What the person wants to be called; None: the email address says who it is.
    name: Mapped[ShortText | None]
    #: Argon2id; None for somebody who signs in by other means only.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    #: Goes up when a password or another way in changes; one-time links of an older version are void.
    credentials_version: Mapped[int] = mapped_column(default=1)
    password_changed_at: Mapped[datetime | None]
    #: When the address was shown to be theirs.
    email_verified_at: Mapped[datetime | None]
    #: The answer to the question of age, and its day. The date of birth is not stored. None: was not asked.
    is_old_enough: Mapped[bool | None]
    age_asked_on: Mapped[date | None]
    created_at: Mapped[datetime]
    #: Set by an administrator: nobody gets in, nothing is deleted.
    disabled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @property
    def display_name(self) -> str:
        """How pages call the person."""
        return self.name or self.login_name

    @property
    def login_name(self) -> str:
        """What the person types to sign in: the email address, or the name of somebody without one."""
        return self.email or self.sign_in_name or ""


class SignInMethod(StrEnum):
    """How somebody showed who they are."""

    PASSWORD = "password"  # noqa: S105  # a word for a method
    #: A one-time link, by email or from an administrator.
    LINK = "link"
    IDENTITY_PROVIDER = "provider"


class AccountSession(Base):
    """A browser that is signed in. Its secret is in a cookie; the row ends it everywhere at once."""

    __tablename__ = "account_session"

    id: Mapped[PrimaryKey]
    #: Names the session in its owner's list; no way in.
    key: Mapped[PublicKey]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[SecretHash]
    method: Mapped[SignInMethod]
    #: Whether two things were shown: the password, and a code or a key.
    is_two_step: Mapped[bool]
    #: What the browser is, roughly: `Firefox on Linux`.
    name: Mapped[ShortText]
    created_at: Mapped[datetime]
    #: When it was last seen, to a few minutes.
    used_at: Mapped[datetime]
    #: When the person last showed who they are; what is sensitive asks for it again.
    authenticated_at: Mapped[datetime]
    #: Minutes without a request after which it ends.
    idle_minutes: Mapped[int]
    idle_until: Mapped[datetime]
    #: When it ends in any case.
    expires_at: Mapped[datetime] = mapped_column(index=True)

    account: Mapped[Account] = relationship()


class AccountClaim(Base):
    """What came from a browser into an account, and when; the account's page lists it."""

    __tablename__ = "account_claim"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    claimed_at: Mapped[datetime]
    #: Table -> how many rows came.
    counts: Mapped[StoredObject]
