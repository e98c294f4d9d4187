"""Why a sitting has no further question, and which longer lengths it can go on to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quiz.bank.questions import Question
from quiz.measurement.assessment_plan import STOPPING_RULES, Length
from quiz.measurement.engine import EndReason
from quiz.sittings.assessment.context import (
    AssessmentContext,
    count_most_questions,
    select_question,
)
from quiz.sittings.assessment.progress import (
    TIME_ALLOWANCE,
    TYPICAL_QUESTIONS,
    estimate_minutes,
)
from quiz.sittings.enums import FULL_LENGTHS, SittingLength
from quiz.sittings.models import Sitting

#: Mean standard deviation of the abilities after a sitting of each length, in logits: `trigpoint bench bank`, junior,
#: Python, 150 people.
MEASURED_DEVIATIONS: Mapping[Length, float] = {
    "quick": 0.73,
    "standard": 0.66,
    "thorough": 0.59,
}
ROUND_TO_PERCENT = 5


@dataclass(frozen=True)
class LongerLength:
    """A longer length that a sitting can go on to with its answers."""

    length: Length
    #: Further questions: what it comes to as a rule, and at most.
    about: int
    most: int
    minutes_low: int
    minutes_high: int
    #: By about how many percent it narrows the likely ranges.
    narrower: int


@dataclass(frozen=True)
class Ending:
    """What a sitting without a further question says of its end."""

    reason: EndReason
    answered: int
    longer: tuple[LongerLength, ...]

    @property
    def is_whole_length(self) -> bool:
        """Whether all questions of the length were asked."""
        return self.reason is EndReason.LENGTH

    @property
    def is_clear(self) -> bool:
        """Whether it ended because every area is clear."""
        return self.reason is EndReason.DECIDED


def describe_ending(sitting: Sitting, tools: AssessmentContext) -> Ending:
    """Return why a sitting has no further question, and what it can go on to."""
    chosen = select_question(sitting, tools, barred=sitting.excluded_keys)
    answered = sitting.answered
    if answered >= count_most_questions(sitting):
        reason = EndReason.LENGTH
    else:
        reason = chosen.end_reason or EndReason.NOT_WORTH_IT
    return Ending(
        reason, answered, tuple(list_longer_lengths(sitting, tools.for_everyone))
    )


def select_longer_lengths(sitting: Sitting) -> list[SittingLength]:
    """Return the lengths longer than that of a full sitting, the shortest first.

    None for other modes, and for a sitting whose length somebody else set.
    """
    if sitting.length is None or sitting.assignment_key is not None:
        return []
    lengths = list(SittingLength)
    return lengths[lengths.index(sitting.length) + 1 :]


def list_longer_lengths(
    sitting: Sitting, questions: Iterable[Question]
) -> list[LongerLength]:
    """Return the lengths that ask more than the sitting's own, the shortest first."""
    answered, asked = sitting.answered, list(questions)
    longer = []
    for length in (FULL_LENGTHS[one] for one in select_longer_lengths(sitting)):
        most = STOPPING_RULES[length].max_items - answered
        if most <= 0:
            continue
        about = min(max(TYPICAL_QUESTIONS[length] - answered, 1), most)
        low = estimate_minutes(about, asked)
        high = max(estimate_minutes(most, asked, allowance=TIME_ALLOWANCE), low)
        narrower = estimate_narrowing(sitting.stopping_length, length)
        longer.append(LongerLength(length, about, most, low, high, narrower))
    return longer


def estimate_narrowing(before: Length, after: Length) -> int:
    """Return by about how many percent a longer length narrows the likely ranges.

    Examples
    --------
    >>> estimate_narrowing("quick", "standard"), estimate_narrowing("quick", "thorough")
    (10, 20)
    """
    drop = 1 - MEASURED_DEVIATIONS[after] / MEASURED_DEVIATIONS[before]
    return round(100 * drop / ROUND_TO_PERCENT) * ROUND_TO_PERCENT
