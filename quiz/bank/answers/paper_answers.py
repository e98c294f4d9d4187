"""Conversion between what stands on an answer sheet, as somebody types it, and an answer in the numbering of the file.

There is one text for each box of the sheet: letters, words or a number. It becomes the fields of a page, so that what
counts as an answer is the same on paper as on the screen.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from quiz.bank.answers.form_answers import fill_form_answer, parse_form_answer
from quiz.bank.answers.scoring import score_answer
from quiz.bank.questions import Question
from quiz.bank.types.gap_parts.fields import UNKNOWN
from quiz.bank.types.protocol import AnswerBox, BoxKind, FormValue, PaperPart
from quiz.bank.types.registry import type_of
from quiz.core.plain_characters import write_plainly
from quiz.errors import NotValid

#: What somebody types for a cross at "I don't know".
DONT_KNOW_MARKS = ("-", "?")
WRITTEN = (BoxKind.TEXT, BoxKind.NUMBER)
_BETWEEN_LETTERS = re.compile(r"[\s,;./+&-]+")


class UnreadableBox(NotValid):
    """What was typed for one box cannot be what stands on the sheet."""

    def __init__(self, message: str, box: int) -> None:
        """Say what is wrong, and with which box, from 0."""
        super().__init__(message)
        self.box = box


def print_question(question: Question, order: Sequence[int]) -> PaperPart:
    """Return the answer part of a question on paper."""
    return type_of(question).present_on_paper(question, order)


def is_dont_know(question: Question, text: str) -> bool:
    """Say whether a typed text is the mark of "I don't know", and not an answer that looks like it."""
    bare = write_plainly(text).strip()
    return bare in DONT_KNOW_MARKS and bare not in type_of(question).accepted_texts(
        question
    )


def read_paper_answer(
    question: Question, order: Sequence[int], typed: Sequence[str]
) -> dict[str, Any]:
    """Return the answer that was typed for the boxes of a question; empty for "I don't know".

    A gap that was left empty beside filled ones counts as not known.

    Raises
    ------
    UnreadableBox
        With what is wrong, and with which box.
    """
    part = print_question(question, order)
    texts = [
        UNKNOWN if not text.strip() or is_dont_know(question, text) else text
        for text in typed
    ]
    if all(text == UNKNOWN for text in texts):
        return {}
    for number, text in enumerate(texts):
        alone = [text if n == number else UNKNOWN for n in range(len(texts))]
        if text != UNKNOWN:
            _read_boxes(question, order, part, alone, number)
    return _read_boxes(question, order, part, texts, 0)


def _read_boxes(
    question: Question,
    order: Sequence[int],
    part: PaperPart,
    texts: Sequence[str],
    number: int,
) -> dict[str, Any]:
    """Return the answer; what is wrong with it is said of the box with this number."""
    try:
        fields = _form_fields(part, texts)
        given = parse_form_answer(question, order, fields)
        score_answer(question, given)
    except NotValid as error:
        raise UnreadableBox(str(error), number) from error
    return given


def write_paper_answer(
    question: Question, order: Sequence[int], given: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return what somebody types for a stored answer, for each box; an empty one is "I don't know"."""
    part = print_question(question, order)
    if not given:
        return (DONT_KNOW_MARKS[0],) * len(part.boxes)
    value = fill_form_answer(question, order, given)
    if part.gap_text and isinstance(value, dict):
        return tuple(
            _write_gap(box, value[str(number)]) for number, box in enumerate(part.boxes)
        )
    (box,) = part.boxes
    return (_WRITERS[box.kind](value),)


def _form_fields(part: PaperPart, texts: Sequence[str]) -> dict[str, list[str]]:
    """Return the fields of a page that hold the same."""
    if part.gap_text:
        return {
            f"answer-{number}": [
                text
                if box.kind in WRITTEN or text == UNKNOWN
                else str(_read_letters(box, text)[0])
            ]
            for number, (box, text) in enumerate(zip(part.boxes, texts, strict=True))
        }
    (box,), (text,) = part.boxes, texts
    if box.kind in WRITTEN:
        return {"answer": [text]}
    places = _read_letters(box, text)
    if box.kind is BoxKind.ORDER:
        return {f"answer-{value}": [str(n)] for n, value in enumerate(places, 1)}
    if box.kind is BoxKind.MATCH:
        return {f"answer-{left}": [str(right)] for left, right in enumerate(places)}
    return {"answer": [str(place) for place in places]}


def _read_letters(box: AnswerBox, text: str) -> list[int]:
    """Return the places of typed letters; raises `NotValid` for too many, too few, or one that is not there."""
    letters = _BETWEEN_LETTERS.sub("", write_plainly(text)).upper()
    offered = ascii_uppercase[: len(box.texts)]
    strange = next((letter for letter in letters if letter not in offered), None)
    if strange is not None or not letters:
        shown = strange or text.strip()
        raise NotValid(f"{shown} is not one of the letters A to {offered[-1]}.")
    if box.kind is not BoxKind.MATCH and len(set(letters)) < len(letters):
        raise NotValid("A letter is there twice.")
    if len(letters) > box.count:
        raise NotValid(
            f"At most {box.count} of the letters fit here."
            if box.count > 1
            else "Only one letter fits here."
        )
    if len(letters) < box.count and box.kind is not BoxKind.SEVERAL:
        raise NotValid(f"This takes {box.count} letters.")
    return [offered.index(letter) for letter in letters]


def _write_gap(box: AnswerBox, value: str) -> str:
    if value == UNKNOWN:
        return DONT_KNOW_MARKS[0]
    return value if box.kind in WRITTEN else ascii_uppercase[int(value)]


def _write_letters(value: FormValue | None) -> str:
    places = [value] if isinstance(value, str) else value or []
    return "".join(sorted(ascii_uppercase[int(place)] for place in places))


def _write_order(value: FormValue | None) -> str:
    by_place = {int(place): int(row) for row, place in _rows(value).items()}
    return "".join(ascii_uppercase[by_place[place]] for place in sorted(by_place))


def _write_matches(value: FormValue | None) -> str:
    by_left = {int(left): int(right) for left, right in _rows(value).items()}
    return "".join(ascii_uppercase[by_left[left]] for left in sorted(by_left))


def _rows(value: FormValue | None) -> dict[str, str]:
    return value if isinstance(value, dict) else {}


_WRITERS: Mapping[BoxKind, Callable[[FormValue | None], str]] = {
    BoxKind.ONE: _write_letters,
    BoxKind.SEVERAL: _write_letters,
    BoxKind.ORDER: _write_order,
    BoxKind.MATCH: _write_matches,
    BoxKind.TEXT: str,
    BoxKind.NUMBER: str,
}
