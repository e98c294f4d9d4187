"""What every question type must be able to do, and the values that it hands over.

Nothing here has a default: a type that lacks a method is found by mypy and by a rule test, and a
page or a command that asks for it never falls back on another type's behaviour.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from quiz.bank.questions import Proof, Question, TypeName
from quiz.bank.source.blocks import SourceSection
from quiz.bank.source.sections import FaultCollector

#: An answer as it is stored, in the numbering of the file: see the docstring of each type.
Given = Mapping[str, Any]
#: What stands in the fields of a page: one value, several values, or a value for each row.
FormValue = str | list[str] | dict[str, str]
#: The fields that a page sent.
FormFields = Mapping[str, Sequence[str]]


class StructureFault(NamedTuple):
    """Something wrong with the answer part: the check, the section, what was found, what is expected."""

    check: str
    section: str
    found: str
    expected: str


@dataclass(frozen=True)
class ExplainedText:
    """A thing that may be answered, and its author's reason why it is right or wrong."""

    section: str
    text: str
    reason: str
    misconception: str | None = None


@dataclass(frozen=True)
class ChoiceSet:
    """Texts to choose among, and the numbers of those that are right (of graded ones: the best)."""

    texts: tuple[str, ...]
    keys: frozenset[int]
    #: Whether the texts earn points by degrees.
    graded: bool = False

    @property
    def has_one_key(self) -> bool:
        """Say whether exactly one is right and the others wrong."""
        return not self.graded and len(self.keys) == 1

    @property
    def has_several_keys(self) -> bool:
        """Say whether more than one is right."""
        return not self.graded and len(self.keys) > 1


@dataclass(frozen=True)
class TakerPart:
    """What a type's template needs to ask. Nothing in it may tell the key."""


@dataclass(frozen=True)
class ReviewPart:
    """What a type's template needs to show the answer, the key and the reasons."""


class BoxKind(StrEnum):
    """How a box of an answer sheet is filled in."""

    #: One letter is crossed, or several are.
    ONE = "one"
    SEVERAL = "several"
    #: Every letter is written once, the first place first.
    ORDER = "order"
    #: A letter is written for each row.
    MATCH = "match"
    #: A text or a number is written.
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class AnswerBox:
    """What an answer sheet has for a question, or for one gap of it."""

    kind: BoxKind
    #: Markdown texts behind the letters A, B, C, …; none where something is written.
    texts: tuple[str, ...] = ()
    #: How many letters an answer has.
    count: int = 1
    unit: str = ""


@dataclass(frozen=True)
class PaperPart:
    """The answer part on paper. Nothing in it may tell the key."""

    boxes: tuple[AnswerBox, ...]
    #: Markdown texts behind the numbers 1, 2, 3, …, each of which gets a letter.
    lefts: tuple[str, ...] = ()
    #: Markdown in which `__1__`, `__2__`, … stand for gaps; each has a box.
    gap_text: str = ""


@dataclass(frozen=True)
class PaperReason:
    """A line of a printed key: something that may be answered, and why it is right or wrong."""

    #: A letter, a number or a gap of the paper; empty for what is written.
    label: str
    text: str
    reason: str
    is_right: bool
    #: What it earns, where answers earn points by degrees.
    points: int | None = None


@dataclass(frozen=True)
class TrialProgram:
    """A program that is run besides the one that proves the key."""

    #: What was put in, for messages.
    label: str
    code: str
    #: Whether it must end like the program of the key; otherwise it must not.
    is_right: bool


