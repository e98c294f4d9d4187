"""How far a sitting is, in the few numbers the question page shows; and how long one takes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from quiz.assess.plan import LIMITS, Length
from quiz.bank.questions import Question
from quiz.sittings.events import answered_positions
from quiz.sittings.live.rows import LivePosition, LiveSitting
from quiz.sittings.measuring import AnySitting, Tools, estimates_of

#: What a sitting of each length comes to: the mean over made-up people on the bank itself, rounded up to
#: fives. "Standard" and "thorough" end when nothing is worth a question.
ABOUT: dict[Length, int] = {
    "quick": 24,
    "standard": 40,
    "thorough": 70,
    "settle": 6,
    "check": 12,
}
#: Authors' seconds hold for somebody who knows the answer; better to promise too much time than too little.
SLOWER = 1.15
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


def progress_of(sitting: LiveSitting, position: LivePosition, tools: Tools) -> Progress:
    """Return the numbers for the page of a position; the total grows rather than being overrun."""
    area = tools.catalogue.areas[position.question.area]
    number = (
        position.number
        if position.state == "changing"
        else len(answered_positions(sitting.positions)) + 1
    )
    return Progress(
        area_name=area.name,
        number=number,
        about=max(ABOUT[sitting.length], number),  # type: ignore[index]  # the column holds a length
        settled=sitting.settled,
        areas=len(sitting.required),
    )


def settled_areas(sitting: AnySitting, tools: Tools) -> int:
    """Return how many areas are decided by answers of their own."""
    return sum(
        one.settled and one.asked > 0 for one in estimates_of(sitting, tools).values()
    )


def length_facts(length: Length, questions: Iterable[Question]) -> LengthFacts:
    """Return how many questions a length comes to, and its honest, slightly over-stated time."""
    seconds = [question.seconds for question in questions] or [SECONDS_IN_MINUTE]
    typical = sum(seconds) / len(seconds) * SLOWER / SECONDS_IN_MINUTE
    about, most = ABOUT[length], LIMITS[length].most
    low = _round_up(about * typical)
    return LengthFacts(length, about, most, low, max(_round_up(most * typical), low))


def _round_up(minutes: float) -> int:
    return math.ceil(minutes / ROUND_TO_MINUTES) * ROUND_TO_MINUTES
