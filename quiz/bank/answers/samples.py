"""Sample answers to any question, for the example person, benchmarks and tests."""

import random
from typing import Any

from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of


def right_answer(question: Question) -> dict[str, Any]:
    """Return what earns the full score."""
    return type_of(question).right_answer(question)


def wrong_answer(question: Question, rng: random.Random) -> dict[str, Any]:
    """Return something that a person might answer and that earns little or nothing."""
    return type_of(question).wrong_answer(question, rng)
