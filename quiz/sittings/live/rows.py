"""A sitting, its positions and answers as plain values; what they mean is said in `sittings.models`."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.questions import Question


class LiveAnswer(NamedTuple):
    """What was given at a position."""

    score: float
    dont_know: bool
    seconds: float
    confidence: str | None
    #: None where the position is closed: see `queries.read_closed`.
    given: dict[str, Any] | None
    #: None for one that was stored earlier: no step asks when that was.
    answered_at: datetime | None = None


@dataclass(slots=True)
class LivePosition:
    """A place in a sitting with its question."""

    question: Question
    number: int
    token: str
    state: str
    skips: int
    left_out: bool
    #: Empty where the position is closed: see `queries.read_closed`.
    option_order: list[int]
    #: None where the position is closed: no step asks any more.
    served_at: datetime | None
    #: None, both, where it was served just now: a step seldom asks for what it has served.
    id: int | None = None
    question_version_id: int | None = None
    answer: LiveAnswer | None = None
    #: `showing` and `answer` as they are stored.
    stored_showing: tuple[str, str, int] | None = None
    stored_answer: LiveAnswer | None = None

    @property
    def showing(self) -> tuple[str, str, int]:
        """What a step may change of the position itself: token, state, skips."""
        return self.token, self.state, self.skips

    def seconds_until(self, now: datetime) -> float:
        """Return how long an open position has been there."""
        if self.served_at is None:
            raise LookupError(f"Position {self.number} is closed.")
        return max((now - self.served_at).total_seconds(), 0.0)


@dataclass(slots=True)
class LiveSitting:
    """One run through the quiz, with its positions in the order of their numbers."""

    id: int
    key: str
    person_id: int
    goal_key: str
    required: dict[str, Any]
    language: str | None
    length: str
    scope: str
    objectives: list[str] | None
    asks_confidence: bool
    settled: int
    prior: dict[str, Any] | None
    calibration: str | None
    seed: int
    state: str
    seq: int
    #: Day of the person's last visit.
    seen_on: date
    #: Keys of the questions that are faulty, or that the person practised or saw elsewhere of late.
    not_to_ask: frozenset[str] = frozenset()
    #: What `calibration` names.
    calibrated: CalibrationSet | None = None
    positions: list[LivePosition] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """How many answers it holds."""
        return sum(position.answer is not None for position in self.positions)
