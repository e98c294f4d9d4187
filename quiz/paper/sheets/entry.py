"""What was typed for a sheet, read and scored: the answers, what cannot be read, and what was left empty. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.bank.answers.paper_answers import (
    UnreadableBox,
    is_dont_know,
    read_paper_answer,
    write_paper_answer,
)
from quiz.bank.answers.scoring import score_answer
from quiz.paper.printed import PrintedQuestion
from quiz.sittings.models import Sitting
from quiz.sittings.services import SubmittedAnswer


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as it was typed."""

    #: In the order of the sheet; None: left empty.
    answers: tuple[SubmittedAnswer | None, ...]
    #: Field -> what is wrong with it.
    errors: Mapping[str, str]
    #: Fields without anything in them.
    empties: tuple[str, ...]

    @property
    def has_answer(self) -> bool:
        """Whether anything was answered."""
        return any(answer is not None for answer in self.answers)


@dataclass(frozen=True)
class SheetCounts:
    """The answers of a sheet by outcome of reading."""

    answered: int
    dont_know: int
    empty: int


@dataclass(frozen=True)
class ReadBack:
    """A question with what was read from its boxes, to be held against the sheet."""

    label: str
    typed: str
    is_dont_know: bool
    is_empty: bool


def read_sheet(
    printed: Sequence[PrintedQuestion], texts: Mapping[str, str]
) -> ReadSheet:
    """Return what the typed texts say, by field."""
    answers: list[SubmittedAnswer | None] = []
    errors: dict[str, str] = {}
    empties: list[str] = []
    for question in printed:
        fields = [box.field for box in question.boxes]
        typed = [texts.get(field, "").strip() for field in fields]
        empties += [
            field for field, text in zip(fields, typed, strict=True) if not text
        ]
        answer = None
        if any(typed):
            try:
                answer = _read_answer(question, typed)
            except UnreadableBox as error:
                errors[fields[error.box]] = str(error)
        answers.append(answer)
    return ReadSheet(tuple(answers), errors, tuple(empties))


def _read_answer(question: PrintedQuestion, typed: Sequence[str]) -> SubmittedAnswer:
    content = read_paper_answer(question.question, question.order, typed)
    return SubmittedAnswer(content, score_answer(question.question, content or None))


def write_sheet(
    printed: Sequence[PrintedQuestion], sitting: Sitting | None
) -> dict[str, str]:
    """Return what stands in the fields of a sheet whose answers were entered."""
    if sitting is None:
        return {}
    texts: dict[str, str] = {}
    for question, position in zip(printed, sitting.positions, strict=True):
        if position.answer is None:
            continue
        given = {} if position.answer.dont_know else position.answer.given
        written = write_paper_answer(question.question, question.order, given)
        texts |= zip((box.field for box in question.boxes), written, strict=True)
    return texts


def count_answers(answers: Sequence[SubmittedAnswer | None]) -> SheetCounts:
    """Return how many questions were answered, said not to be known, and left empty."""
    there = [answer for answer in answers if answer is not None]
    dont_know = sum(answer.marked.dont_know for answer in there)
    return SheetCounts(len(there) - dont_know, dont_know, len(answers) - len(there))


def read_back(
    printed: Sequence[PrintedQuestion], texts: Mapping[str, str]
) -> list[ReadBack]:
    """Return what is stored for each box, in the order of the sheet."""
    return [
        ReadBack(
            box.label,
            text,
            bool(text) and is_dont_know(question.question, text),
            not text,
        )
        for question in printed
        for box in question.boxes
        for text in [texts.get(box.field, "")]
    ]