class QuestionType(Protocol):
    """The behaviour of one question type. Instances hold no state."""

    #: The word in the files and in stored questions.
    name: TypeName
    #: The column in which the README's table counts it.
    table_column: str
    #: Headings that must be there, and fields that no other type has.
    required_sections: tuple[str, ...]
    own_fields: frozenset[str]
    #: The section whose code is run where `### Proof` has none; None: the stem.
    program_section: str | None
    #: The longest stem and option, in words.
    stem_max_words: int
    option_max_words: int

    # Reading and checking a file

    def section_titles(self, titles: Sequence[str]) -> tuple[str, ...]:
        """Return the headings that the answer may have, in order; `titles` are those of the file."""

    def read_sections(
        self, sections: Mapping[str, SourceSection], report: FaultCollector
    ) -> dict[str, Any]:
        """Return the fields of `Question` that the answer's sections hold."""

    def check_structure(self, question: Question) -> Iterator[StructureFault]:
        """Yield what is wrong with the answer part: counts, keys, repetitions."""

    def explained_texts(self, question: Question) -> tuple[ExplainedText, ...]:
        """Return everything that must have a reason."""

    def choice_sets(self, question: Question) -> tuple[ChoiceSet, ...]:
        """Return what is chosen among, for the checks of surface cues."""

    def accepted_texts(self, question: Question) -> tuple[str, ...]:
        """Return the right answers that are typed."""

    def visible_texts(self, question: Question) -> tuple[str, ...]:
        """Return what the taker reads besides the stem."""

    # Taking

    def count_shuffled(self, question: Question) -> int:
        """Return how many things are put into an order by chance; 0 when there is nothing to shuffle."""

    def present(self, question: Question, order: Sequence[int]) -> TakerPart:
        """Return what the taker sees; `order` holds file numbers in the order of the page."""

    def read_form(
        self, question: Question, order: Sequence[int], fields: FormFields
    ) -> dict[str, Any]:
        """Return the answer that a page sent; raises `NotValid` when it is incomplete or foreign."""

    def fill_form(
        self, question: Question, order: Sequence[int], given: Given
    ) -> FormValue:
        """Return what stands in the fields of a page that shows a stored answer again."""

    def keep_form(self, fields: FormFields) -> FormValue | None:
        """Return what stood in the fields of a page that was refused, so that nothing is lost."""

    # On paper

    def present_on_paper(self, question: Question, order: Sequence[int]) -> PaperPart:
        """Return what a booklet and its answer sheet have; `order` holds file numbers in the order of the paper."""

    def paper_reasons(
        self, question: Question, order: Sequence[int]
    ) -> tuple[PaperReason, ...]:
        """Return what the printed key explains, in the order of the paper."""

    # Scoring

    def score(self, question: Question, given: Given) -> float:
        """Return one of 0, 1/(categories - 1), …, 1; raises `NotValid` for what was never offered."""

    def count_categories(self, question: Question) -> int:
        """Return how many different scores there can be: 2 for right or wrong."""

    def count_blind_choices(self, question: Question) -> int:
        """Return the number of equally likely blind answers; 0 where guessing has no chance.

        The engine's guessing parameter is 1 over this number.
        """

    def blind_answers(self, question: Question) -> Iterable[dict[str, Any]]:
        """Return all blind answers, equally likely."""

    # Afterwards

    def review(
        self, question: Question, order: Sequence[int], given: Given, *, is_right: bool
    ) -> ReviewPart:
        """Return what was given, what is right, and why."""

    def find_misconceptions(
        self, question: Question, given: Given, *, is_right: bool
    ) -> set[str]:
        """Return the ids of the wrong ideas that an answer shows."""

    # Other readers

    def export(self, question: Question) -> dict[str, Any]:
        """Return the answer part as plain data: `options`, `answers`, and what else there is."""

    def taker_lines(self, question: Question) -> list[str]:
        """Return the answer part as lines for a terminal or for paper."""

    def author_lines(self, question: Question) -> list[str]:
        """Return key and reasons as lines for a terminal."""

    # Proofs by running

    def key_program(self, question: Question, proof: Proof) -> str:
        """Return the program whose output proves the key."""

    def trial_programs(
        self, question: Question, proof: Proof
    ) -> tuple[TrialProgram, ...]:
        """Return the programs of other answers."""

    def check_output(
        self, question: Question, proof: Proof, output: str
    ) -> Iterator[str]:
        """Yield how the key's output contradicts the question."""

    # Samples

    def right_answer(self, question: Question) -> dict[str, Any]:
        """Return an answer that earns the full score."""

    def wrong_answer(self, question: Question, rng: random.Random) -> dict[str, Any]:
        """Return something that a person might answer and that earns little or nothing."""
