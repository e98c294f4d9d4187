"""What people agreed to, and what people with a role saw or did about them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, PrimaryKey, ShortText

#: Of what the privacy page says; it changes with the words.
PRIVACY_NOTICE_VERSION = "2026-11-29"


class ConsentSubject(StrEnum):
    """What somebody can agree to."""

    #: What the privacy page says, when an account is made.
    PRIVACY_NOTICE = "privacy-notice"
    #: What instructors see, when somebody joins a cohort.
    COHORT = "cohort"


class Consent(Base):
    """Somebody agreed to something, in the version of the text that they saw."""

    __tablename__ = "consent"

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[ConsentSubject]
    version: Mapped[ShortText]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ActorRole(StrEnum):
    """In which role somebody saw or did something."""

    ADMINISTRATOR = "administrator"
    INSTRUCTOR = "instructor"
    #: Whoever runs the site, on its command line.
    OPERATOR = "operator"


class AuditAction(StrEnum):
    """What somebody with a role saw or did about a person."""

    SAW_ACCOUNT = "saw-account"
    SAW_RESULT = "saw-result"
    SAW_ANSWERS = "saw-answers"
    DOWNLOADED_RESULT = "downloaded-result"
    MADE_SIGN_IN_LINK = "made-sign-in-link"
    GAVE_ROLE = "gave-role"
    TOOK_ROLE = "took-role"
    CLOSED_ACCOUNT = "closed-account"
    OPENED_ACCOUNT = "opened-account"
    SIGNED_OUT = "signed-out"
    REMOVED_SECOND_FACTOR = "removed-second-factor"
    EXPORTED_DATA = "exported-data"
    SAW_LEVELS = "saw-levels"
    DOWNLOADED_LEVELS = "downloaded-levels"
    CHANGED_ENTRY = "changed-entry"
    REMOVED_FROM_COHORT = "removed-from-cohort"
    GAVE_MORE_TIME = "gave-more-time"
    WROTE_NOTE = "wrote-note"
    SIGNED_OFF_EVIDENCE = "signed-off-evidence"


class AuditEntry(Base):
    """One thing that somebody with a role saw or did about a person. It is never changed."""

    __tablename__ = "audit_entry"

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    #: Who it was; None: an operator, or an account that is deleted.
    actor_account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    actor_role: Mapped[ActorRole]
    #: For which organisation an instructor acted.
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL")
    )
    action: Mapped[AuditAction]
    happened_at: Mapped[datetime]
