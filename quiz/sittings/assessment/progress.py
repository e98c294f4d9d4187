"""How far a sitting is, in the few numbers the question page shows; and how long one takes."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from quiz.bank.questions import Question
from quiz.measurement.assessment_plan import STOPPING_RULES, Length
from quiz.sittings.assessment.context import (
    AssessmentContext,
    count_most_questions,
    list_measured_areas,
)
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
#: Seconds of the questions that are asked, against the mean of the bank: long questions are rarely the most telling.
#: Measured in seven sittings of made-up people on the bank itself (.82 to .89).
ASKED_SHARE = 0.83
#: Authors' seconds hold for somebody who knows the answer; the upper end of a promise allows for more.
TIME_ALLOWANCE = 1.15
SECONDS_IN_MINUTE = 60
ROUND_TO_MINUTES = 5
#: Under this many answers the bands are wide, and the page says so.
FIRST_SKETCH_UNDER = 12


@dataclass(frozen=True)
class Progress:
    """The line above a question. Nothing in it depends on whether an answer is correct, and nothing falls."""

    area_name: str
    number: int
    #: Most questions that the sitting can have.
    most: int
    #: Areas with at least one answer, and all that the sitting asks about.
    asked_areas: int
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
    """Return the numbers for the page of a position."""
    measured = list_measured_areas(sitting, tools)
    answered = answered_attempt_items(sitting.positions)
    # Its answer is the latest, whatever was skipped before it.
    is_change = position.state is ItemState.CHANGING
    return Progress(
        area_name=tools.catalogue.areas[position.question.area].name,
        number=len(answered) if is_change else len(answered) + 1,
        most=count_most_questions(sitting),
        asked_areas=len(measured & {item.question.area for item in answered}),
        areas=len(measured),
    )


def build_length_facts(length: Length, questions: Iterable[Question]) -> LengthFacts:
    """Return how many questions a length comes to, and its honest, slightly over-stated time."""
    asked = list(questions)
    about, most = TYPICAL_QUESTIONS[length], STOPPING_RULES[length].max_items
    low = estimate_minutes(about, asked)
    high = estimate_minutes(most, asked, allowance=TIME_ALLOWANCE)
    return LengthFacts(length, about, most, low, max(high, low))


def estimate_minutes(
    count: int, questions: Collection[Question], *, allowance: float = 1.0
) -> int:
    """Return about how many minutes so many questions chosen from these take, rounded up."""
    seconds = [question.seconds for question in questions] or [SECONDS_IN_MINUTE]
    typical = ASKED_SHARE * sum(seconds) / len(seconds) * allowance / SECONDS_IN_MINUTE
    return math.ceil(count * typical / ROUND_TO_MINUTES) * ROUND_TO_MINUTES
