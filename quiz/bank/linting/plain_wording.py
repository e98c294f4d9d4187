"""Checks that a question reads like plain, present-day English; the table is in `core.plain_english`."""

import re
from collections.abc import Iterator

from quiz.bank.linting.structure import Remark
from quiz.bank.prose import extract_prose
from quiz.bank.questions import Question
from quiz.bank.types.registry import type_of
from quiz.core.plain_english import Weight, find_stumbles

_CODE_SPAN = re.compile(r"`[^`]*`")


def check_plain_errors(question: Question) -> Iterator[Remark]:
    """Turns of phrase that are not English today."""
    return _find_remarks(question, "error")


def check_plain_warnings(question: Question) -> Iterator[Remark]:
    """Turns of phrase that a native reader may stumble over."""
    return _find_remarks(question, "warning")


def _find_remarks(question: Question, weight: Weight) -> Iterator[Remark]:
    for text in question_texts(question):
        prose = _CODE_SPAN.sub(" x ", extract_prose(text))
        for rule, words in find_stumbles(prose):
            if rule.weight == weight:
                yield "text", repr(words), rule.instead


def question_texts(question: Question) -> list[str]:
    """Return every text of a question that people read."""
    behaviour = type_of(question)
    explained = behaviour.explained_texts(question)
    return [
        question.stem,
        question.explanation,
        *behaviour.visible_texts(question),
        *(part.reason for part in explained),
    ]
