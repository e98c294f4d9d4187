"""The fields of a question, `- name: value`: which there are, what they may hold, and their values."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from quiz.bank.questions import (
    PACKS,
    Case,
    Difficulty,
    Form,
    ProofKind,
    Volatility,
)
from quiz.bank.source.sections import NUMBER, FaultCollector
from quiz.bank.types.protocol import QuestionType
from quiz.bank.types.registry import TYPES, find_type

VERSION = re.compile(
    r"^[A-Za-z][\w.+#/ -]*?(?: (?:>=|<=|==|>|<)\d+(?:\.\d+)*)(?: (?:>=|<=|==|>|<)\d+(?:\.\d+)*)*$"
)
FIELD_VALUES: dict[str, tuple[str, ...]] = {
    "type": tuple(kind.name for kind in TYPES),
    "form": get_args(Form),
    "difficulty": get_args(Difficulty),
    "volatility": get_args(Volatility),
    "case": get_args(Case),
    "proof": get_args(ProofKind),
    "pack": PACKS,
}
REQUIRED_FIELDS = ("type", "difficulty", "seconds", "tags", "volatility", "review_by")
OPTIONAL_FIELDS = (
    "form",
    "pack",
    "versions",
    "revision",
    "case",
    "tolerance",
    "unit",
    "enemies",
    "proof",
)
#: Fields that only some types may have, and which.
TYPES_WITH_FIELD: dict[str, tuple[str, ...]] = {
    name: tuple(kind.name for kind in TYPES if name in kind.own_fields)
    for name in OPTIONAL_FIELDS
    if any(name in kind.own_fields for kind in TYPES)
}
#: Fields whose value is a word or a phrase.
WORD_FIELDS = (
    *("type", "form", "difficulty", "pack", "volatility"),
    *("case", "unit"),
)


class FieldReader:
    """Reads the fields of one question and reports faults with their lines."""

    def __init__(
        self, fields: dict[str, tuple[str, int]], report: FaultCollector
    ) -> None:
        self.fields = fields
        self.report = report

    @property
    def question_type(self) -> QuestionType | None:
        """The type that the field `type` names; None where it names no type, which is a fault."""
        name = self.read_word("type")
        return find_type(name) if name in FIELD_VALUES["type"] else None

    def check_fields(self) -> None:
        """Report what is missing, unknown, or not allowed for the type."""
        for name in REQUIRED_FIELDS:
            if name not in self.fields:
                self.report.add_fault(name, "no such field", f"`- {name}: …`")
        for name, (value, line) in self.fields.items():
            if name not in REQUIRED_FIELDS + OPTIONAL_FIELDS:
                known = ", ".join(REQUIRED_FIELDS + OPTIONAL_FIELDS)
                self.report.add_fault(name, "an unknown field", f"one of {known}", line)
            elif value and name in FIELD_VALUES and value not in FIELD_VALUES[name]:
                self.report.add_fault(
                    name, repr(value), "one of " + ", ".join(FIELD_VALUES[name]), line
                )
            elif (
                name in TYPES_WITH_FIELD
                and self.read_word("type") not in TYPES_WITH_FIELD[name]
            ):
                expected = "this field only with type " + " or ".join(
                    TYPES_WITH_FIELD[name]
                )
                self.report.add_fault(
                    name, f"type {self.read_word('type')}", expected, line
                )

    def read_values(self) -> dict[str, Any]:
        """Return the fields of `Question` that are written as fields."""
        values: dict[str, Any] = {
            name: self.read_word(name) for name in WORD_FIELDS if name in self.fields
        }
        values |= {
            name: self._read_list(name) for name in ("tags", "versions", "enemies")
        }
        for version in values["versions"]:
            if not VERSION.match(version):
                self._add_fault(
                    "versions",
                    repr(version),
                    "`Name >=1.2`, several separated by commas",
                )
        values["seconds"] = self._read_whole_number("seconds", 20, 180)
        if "revision" in self.fields:
            values["revision"] = self._read_whole_number("revision", 1, 999)
        if "tolerance" in self.fields:
            values["tolerance"] = self._read_tolerance()
        values["review_by"] = self._read_date()
        return values

    def read_word(self, name: str) -> str:
        """Return the value of a field; empty where it is missing."""
        return self.fields.get(name, ("", 0))[0]

    def _read_list(self, name: str) -> tuple[str, ...]:
        words = tuple(word.strip() for word in self.read_word(name).split(","))
        if name in self.fields and (not all(words) or len(set(words)) < len(words)):
            self._add_fault(
                name,
                repr(self.read_word(name)),
                "values separated by commas, each once",
            )
        return tuple(word for word in words if word)

    def _read_whole_number(self, name: str, low: int, high: int) -> int:
        value = self.read_word(name)
        if name in self.fields and not (
            value.isascii() and value.isdigit() and low <= int(value) <= high
        ):
            self._add_fault(name, repr(value), f"a whole number from {low} to {high}")
            return low
        return int(value or low)

    def _read_tolerance(self) -> Decimal:
        value = self.read_word("tolerance")
        if not NUMBER.match(value) or value.startswith("-"):
            self._add_fault("tolerance", repr(value), "a number such as 0.5")
            return Decimal(0)
        return Decimal(value)

    def _read_date(self) -> date:
        value = self.read_word("review_by")
        try:
            return date.fromisoformat(value)
        except ValueError:
            if "review_by" in self.fields:
                self._add_fault("review_by", repr(value), "a date such as 2030-11-01")
            return date.min

    def _add_fault(self, name: str, found: str, expected: str) -> None:
        self.report.add_fault(name, found, expected, self.fields[name][1])
