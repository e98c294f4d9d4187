"""Notes of instructors about a member, and evidence that they have looked at."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.accounts.sessions.models import Account
from quiz.cohorts.models import CohortMember
from quiz.core.db import Base, LongText, PrimaryKey, PublicKey
from quiz.results.models import Evidence


class InstructorNote(Base):
    """What an instructor wrote about a member. The member can read it."""

    __tablename__ = "instructor_note"

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    member_id: Mapped[int] = mapped_column(
        ForeignKey("cohort_member.id", ondelete="CASCADE"), index=True
    )
    #: Who wrote it; None: the account is gone.
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[LongText]
    created_at: Mapped[datetime]

    member: Mapped[CohortMember] = relationship()
    author: Mapped[Account | None] = relationship()


class EvidenceSignOff(Base):
    """An instructor has looked at a piece of evidence and says that it shows what it claims."""

    __tablename__ = "evidence_sign_off"
    __table_args__ = (UniqueConstraint("evidence_id", "member_id"),)

    id: Mapped[PrimaryKey]
    evidence_id: Mapped[int] = mapped_column(
        ForeignKey("evidence.id", ondelete="CASCADE")
    )
    #: The entry of the roster, and so the cohort, in which it was signed off.
    member_id: Mapped[int] = mapped_column(
        ForeignKey("cohort_member.id", ondelete="CASCADE"), index=True
    )
    #: Who it was; None: the account is gone.
    signed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    signed_at: Mapped[datetime]

    evidence: Mapped[Evidence] = relationship()
    member: Mapped[CohortMember] = relationship()
    signed_by: Mapped[Account | None] = relationship()
