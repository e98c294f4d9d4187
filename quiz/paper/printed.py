"""A version of a booklet as it is printed: its questions in order, their options in order, and the boxes of the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from quiz.bank.answers.paper_answers import print_question, write_paper_answer
from quiz.bank.answers.samples import right_answer
from quiz.bank.models import QuestionVersion
from quiz.bank.questions import Question
from quiz.bank.rendering import count_options
from quiz.bank.types.protocol import AnswerBox, PaperPart, PaperReason
from quiz.bank.types.registry import type_of
from quiz.bank.versions import load_question
from quiz.paper.models import Booklet
from quiz.paper.shuffles import order_options, order_questions


@dataclass(frozen=True)
class SheetBox:
    """A box of the answer sheet, and what it is called on paper and in the form."""

    #: `7`, or `7.2` for the second gap of question 7.
    label: str
    field: str
    box: AnswerBox


@dataclass(frozen=True)
class PrintedQuestion:
    """A question with its number and the order of its options."""

    number: int
    question: Question
    version: QuestionVersion
    order: tuple[int, ...]

    @property
    def part(self) -> PaperPart:
        """What is printed besides the stem."""
        return print_question(self.question, self.order)

    @property
    def boxes(self) -> tuple[SheetBox, ...]:
        """The boxes of the answer sheet."""
        boxes = self.part.boxes
        if len(boxes) == 1:
            return (SheetBox(str(self.number), f"a-{self.number}", boxes[0]),)
        return tuple(
            SheetBox(f"{self.number}.{gap}", f"a-{self.number}-{gap}", box)
            for gap, box in enumerate(boxes, 1)
        )

    @property
    def key(self) -> tuple[str, ...]:
        """What is right, for each box, as it stands on a sheet that is filled in right."""
        return write_paper_answer(
            self.question, self.order, right_answer(self.question)
        )

    @property
    def reasons(self) -> tuple[PaperReason, ...]:
        """Why each answer is right or wrong."""
        return type_of(self.question).paper_reasons(self.question, self.order)


def print_version(booklet: Booklet, version: int) -> tuple[PrintedQuestion, ...]:
    """Return the questions of a version, in its order."""
    versions: Sequence[QuestionVersion] = [one.version for one in booklet.questions]
    places = order_questions(booklet.seed, version, [one.key for one in versions])
    questions = [load_question(one) for one in versions]
    return tuple(
        PrintedQuestion(
            number,
            questions[place],
            versions[place],
            order_options(
                booklet.seed,
                version,
                questions[place].key,
                count_options(questions[place]),
            ),
        )
        for number, place in enumerate(places, 1)
    )
