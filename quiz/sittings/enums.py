"""The words that the columns of a sitting hold. Their values are stored; a CHECK constraint guards each."""

from collections.abc import Mapping
from enum import StrEnum

from quiz.measurement.assessment_plan import Length


class SittingState(StrEnum):
    """Whether a sitting still takes answers."""

    OPEN = "open"
    FINISHED = "finished"


class SittingMode(StrEnum):
    """What a sitting is about."""

    #: All areas of the goal.
    FULL = "full"
    #: A few areas, to decide what a finished sitting left open.
    AREA = "area"
    #: A few objectives, to check what was learned.
    CHECK = "check"


class SittingLength(StrEnum):
    """How long a full sitting may be, the shortest first; the other modes have a length of their own."""

    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"


#: The engine's stopping rule of a full sitting, and of the other modes.
FULL_LENGTHS: Mapping[SittingLength | None, Length] = {
    SittingLength.QUICK: "quick",
    SittingLength.STANDARD: "standard",
    SittingLength.THOROUGH: "thorough",
}
SHORT_LENGTHS: Mapping[SittingMode, Length] = {
    SittingMode.AREA: "settle",
    SittingMode.CHECK: "check",
}


class SittingMedium(StrEnum):
    """On what the questions were read and answered."""

    SCREEN = "screen"
    #: All questions were fixed before, and the answers were typed in afterwards.
    PAPER = "paper"


class StopReason(StrEnum):
    """Why a sitting ended."""

    #: The person finished it with a question still in front of them.
    PERSON = "person"
    #: No question was left to ask.
    COMPLETE = "complete"
    #: Its closing time came with a question still in front of the person.
    CLOSED = "closed"


class ItemState(StrEnum):
    """Where an attempt item stands: presented, answered, locked, with two ways aside."""

    PRESENTED = "presented"
    #: Put off; it comes back at the end.
    SKIPPED = "skipped"
    #: Answered, and the answer may still be changed.
    ANSWERED = "answered"
    #: Shown again so that its answer can be changed.
    CHANGING = "changing"
    #: Answered for good.
    LOCKED = "locked"


class Confidence(StrEnum):
    """How sure somebody was of an answer."""

    SURE = "sure"
    THINK = "think"
    GUESS = "guess"


class ProblemKind(StrEnum):
    """What somebody finds wrong with a question."""

    KEY = "key"
    UNCLEAR = "unclear"
    OUTDATED = "outdated"
    LOOK = "look"
    OTHER = "other"
