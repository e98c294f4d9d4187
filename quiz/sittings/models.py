"""One run through the quiz: the sitting, its positions, the answers, and what came out.

A position holds one question: served -> answered (may be changed) -> closed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.item_calibration.services import load_calibration_set
from quiz.bank.models import QuestionVersion
from quiz.bank.questions import Question
from quiz.bank.versions import load_question
from quiz.core.db import Base, LongText, PrimaryKey, PublicKey, ShortText


class Sitting(Base):
    """One run through the quiz by one person for one goal."""

    __tablename__ = "sitting"
    __table_args__ = (
        # Start pressed twice, or on two devices: the second finds the first.
        Index(
            "uq_sitting_open_person_goal_scope",
            "person_id",
            "goal_key",
            "scope",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "goal_key"),
    )

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    goal_key: Mapped[ShortText]
    goal_name: Mapped[ShortText]
    #: Required level (0 to 3) by area, as it stood at the start.
    required: Mapped[dict[str, Any]]
    #: Main language, one of the bank's packs; None: questions for everyone alone.
    language: Mapped[ShortText | None]
    #: `quick`, `standard`, `thorough`, `settle` or `check`.
    length: Mapped[ShortText]
    #: `all` areas, `check`, or the key of the area that is to be settled.
    scope: Mapped[ShortText]
    #: The objectives that a check asks about; None: any.
    objectives: Mapped[list[Any] | None]
    #: The sitting whose result this one goes on from.
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("sitting.id", ondelete="SET NULL")
    )
    #: Whether each question asks how sure the person is.
    asks_confidence: Mapped[bool] = mapped_column(server_default=false(), default=False)
    #: Level (0 to 3) that the person claimed by area before the first question; None: nothing was said.
    claimed: Mapped[dict[str, Any] | None]
    #: How many areas the answers so far settle.
    settled: Mapped[int] = mapped_column(server_default="0", default=0)
    #: What earlier sittings said of the person, as `Prior.as_dict` writes it; None: nothing.
    prior: Mapped[dict[str, Any] | None]
    #: Key of the calibration that it is measured with; None: questions as authored. Calibrations are never
    #: deleted, so no foreign key guards it.
    calibration: Mapped[ShortText | None]
    #: Makes the choice of questions and the order of options repeatable.
    seed: Mapped[int]
    #: Which bank it began with, for the foot of the report.
    bank_version: Mapped[ShortText]
    #: `open` or `finished`.
    state: Mapped[ShortText]
    #: One up with every event; a page that names an older number is stale.
    seq: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    #: `person`: stopped with a question before them; `complete`: nothing was left to ask.
    stop_reason: Mapped[ShortText | None]

    positions: Mapped[list["AttemptItem"]] = relationship(
        back_populates="sitting", order_by="AttemptItem.number", passive_deletes=True
    )
    results: Mapped[list["AreaResult"]] = relationship(passive_deletes=True)

    @property
    def bank_name(self) -> str:
        """Which questions, and which view of their difficulty, a result rests on."""
        if self.calibration is None:
            return self.bank_version
        return f"{self.bank_version}, calibration {self.calibration}"

    @property
    def calibrated(self) -> CalibrationSet | None:
        """What it is measured with; None: questions as authored."""
        if self.calibration is None:
            return None
        session = object_session(self)
        if session is None:
            raise LookupError(f"Sitting {self.key} is in no session.")
        return load_calibration_set(session, self.calibration)

    @property
    def answered(self) -> int:
        """How many answers it holds."""
        return sum(position.answer is not None for position in self.positions)


class AttemptItem(Base):
    """A place in a sitting with its question, fixed when it is served."""

    __tablename__ = "position"
    __table_args__ = (
        # Two requests that serve the next question at once: the first wins.
        UniqueConstraint("sitting_id", "number"),
        UniqueConstraint("sitting_id", "question_version_id"),
    )

    id: Mapped[PrimaryKey]
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE")
    )
    #: From 1, in the order of first serving.
    number: Mapped[int]
    question_version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id"), index=True
    )
    #: Where each shown option stands in the file, in shown order.
    option_order: Mapped[list[Any]]
    #: Names this showing of the question; a new one when the answer may be changed.
    token: Mapped[ShortText]
    #: `served`, `aside` (skipped for now), `answered`, `changing` or `closed`.
    state: Mapped[ShortText]
    skips: Mapped[int]
    #: Left out of the result by a rescoring, because the question was faulty. The answer stays.
    left_out: Mapped[bool] = mapped_column(server_default=false(), default=False)
    served_at: Mapped[datetime]

    sitting: Mapped[Sitting] = relationship(back_populates="positions")
    version: Mapped[QuestionVersion] = relationship(lazy="joined", innerjoin=True)
    answer: Mapped["Answer | None"] = relationship(
        back_populates="position", lazy="joined", passive_deletes=True
    )

    @property
    def question(self) -> Question:
        """The question as it stood when it was served."""
        return load_question(self.version)


class Answer(Base):
    """What was given at one position. One row for each answer, whatever happens on the way."""

    __tablename__ = "answer"

    id: Mapped[PrimaryKey]
    position_id: Mapped[int] = mapped_column(
        ForeignKey("position.id", ondelete="CASCADE"), unique=True
    )
    #: As `bank.marking` reads it, in terms of the file's order, not the shown one.
    given: Mapped[dict[str, Any]]
    dont_know: Mapped[bool]
    #: 0 to 1.
    score: Mapped[float]
    #: `sure`, `think` or `guess`; None: not said. It never moves an estimate.
    confidence: Mapped[ShortText | None]
    #: From serving to answering, pauses included.
    seconds: Mapped[float]
    answered_at: Mapped[datetime]

    position: Mapped[AttemptItem] = relationship(back_populates="answer")


class AreaResult(Base):
    """What a finished sitting says of one area. Later pages total these rows."""

    __tablename__ = "area_result"
    __table_args__ = (UniqueConstraint("sitting_id", "area"),)

    id: Mapped[PrimaryKey]
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE")
    )
    area: Mapped[ShortText]
    #: Ability in logits, and its standard deviation.
    theta: Mapped[float]
    sd: Mapped[float]
    #: Level 0 to 3 with the 80 % band.
    level: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    #: Required level 0 to 3.
    required: Mapped[float]
    #: Chance that the required level is reached.
    p_reached: Mapped[float]
    #: One of the five statements.
    statement: Mapped[ShortText]
    #: Questions asked in this area.
    asked: Mapped[int]
    #: Twenty levels, each as likely as the other.
    quantiles: Mapped[list[Any]]


class ProblemReport(Base):
    """Somebody says that something is wrong with a question. Stays when the person goes."""

    __tablename__ = "problem_report"

    id: Mapped[PrimaryKey]
    question_version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id"), index=True
    )
    #: What kind of problem, one of a short list.
    kind: Mapped[ShortText]
    note: Mapped[LongText]
    created_at: Mapped[datetime]


class Quarantine(Base):
    """A question that is not asked any more until somebody has looked at it."""

    __tablename__ = "quarantine"

    #: The question's key in the bank, whatever its revision.
    question_key: Mapped[ShortText] = mapped_column(primary_key=True)
    why: Mapped[LongText]
    created_at: Mapped[datetime]


class Rescoring(Base):
    """A faulty question was left out of results that were there."""

    __tablename__ = "rescoring"

    id: Mapped[PrimaryKey]
    question_key: Mapped[ShortText]
    why: Mapped[LongText]
    created_at: Mapped[datetime]
    #: When it was taken back; None: it holds.
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
    #: Area -> level and statement before and after.
    changes: Mapped[dict[str, Any]]

    rescoring: Mapped[Rescoring] = relationship(lazy="joined", innerjoin=True)


class PracticeAnswer(Base):
    """An answer given to learn, apart from measuring."""

    __tablename__ = "practice_answer"
    __table_args__ = (UniqueConstraint("person_id", "question_version_id", "turn"),)

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    question_version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id"), index=True
    )
    #: From 0: how often this person has practised this question before. Names a page, so that
    #: one sent twice is stored once.
    turn: Mapped[int]
    given: Mapped[dict[str, Any]]
    dont_know: Mapped[bool]
    score: Mapped[float]
    answered_at: Mapped[datetime]

    version: Mapped[QuestionVersion] = relationship(lazy="joined", innerjoin=True)

    @property
    def question(self) -> Question:
        """The question as it stood when it was practised."""
        return load_question(self.version)
