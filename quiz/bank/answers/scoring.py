"""Scores answers. An answer is in the numbering of the file, never of the page.

The module of each type in `quiz.bank.types` documents the form of its answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of


@dataclass(frozen=True)
class ScoredAnswer:
    """An answer with its score."""

    #: One of 0, 1/(categories - 1), …, 1.
    score: float
    dont_know: bool = False

    @property
    def is_right(self) -> bool:
        """Whether the answer earns the full score."""
        return self.score == 1


def score_answer(question: Question, given: Mapping[str, Any] | None) -> ScoredAnswer:
    """Score an answer; None or an empty one is an honest "I don't know".

    Raises
    ------
    NotValid
        When nothing was chosen, or something that this question does not offer.
    """
    question_type = type_of(question)
    if not given:
        return ScoredAnswer(0.0, dont_know=True)
    return ScoredAnswer(question_type.score(question, given))


def count_categories(question: Question) -> int:
    """Return how many different scores the question can have: 2 for right or wrong."""
    return type_of(question).count_categories(question)


def count_blind_choices(question: Question) -> int:
    """Return the number of equally likely blind answers; 0 for a typed answer."""
    return type_of(question).count_blind_choices(question)


def guessing_probabilities(question: Question) -> tuple[float, ...]:
    """Return the exact probability that a blind answer reaches at least each score above 0.

    Counted over all possible blind answers, so it is as exact as the scoring itself; all 0 for a
    typed answer.
    """
    steps = count_categories(question) - 1
    answers = list(type_of(question).blind_answers(question))
    if not answers:
        return (0.0,) * steps
    scores = [score_answer(question, answer).score for answer in answers]
    return tuple(
        sum(score > (step - 0.5) / steps for score in scores) / len(scores)
        for step in range(1, steps + 1)
    )
