"""Organisations (a school, a company), who belongs to them, and roles on the whole site."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.accounts.sessions.models import Account
from quiz.core.db import WORD_LENGTH, Base, PrimaryKey, PublicKey, ShortText


class RoleSource(StrEnum):
    """Who gave a role. What a provider of identity gave, it takes away as well; it touches no other."""

    HAND = "hand"
    PROVIDER = "provider"


class SiteRoleName(StrEnum):
    """What somebody may do on the whole site."""

    #: Looks after accounts, organisations and settings.
    ADMINISTRATOR = "administrator"
    #: Writes questions.
    AUTHOR = "author"


class MemberRole(StrEnum):
    """What somebody may do in one organisation."""

    #: Leads cohorts of learners.
    INSTRUCTOR = "instructor"


class Organisation(Base):
    """A school or a company. Nothing of one is visible to another."""

    __tablename__ = "organisation"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    name: Mapped[str] = mapped_column(String(WORD_LENGTH), unique=True)
    #: In which its days and hours are told, by the IANA name.
    time_zone: Mapped[ShortText] = mapped_column(server_default="UTC", default="UTC")
    created_at: Mapped[datetime]


class Membership(Base):
    """An account's role in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("organisation_id", "account_id", "role"),)

    id: Mapped[PrimaryKey]
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[MemberRole]
    source: Mapped[RoleSource]
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account] = relationship()


class SiteRole(Base):
    """An account's role on the whole site. Nobody needs one to take the quiz."""

    __tablename__ = "site_role"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[SiteRoleName]
    source: Mapped[RoleSource]
    created_at: Mapped[datetime]

    account: Mapped[Account] = relationship()
