"""Conversion between the fields of a page and an answer in the numbering of the file.

Fields: `answer` (a value, several values, or a text), or `answer-<value>` for each row.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from quiz.bank.questions import Question
from quiz.bank.types.protocol import FormValue
from quiz.bank.types.registry import type_of


def parse_form_answer(
    question: Question, order: Sequence[int], fields: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the answer that a page sent, ready for `scoring.score_answer`.

    Raises
    ------
    NotValid
        When something is missing, or was never on the page.
    """
    return type_of(question).read_form(question, order, fields)


def fill_form_answer(
    question: Question, order: Sequence[int], given: Mapping[str, Any] | None
) -> FormValue | None:
    """Return the field values with which a page shows a stored answer."""
    question_type = type_of(question)
    return question_type.fill_form(question, order, given) if given else None


def keep_form_answer(
    question: Question, fields: Mapping[str, Sequence[str]]
) -> FormValue | None:
    """Return the field values of a page that was sent and refused, so that nothing is lost."""
    return type_of(question).keep_form(fields)
