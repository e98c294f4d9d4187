"""Which sittings are seen by instructors: those of a check, and earlier ones that a member chose to share.

The dates and the word `supervised` are on the sitting itself, which is taken, closed and shown without a cohort.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.cohorts.models import CohortCheck, CohortMember
from quiz.core.db import Base, PrimaryKey
from quiz.sittings.models import Sitting


class CheckSitting(Base):
    """The sitting in which a member takes a check. There is one of each."""

    __tablename__ = "check_sitting"
    __table_args__ = (UniqueConstraint("check_id", "member_id"),)

    id: Mapped[PrimaryKey]
    check_id: Mapped[int] = mapped_column(
        ForeignKey("cohort_check.id", ondelete="CASCADE")
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("cohort_member.id", ondelete="CASCADE"), index=True
    )
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), unique=True
    )

    check: Mapped[CohortCheck] = relationship()
    member: Mapped[CohortMember] = relationship()
    sitting: Mapped[Sitting] = relationship()


class SharedSitting(Base):
    """A sitting from before that a member lets the instructors of a cohort see."""

    __tablename__ = "shared_sitting"
    __table_args__ = (UniqueConstraint("member_id", "sitting_id"),)

    id: Mapped[PrimaryKey]
    member_id: Mapped[int] = mapped_column(
        ForeignKey("cohort_member.id", ondelete="CASCADE")
    )
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), index=True
    )
    shared_at: Mapped[datetime]

    member: Mapped[CohortMember] = relationship()
    sitting: Mapped[Sitting] = relationship()
