"""Ordering: rows put into their order. The answer is {"order": [2, 0, 1]}, row numbers, first place first."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import factorial
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from quiz.bank.markdown import block_html, label_html
from quiz.bank.prose import strip_back_quotes
from quiz.bank.questions import OrderedRow, Proof, Question, TypeName
from quiz.bank.source.blocks import SourceSection
from quiz.bank.source.sections import FaultCollector, read_items
from quiz.bank.types.protocol import (
    AnswerBox,
    BoxKind,
    ChoiceSet,
    ExplainedText,
    FormFields,
    FormValue,
    Given,
    PaperPart,
    PaperReason,
    ReviewPart,
    StructureFault,
    TakerPart,
)
from quiz.bank.types.shared.choices import (
    ShownChoice,
    find_repeated,
    indent_lines,
    label_choices,
)
from quiz.bank.types.shared.given_values import (
    field_value,
    parse_numbers,
    read_place,
    round_to_category,
    row_values,
)
from quiz.bank.types.shared.proofs import OneProgramProof
from quiz.errors import NotValid

_NUMBERED = re.compile(r"^(\d+)\. (.*)$")


@dataclass(frozen=True)
class OrderingPart(TakerPart):
    """Rows to put into order."""

    rows: tuple[ShownChoice, ...]


@dataclass(frozen=True)
class ReviewedRow:
    """A row with the place it was given and the place it has."""

    html: Markup
    given_place: int | None
    place: int
    reason_html: Markup

    @property
    def is_right(self) -> bool:
        """Say whether it was put where it belongs."""
        return self.given_place == self.place


@dataclass(frozen=True)
class ReviewedOrder(ReviewPart):
    """The rows in the right order."""

    rows: tuple[ReviewedRow, ...]


class Ordering(OneProgramProof):
    """Three to seven rows."""

    name: TypeName = "ordering"
    table_column = "ordering, matching"
    required_sections: tuple[str, ...] = ("Order",)
    own_fields: frozenset[str] = frozenset()
    stem_max_words = 60
    option_max_words = 18

    def section_titles(self, titles: Sequence[str]) -> tuple[str, ...]:
        """Return the one heading of the answer."""
        del titles
        return ("Order",)

    def read_sections(
        self, sections: Mapping[str, SourceSection], report: FaultCollector
    ) -> dict[str, Any]:
        """Return the rows in the right order."""
        like = "`1. text`, the reason beneath as `  > …`"
        items = read_items(sections["Order"], _NUMBERED, like, report)
        for place, item in enumerate(items, 1):
            if int(item.mark) != place:
                report.add_fault(
                    "Order", f"number {item.mark}", f"number {place}", item.line
                )
        return {"order": tuple(OrderedRow(item.text, item.reason) for item in items)}

    def check_structure(self, question: Question) -> Iterator[StructureFault]:
        """Yield a fault unless there are three to seven different rows."""
        if not 3 <= len(question.order) <= 7:
            yield StructureFault(
                "count", "Order", f"{len(question.order)} rows", "3 to 7"
            )
        yield from find_repeated([row.text for row in question.order], "Order")

    def explained_texts(self, question: Question) -> tuple[ExplainedText, ...]:
        """Return the rows: each says why it stands there."""
        return tuple(
            ExplainedText("Order", row.text, row.reason) for row in question.order
        )

    def choice_sets(self, question: Question) -> tuple[ChoiceSet, ...]:
        """Return nothing: every row is right."""
        del question
        return ()

    def accepted_texts(self, question: Question) -> tuple[str, ...]:
        """Return nothing: nothing is typed but places."""
        del question
        return ()

    def visible_texts(self, question: Question) -> tuple[str, ...]:
        """Return the rows."""
        return tuple(row.text for row in question.order)

    def count_shuffled(self, question: Question) -> int:
        """Return the number of rows."""
        return len(question.order)

    def present(self, question: Question, order: Sequence[int]) -> OrderingPart:
        """Return the rows in the order of the page."""
        texts = [question.order[number].text for number in order]
        return OrderingPart(label_choices(texts))

    def read_form(
        self, question: Question, order: Sequence[int], fields: FormFields
    ) -> dict[str, Any]:
        """Return the rows by the places that were typed."""
        del question
        rows = range(1, len(order) + 1)
        places = [
            read_place(field_value(fields, f"answer-{value}"))
            for value in range(len(order))
        ]
        if sorted(places) != list(rows):
            raise NotValid(f"Give each row its own place, from 1 to {len(order)}.")
        by_place = dict(zip(places, order, strict=True))
        return {"order": [by_place[place] for place in rows]}

    def fill_form(
        self, question: Question, order: Sequence[int], given: Given
    ) -> FormValue:
        """Return the place of each row."""
        del question
        values = {number: str(value) for value, number in enumerate(order)}
        return {
            values[number]: str(place) for place, number in enumerate(given["order"], 1)
        }

    def keep_form(self, fields: FormFields) -> FormValue | None:
        """Return what was typed beside each row."""
        return row_values(fields)

    def present_on_paper(self, question: Question, order: Sequence[int]) -> PaperPart:
        """Return the rows behind letters, which are written in their order."""
        texts = tuple(question.order[number].text for number in order)
        return PaperPart((AnswerBox(BoxKind.ORDER, texts, len(texts)),))

    def paper_reasons(
        self, question: Question, order: Sequence[int]
    ) -> tuple[PaperReason, ...]:
        """Return the rows in the right order, each behind its letter on the paper."""
        letters = {number: ascii_uppercase[place] for place, number in enumerate(order)}
        return tuple(
            PaperReason(letters[number], row.text, row.reason, is_right=True)
            for number, row in enumerate(question.order)
        )

    def score(self, question: Question, given: Given) -> float:
        """Return Kendall's rank correlation, rounded down; at or below chance it is 0."""
        count = len(question.order)
        message = f"Give each of the {count} rows its own place."
        order = parse_numbers(given.get("order"), count, message)
        if len(order) != count:
            raise NotValid(message)
        pairs = count * (count - 1) // 2
        inverted = sum(first > second for first, second in combinations(order, 2))
        # A random order has a correlation of 0 on average.
        agreement = max(0.0, (pairs - 2 * inverted) / pairs)
        if count == 3:
            return {0: 1.0, 1: 0.5}.get(inverted, 0.0)
        return round_to_category(agreement, 4)

    def count_categories(self, question: Question) -> int:
        """Return 3 for three rows, else 4."""
        return 3 if len(question.order) == 3 else 4

    def count_blind_choices(self, question: Question) -> int:
        """Return the number of orders."""
        return factorial(len(question.order))

    def blind_answers(self, question: Question) -> list[dict[str, Any]]:
        """Return every order."""
        orders = permutations(range(len(question.order)))
        return [{"order": list(order)} for order in orders]

    def review(
        self, question: Question, order: Sequence[int], given: Given, *, is_right: bool
    ) -> ReviewedOrder:
        """Return the rows in the right order with the places they were given."""
        del order, is_right
        places = {
            number: place for place, number in enumerate(given.get("order", ()), 1)
        }
        return ReviewedOrder(
            tuple(
                ReviewedRow(
                    html=label_html(row.text),
                    given_place=places.get(number),
                    place=number + 1,
                    reason_html=block_html(row.reason),
                )
                for number, row in enumerate(question.order)
            )
        )

    def find_misconceptions(
        self, question: Question, given: Given, *, is_right: bool
    ) -> set[str]:
        """Return nothing: a wrong order names no idea."""
        del question, given, is_right
        return set()

    def export(self, question: Question) -> dict[str, Any]:
        """Return the rows in the right order."""
        return {"options": [], "answers": [row.text for row in question.order]}

    def taker_lines(self, question: Question) -> list[str]:
        """Return the rows by the alphabet, a place to write before each."""
        texts = sorted(row.text for row in question.order)
        return [f"  __ {indent_lines(text)}" for text in texts]

    def author_lines(self, question: Question) -> list[str]:
        """Return the rows in order with their reasons."""
        return [
            f"  {place} {row.text}: {row.reason}"
            for place, row in enumerate(question.order, 1)
        ]

    def check_output(
        self, question: Question, proof: Proof, output: str
    ) -> Iterator[str]:
        """Yield a remark unless the output is the rows, line by line."""
        del proof
        rows = [strip_back_quotes(row.text) for row in question.order]
        lines = output.split("\n")
        printed = [strip_back_quotes(line) for line in lines if line.strip()]
        if printed != rows:
            yield f"it printed the rows {printed}, and the key has {rows}"

    def right_answer(self, question: Question) -> dict[str, Any]:
        """Return the order of the file."""
        return {"order": list(range(len(question.order)))}

    def wrong_answer(self, question: Question, rng: random.Random) -> dict[str, Any]:
        """Return the order of the file upside down."""
        del rng
        return {"order": list(reversed(range(len(question.order))))}
