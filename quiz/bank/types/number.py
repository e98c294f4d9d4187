"""Typed number, with a tolerance and a unit. The answer is {"text": "42"}, as it was typed."""

import random
from collections.abc import Iterator
from typing import Any

from quiz.bank.questions import Question, TypeName
from quiz.bank.source.sections import FaultCollector, ListItem, read_number
from quiz.bank.types.protocol import BoxKind
from quiz.bank.types.shared.dress import Dressed, dress_number
from quiz.bank.types.shared.typed_numbers import (
    find_same_number,
    is_same_number,
    parse_numbers,
)
from quiz.bank.types.shared.units import accepted_units
from quiz.bank.types.text import TypedText
from quiz.errors import NotValid


class TypedNumber(TypedText):
    """A number: typed like a text, compared by its value."""

    name: TypeName = "number"
    own_fields: frozenset[str] = frozenset({"tolerance", "unit"})
    item_pattern = "`- 42`"
    box_kind = BoxKind.NUMBER

    def read_item(self, item: ListItem, title: str, report: FaultCollector) -> str:
        """Return the number as it is written."""
        return read_number(item, title, report)

    def check_typed(self, question: Question, text: str) -> None:
        """Raise `NotValid` for what is no number."""
        if not parse_numbers(text, accepted_units(question)):
            raise NotValid("Enter a number, for example 42 or 0.5.")

    def is_same(self, question: Question, text: str, accepted: str) -> bool:
        """Say whether a typed number is within the tolerance of another."""
        units = accepted_units(question)
        return is_same_number(text, accepted, question.tolerance, units)

    def find_listed(self, question: Question, text: str) -> str | None:
        """Return the accepted number or the mistake that was typed; None for what nobody foresaw."""
        mistakes = [mistake.text for mistake in question.mistakes]
        units = accepted_units(question)
        return find_same_number(
            text, question.answers, mistakes, question.tolerance, units
        )

    def dress(self, question: Question, text: str) -> Iterator[Dressed]:
        """Yield a listed number in the notations of several countries."""
        del question
        return dress_number(text)

    def export(self, question: Question) -> dict[str, Any]:
        """Return the accepted numbers and the tolerance."""
        return super().export(question) | {"tolerance": float(question.tolerance)}

    def wrong_answer(self, question: Question, rng: random.Random) -> dict[str, Any]:
        """Return the first mistake that people make, or a number below nought."""
        del rng
        known = [mistake.text for mistake in question.mistakes]
        return {"text": next(iter(known), "-1")}
