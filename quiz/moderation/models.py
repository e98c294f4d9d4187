"""What becomes of faulty questions: reports of problems, and rescorings of existing results."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quiz.core.db import Base, LongText, PrimaryKey, ShortText
from quiz.core.json_column import JsonColumn
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.sittings.enums import ProblemKind


@dataclass(frozen=True)
class RescoredArea:
    """The level and statement of an area before and after a question was left out."""

    before: float
    after: float
    was: MasteryStatement
    now: Annotated[MasteryStatement, Field(alias="is")]


class ProblemReport(Base):
    """Somebody reports a problem with a question. The report goes when the person is deleted."""

    __tablename__ = "problem_report"

    id: Mapped[PrimaryKey]
    question_version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id"), index=True
    )
    #: Who wrote it; None: it is from the time before this was kept.
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[ProblemKind]
    note: Mapped[LongText]
    created_at: Mapped[datetime]


class Rescoring(Base):
    """A faulty question was left out of existing results."""

    __tablename__ = "rescoring"

    id: Mapped[PrimaryKey]
    question_key: Mapped[ShortText]
    why: Mapped[LongText]
    created_at: Mapped[datetime]
    #: When it was undone; None: it still applies.
    undone_at: Mapped[datetime | None]


class RescoredResult(Base):
    """What a rescoring did to one result."""

    __tablename__ = "rescored_result"
    __table_args__ = (UniqueConstraint("rescoring_id", "sitting_id"),)

    id: Mapped[PrimaryKey]
    rescoring_id: Mapped[int] = mapped_column(
        ForeignKey("rescoring.id", ondelete="CASCADE")
    )
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE"), index=True
    )
    #: By area.
    changes: Mapped[dict[str, RescoredArea]] = mapped_column(
        JsonColumn(dict[str, RescoredArea])
    )

    rescoring: Mapped[Rescoring] = relationship(lazy="joined", innerjoin=True)
