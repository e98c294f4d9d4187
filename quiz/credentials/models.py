"""What people show who they are with, besides the password: one-time links, a second factor, other identities."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.accounts.sessions.models import EMAIL_LENGTH, Account
from quiz.core.db import Base, LongText, PrimaryKey, SecretHash


class LinkPurpose(StrEnum):
    """What a one-time link is for. A link works for its own purpose alone."""

    SIGN_UP = "sign-up"
    #: Choose a password: a forgotten one, or the first.
    PASSWORD = "password"  # noqa: S105  # a word for a purpose
    CHANGE_EMAIL = "change-email"


class AccountLink(Base):
    """A one-time link that was sent by email or shown once. The link itself is not stored."""

    __tablename__ = "account_link"

    id: Mapped[PrimaryKey]
    purpose: Mapped[LinkPurpose]
    #: SHA-256 of purpose and secret together.
    secret_hash: Mapped[SecretHash]
    #: Whose link it is; None before there is an account.
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    #: The address that it was sent to and shows to be theirs; None for a link that was shown on a screen.
    email: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH))
    #: `Account.credentials_version` at that time; the link is void once it is another.
    credentials_version: Mapped[int | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()


class SecondFactor(Base):
    """The key that an account shares with an app that shows codes (TOTP, RFC 6238)."""

    __tablename__ = "second_factor"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), unique=True
    )
    #: The shared key, encrypted with a key derived from the secret of the site.
    sealed_key: Mapped[LongText]
    created_at: Mapped[datetime]
    #: When a first code from the app was right; until then it is not asked for.
    confirmed_at: Mapped[datetime | None]
    #: The time step of the last code that was used; a code works once.
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code to get in without the app, once."""

    __tablename__ = "recovery_code"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    secret_hash: Mapped[SecretHash]
    used_at: Mapped[datetime | None]


class ProviderIdentity(Base):
    """Who an account is at a provider of identity (OpenID Connect)."""

    __tablename__ = "provider_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]

    account: Mapped[Account] = relationship()
