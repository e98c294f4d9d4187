"""Tokens with which a program reads the cohorts of one organisation on behalf of an instructor."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.accounts.sessions.models import Account
from quiz.core.db import (
    Base,
    PrimaryKey,
    PublicKey,
    SecretHash,
    ShortText,
    TextList,
)
from quiz.organisations.models import Organisation


class ApiToken(Base):
    """A token of an instructor for one organisation. It is worth nothing once they are no instructor there."""

    __tablename__ = "api_token"

    id: Mapped[PrimaryKey]
    #: Names the token in its owner's list; it gives no access.
    key: Mapped[PublicKey]
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    #: What its owner calls it.
    name: Mapped[ShortText]
    secret_hash: Mapped[SecretHash]
    #: What may be read with it, in words.
    scopes: Mapped[TextList]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: Day of the last use.
    used_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account] = relationship()
