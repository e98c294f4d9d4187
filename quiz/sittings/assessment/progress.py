"""How far a sitting is, in the few numbers the question page shows; and how long one takes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from quiz.bank.questions import Question
from quiz.measurement.assessment_plan import STOPPING_RULES, Length
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import ItemState
from quiz.sittings.events.transitions import answered_attempt_items
from quiz.sittings.models import AttemptItem, Sitting

#: What a sitting of each length comes to: the mean over made-up people on the bank itself, rounded up to
#: fives. "Standard" and "thorough" end when nothing is worth a question.
TYPICAL_QUESTIONS: dict[Length, int] = {
    "quick": 24,
    "standard": 45,
    "thorough": 75,
    "settle": 6,
    "check": 12,
}
#: Authors' seconds hold for somebody who knows the answer; better to promise too much time than too little.
TIME_ALLOWANCE = 1.15
SECONDS_IN_MINUTE = 60
ROUND_TO_MINUTES = 5
#: Under this many answers the bands are wide, and the page says so.
FIRST_SKETCH_UNDER = 12


@dataclass(frozen=True)
class Progress:
    """The line above a question."""

    area_name: str
    number: int
    about: int
    settled: int
    areas: int


@dataclass(frozen=True)
class LengthFacts:
    """What a person is told of a length before the start."""

    length: Length
    about: int
    most: int
    minutes_low: int
    minutes_high: int


def build_progress(
    sitting: Sitting, position: AttemptItem, tools: AssessmentContext
) -> Progress:
    """Return the numbers for the page of a position; the total grows rather than being overrun."""
    area = tools.catalogue.areas[position.question.area]
    number = (
        position.number
        if position.state is ItemState.CHANGING
        else len(answered_attempt_items(sitting.positions)) + 1
    )
    return Progress(
        area_name=area.name,
        number=number,
        about=max(TYPICAL_QUESTIONS[sitting.stopping_length], number),
        settled=sitting.settled,
        areas=len(sitting.required),
    )


def build_length_facts(length: Length, questions: Iterable[Question]) -> LengthFacts:
    """Return how many questions a length comes to, and its honest, slightly over-stated time."""
    seconds = [question.seconds for question in questions] or [SECONDS_IN_MINUTE]
    typical = sum(seconds) / len(seconds) * TIME_ALLOWANCE / SECONDS_IN_MINUTE
    about, most = TYPICAL_QUESTIONS[length], STOPPING_RULES[length].max_items
    low = _round_up(about * typical)
    return LengthFacts(length, about, most, low, max(_round_up(most * typical), low))


def _round_up(minutes: float) -> int:
    return math.ceil(minutes / ROUND_TO_MINUTES) * ROUND_TO_MINUTES
