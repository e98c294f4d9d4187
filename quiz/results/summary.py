"""A result in numbers: areas by statement, biggest gap first, and answers by outcome. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quiz.measurement.reporting.classification import (
    GAP_STATEMENTS,
    STATEMENT_ORDER,
    MasteryStatement,
)
from quiz.results.outcomes import AreaOutcome
from quiz.sittings.events.transitions import counting_attempt_items
from quiz.sittings.models import Answer, AttemptItem

FULL_SCORE = 1.0
MOST_GAPS = 3


class GoalCase(StrEnum):
    """What a result says of a goal as a whole: every page and report speaks by one of these."""

    #: Reached in every area.
    REACHED = "reached"
    #: Reached in every area, in some of them only probably.
    LIKELY = "likely"
    #: Below in no area, and too close to call in at least one.
    UNDECIDED = "undecided"
    #: Below in at least one area, certainly or probably.
    NOT_YET = "not yet"


@dataclass(frozen=True)
class StatementCounts:
    """How many areas have each statement, and how many there are."""

    areas: int
    reached: int
    likely: int
    close: int
    likely_not: int
    not_yet: int

    @property
    def decided(self) -> int:
        """How many areas are reached or not yet reached, and so need no more questions."""
        return self.reached + self.not_yet

    @property
    def below(self) -> int:
        """How many areas are below the goal, certainly or probably."""
        return self.not_yet + self.likely_not

    @property
    def case(self) -> GoalCase:
        """What is said of the goal as a whole."""
        if self.below:
            return GoalCase.NOT_YET
        if self.close:
            return GoalCase.UNDECIDED
        return GoalCase.LIKELY if self.likely else GoalCase.REACHED

    @property
    def is_mostly_undecided(self) -> bool:
        """Whether no area is reached, even probably, and more than half are too close to call."""
        return not self.reached + self.likely and self.close * 2 > self.areas


@dataclass(frozen=True)
class AnswerCounts:
    """The answers of an assessment by outcome; each one is in exactly one of the first three."""

    correct: int
    not_correct: int
    dont_know: int
    #: Questions that were skipped and never answered.
    skipped: int
    #: The area with more than half of several "I don't know" answers; empty when there is none.
    dont_know_area: str

    @property
    def total(self) -> int:
        """How many questions were answered, "I don't know" included."""
        return self.correct + self.not_correct + self.dont_know


def is_correct(answer: Answer) -> bool:
    """Return whether an answer has the full score."""
    return answer.score >= FULL_SCORE


def sort_by_gap(outcomes: Iterable[AreaOutcome]) -> list[AreaOutcome]:
    """Return the outcomes by statement, and within one by how far the level is below the required one."""
    return sorted(
        outcomes,
        key=lambda outcome: (
            STATEMENT_ORDER.index(outcome.statement),
            outcome.level - outcome.required,
        ),
    )


def count_statements(statements: Sequence[MasteryStatement]) -> StatementCounts:
    """Count the statements."""
    counts = Counter(statements)
    return StatementCounts(
        areas=len(statements),
        reached=counts[MasteryStatement.REACHED],
        likely=counts[MasteryStatement.LIKELY],
        close=counts[MasteryStatement.TOO_CLOSE],
        likely_not=counts[MasteryStatement.LIKELY_NOT_YET],
        not_yet=counts[MasteryStatement.NOT_YET],
    )


def select_gaps(outcomes: Iterable[AreaOutcome]) -> list[AreaOutcome]:
    """Return the areas below the goal, certainly or probably, the biggest gap first."""
    return [one for one in sort_by_gap(outcomes) if one.statement in GAP_STATEMENTS]


def select_undecided(outcomes: Iterable[AreaOutcome]) -> list[AreaOutcome]:
    """Return the areas that are too close to call, the lowest level against its required one first."""
    return [
        outcome
        for outcome in sort_by_gap(outcomes)
        if outcome.statement is MasteryStatement.TOO_CLOSE
    ]


def count_answers(items: Iterable[AttemptItem]) -> AnswerCounts:
    """Count what was answered, without what a rescoring left out, and what was skipped and never answered."""
    items = list(items)
    counting = counting_attempt_items(items)
    answers = [item.answer for item in counting if item.answer is not None]
    correct, unknown = (
        sum(is_correct(answer) for answer in answers),
        sum(answer.dont_know for answer in answers),
    )
    return AnswerCounts(
        correct=correct,
        not_correct=len(answers) - correct - unknown,
        dont_know=unknown,
        skipped=sum(item.skips > 0 and item.answer is None for item in items),
        dont_know_area=_find_dont_know_area(counting),
    )


def _find_dont_know_area(items: Iterable[AttemptItem]) -> str:
    unknown = Counter(
        item.question.area
        for item in items
        if item.answer is not None and item.answer.dont_know
    )
    if unknown.total() < 2:
        return ""
    area, most = unknown.most_common(1)[0]
    return area if most * 2 > unknown.total() else ""
