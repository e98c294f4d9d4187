"""One run through the quiz: the sitting, its attempt items, their answers and the result by area.

An attempt item is one question in one sitting: presented -> answered (may be changed) -> locked.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from typing import Annotated, ClassVar

from pydantic import PlainSerializer, PlainValidator
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.item_calibration.services import load_calibration_set
from quiz.bank.models import QuestionVersion
from quiz.bank.questions import Question
from quiz.bank.versions import load_question
from quiz.core.db import (
    Base,
    LevelsByArea,
    LongText,
    NumberList,
    OrderList,
    PrimaryKey,
    PublicKey,
    ShortText,
    StoredObject,
    TextList,
    WordSet,
    unique_while,
)
from quiz.core.json_column import JsonColumn
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import Length
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.sittings.enums import (
    FULL_LENGTHS,
    SHORT_LENGTHS,
    Confidence,
    ItemState,
    SittingLength,
    SittingMedium,
    SittingMode,
    SittingState,
    StopReason,
)

#: An ability prior as `AbilityPrior.as_dict` writes it.
StoredPrior = Annotated[
    AbilityPrior,
    mapped_column(
        JsonColumn(
            Annotated[
                AbilityPrior,
                PlainValidator(AbilityPrior.from_dict),
                PlainSerializer(AbilityPrior.as_dict),
            ]
        )
    ),
]


class Sitting(Base):
    """One run through the quiz by one person for one goal."""

    __tablename__ = "sitting"
    __table_args__ = (
        # Start pressed twice, or on two devices: the second finds the first. Areas are null but in sittings of
        # mode `area`, and nulls are never equal to each other, so it takes two indexes. What is assigned is taken once.
        unique_while(
            "state = 'open' AND area IS NULL AND assignment_key IS NULL",
            "uq_sitting_open_person_goal_mode",
            *("person_id", "goal_key", "mode"),
        ),
        unique_while(
            "state = 'open'",
            "uq_sitting_open_person_goal_area",
            *("person_id", "goal_key", "area"),
        ),
        Index(
            "uq_sitting_person_id_assignment_key",
            *("person_id", "assignment_key"),
            unique=True,
        ),
        # With the number, so that the latest of a goal are found without the others.
        Index("ix_sitting_goal_key_is_trial_id", "goal_key", "is_trial", "id"),
        CheckConstraint("(mode = 'full') = (length IS NOT NULL)", "full_has_length"),
        CheckConstraint("(mode = 'area') = (area IS NOT NULL)", "area_mode_has_area"),
        CheckConstraint("medium = 'screen' OR state = 'finished'", "paper_is_finished"),
    )

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    goal_key: Mapped[ShortText]
    goal_name: Mapped[ShortText]
    #: Required level (0 to 3) by area, as it stood at the start.
    required: Mapped[LevelsByArea]
    #: Main language, one of the bank's packs; None: questions for everyone alone.
    language: Mapped[ShortText | None]
    mode: Mapped[SittingMode]
    medium: Mapped[SittingMedium] = mapped_column(
        server_default=SittingMedium.SCREEN.value, default=SittingMedium.SCREEN
    )
    #: Of a full sitting alone.
    length: Mapped[SittingLength | None]
    #: Keys of the areas that a sitting of mode `area` asks about, in alphabetical order.
    areas: Mapped[tuple[str, ...] | None] = mapped_column("area", WordSet)
    #: The objectives that a check asks about; None: any.
    objectives: Mapped[TextList | None]
    #: The previous sitting, whose result this one continues.
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("sitting.id", ondelete="SET NULL"), index=True
    )
    #: Key of what assigned it, such as a check of a cohort; None: the person began it on their own.
    assignment_key: Mapped[ShortText | None]
    #: Answers count until then; None: there is no end.
    closes_at: Mapped[datetime | None]
    #: Whether somebody watches while it is taken.
    is_supervised: Mapped[bool] = mapped_column(server_default=false(), default=False)
    #: Taken to try out what is assigned to others; it counts nowhere.
    is_trial: Mapped[bool] = mapped_column(server_default=false(), default=False)
    #: Whether each question asks how sure the person is.
    asks_confidence: Mapped[bool] = mapped_column(server_default=false(), default=False)
    #: Level (0 to 3) that the person claimed by area before the first question; None: nothing was said.
    claimed: Mapped[LevelsByArea | None]
    #: What earlier sittings say of the person; None: nothing.
    prior: Mapped[StoredPrior | None]
    #: Key of the calibration that it is measured with; None: questions as authored. Calibrations are never
    #: deleted, so no foreign key guards it.
    calibration: Mapped[ShortText | None]
    #: Makes the choice of questions and the order of options repeatable.
    seed: Mapped[int]
    #: Which bank it began with, for the foot of the report.
    bank_version: Mapped[ShortText]
    state: Mapped[SittingState]
    #: Goes up by one with every event; `store` refuses an event that was read at an older version.
    row_version: Mapped[int] = mapped_column("seq")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    stop_reason: Mapped[StopReason | None]

    positions: Mapped[list["AttemptItem"]] = relationship(
        back_populates="sitting", order_by="AttemptItem.number", passive_deletes=True
    )
    results: Mapped[list["AreaResult"]] = relationship(passive_deletes=True)

    # What `store` reads with a sitting that belongs to no session.
    #: Keys of the questions that it must not ask.
    excluded_keys = frozenset[str]()
    #: What `calibration` names.
    read_calibration: ClassVar[CalibrationSet | None] = None
    #: Reads the one that `follows_id` names, where this one adds to it; a step has no need of it.
    load_previous: ClassVar["Callable[..., Sitting | None] | None"] = None

    @property
    def is_open(self) -> bool:
        """Whether it still takes answers."""
        return self.state is SittingState.OPEN

    @property
    def is_finished(self) -> bool:
        """Whether it has a result."""
        return self.state is SittingState.FINISHED

    @property
    def is_full(self) -> bool:
        """Whether it is about all areas of its goal."""
        return self.mode is SittingMode.FULL

    @property
    def is_on_paper(self) -> bool:
        """Whether its answers were typed in from an answer sheet."""
        return self.medium is SittingMedium.PAPER

    @property
    def parts(self) -> list["Sitting"]:
        """The sittings whose answers make up its result: those that it adds a few areas to, the earliest first, and itself."""
        if self.mode is not SittingMode.AREA or self.follows_id is None:
            return [self]
        session, load = object_session(self), self.load_previous
        if session is not None:
            load = partial(session.get, Sitting, self.follows_id)
        before = load() if load else None
        return [*(before.parts if before else ()), self]

    @property
    def stopping_length(self) -> Length:
        """The length by which the engine decides when to stop."""
        if self.is_full:
            return FULL_LENGTHS[self.length]
        return SHORT_LENGTHS[self.mode]

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
            return self.read_calibration
        return load_calibration_set(session, self.calibration)

    @property
    def answered(self) -> int:
        """How many answers it holds."""
        return sum(position.answer is not None for position in self.positions)


class AttemptItem(Base):
    """One question in one sitting, fixed when it is presented."""

    __tablename__ = "position"
    __table_args__ = (
        # Two requests that present the next question at once: the first wins.
        UniqueConstraint("sitting_id", "number"),
        UniqueConstraint("sitting_id", "question_version_id"),
    )

    id: Mapped[PrimaryKey]
    sitting_id: Mapped[int] = mapped_column(
        ForeignKey("sitting.id", ondelete="CASCADE")
    )
    #: From 1, in the order of first presentation.
    number: Mapped[int]
    question_version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id"), index=True
    )
    #: Where each shown option stands in the file, in shown order.
    option_order: Mapped[OrderList]
    #: Names this showing of the question; a new one when the answer may be changed.
    token: Mapped[ShortText]
    state: Mapped[ItemState]
    skips: Mapped[int]
    #: Left out of the result by a rescoring, because the question was faulty. The answer stays.
    left_out: Mapped[bool] = mapped_column(server_default=false(), default=False)
    served_at: Mapped[datetime]

    sitting: Mapped[Sitting] = relationship(back_populates="positions")
    version: Mapped[QuestionVersion] = relationship(lazy="joined", innerjoin=True)
    answer: Mapped["Answer | None"] = relationship(
        back_populates="position", lazy="joined", passive_deletes=True
    )

    @cached_property
    def question(self) -> Question:
        """The question as it stood when it was presented; `store` sets it with the item."""
        return load_question(self.version)


class Answer(Base):
    """The answer to one attempt item. Changing it changes the row; there is never a second."""

    __tablename__ = "answer"

    id: Mapped[PrimaryKey]
    position_id: Mapped[int] = mapped_column(
        ForeignKey("position.id", ondelete="CASCADE"), unique=True
    )
    #: As `bank.answers` reads it, in the order of the question's file, not the shown one.
    given: Mapped[StoredObject]
    dont_know: Mapped[bool]
    #: 0 to 1.
    score: Mapped[float]
    #: None: not said. It never moves an estimate.
    confidence: Mapped[Confidence | None]
    #: From presenting to the first answer, pauses included; None on paper, where nobody knows.
    seconds: Mapped[float | None]
    answered_at: Mapped[datetime]

    position: Mapped[AttemptItem] = relationship(back_populates="answer")


class AreaResult(Base):
    """What a finished sitting says of one area."""

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
    #: Level 0 to 3 with the 80% band.
    level: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    #: Required level 0 to 3.
    required: Mapped[float]
    #: Probability that the required level is reached.
    p_reached: Mapped[float]
    statement: Mapped[MasteryStatement]
    #: Questions asked in this area.
    asked: Mapped[int]
    #: Twenty levels at equal steps of probability.
    quantiles: Mapped[NumberList]


class Quarantine(Base):
    """A question that is not asked until somebody has looked at it."""

    __tablename__ = "quarantine"

    #: The question's key in the bank, whatever its revision.
    question_key: Mapped[ShortText] = mapped_column(primary_key=True)
    why: Mapped[LongText]
    created_at: Mapped[datetime]


class PracticeAnswer(Base):
    """An answer given in practice, which never counts in a measurement."""

    __tablename__ = "practice_answer"
    __table_args__ = (UniqueConstraint("person_id", "question_version_id", "turn"),)

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    question_version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id"), index=True
    )
    #: From 0: how often this person had practised this question before. It identifies a page, so that
    #: one sent twice is stored once.
    turn: Mapped[int]
    given: Mapped[StoredObject]
    dont_know: Mapped[bool]
    score: Mapped[float]
    answered_at: Mapped[datetime]

    version: Mapped[QuestionVersion] = relationship(lazy="joined", innerjoin=True)

    @property
    def question(self) -> Question:
        """The question as it stood when it was practised."""
        return load_question(self.version)
