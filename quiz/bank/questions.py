"""A question and its parts as frozen dataclasses, and their JSON. Files are read in `parsing`, answers scored in `answers`."""

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal

from pydantic import TypeAdapter

from quiz.catalogue.skills import Level

#: The names of the types in `quiz.bank.types`; a stored question with another one is refused.
TypeName = Literal[
    "single",
    "multiple",
    "text",
    "number",
    "ordering",
    "matching",
    "judgement",
    "cloze",
]
Form = Literal["code-output", "find-bug", "sql-result", "git-graph"]
Difficulty = Literal["easy", "typical", "hard"]
Volatility = Literal["stable", "slow", "fast"]
Case = Literal["ignore", "exact"]
GapKind = Literal["choose", "type", "type exactly", "number"]
ProofKind = Literal["output", "verdicts"]
Language = Literal[
    "python",
    "javascript",
    "sqlite",
    "postgresql",
    "sql",
    "bash",
    "git",
    "php",
    "java",
    "go",
    "ruby",
    "csharp",
    "rust",
]

#: Main languages that are assessed in full, then those that are assessed in reading only.
FULL_PACKS = ("python", "javascript")
READING_PACKS = ("php", "java", "go", "ruby", "csharp", "rust")
PACKS = FULL_PACKS + READING_PACKS

#: The place of a question is not part of its content.
_LOCATION_FIELDS = {"path", "line", "own"}


@dataclass(frozen=True)
class Option:
    """One thing to choose, and why it is right or wrong."""

    #: Markdown; may hold a fenced code block.
    text: str
    reason: str
    #: For single and multiple choice.
    correct: bool = False
    #: For situational judgement: 3 for the best action, 0 for the worst.
    points: int | None = None
    misconception: str | None = None


@dataclass(frozen=True)
class Mistake:
    """A wrong typed answer that people give, and why it is wrong."""

    text: str
    reason: str
    misconception: str | None = None


@dataclass(frozen=True)
class OrderedRow:
    """One row of an ordering question; rows are kept in the right order."""

    text: str
    reason: str


@dataclass(frozen=True)
class Pair:
    """A left side and the right side that belongs to it; an empty left side matches nothing."""

    left: str
    right: str
    reason: str


@dataclass(frozen=True)
class ClozeGap:
    """One gap of a text: what is right there, the form to show first, and what people get wrong."""

    kind: GapKind
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Reference:
    """A source for what the question claims."""

    title: str
    url: str
    section: str


@dataclass(frozen=True)
class Proof:
    """The program that proves the key, and what it must print."""

    kind: ProofKind
    language: Language
    code: str
    #: What the program must print; None where the key itself says it.
    expected: str | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """A complete question. Two with the same content are equal, whichever file they are in."""

    key: str
    area: str
    level: Level
    objective: str
    type: TypeName
    difficulty: Difficulty
    #: Seconds that a person who knows the answer needs, including reading.
    seconds: int
    #: Ids of rows of the skills matrix.
    tags: tuple[str, ...]
    volatility: Volatility
    review_by: date
    #: Markdown: scene, question, code.
    stem: str
    explanation: str
    references: tuple[Reference, ...]
    revision: int = 1
    form: Form | None = None
    pack: str | None = None
    versions: tuple[str, ...] = ()
    #: For single, multiple and judgement.
    options: tuple[Option, ...] = ()
    #: For text and number: accepted forms, the one to show first.
    answers: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    #: For ordering: the rows in the right order.
    order: tuple[OrderedRow, ...] = ()
    #: For matching.
    pairs: tuple[Pair, ...] = ()
    #: For cloze: Markdown in which `__1__`, `__2__`, … stand for the gaps.
    gap_text: str = ""
    gaps: tuple[ClozeGap, ...] = ()
    case: Case = "ignore"
    #: For number: the largest difference that still counts as right.
    tolerance: Decimal = Decimal(0)
    unit: str | None = None
    #: Keys of questions that must not be in the same sitting.
    enemies: tuple[str, ...] = ()
    proof: Proof | None = None
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    #: From an operator's own folder; such a question is never run.
    own: bool = field(default=False, compare=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, without file and line."""
        return _hash_content(self.to_json())

    @cached_property
    def proof_digest(self) -> str:
        """SHA-256 of what a proof depends on: code, expected output and key."""
        content = self.to_json()
        names = ("type", "proof", "answers", "tolerance", "case", "order", "pairs")
        proved = {name: content.get(name) for name in names}
        proved["options"] = _keys_of(self.options)
        proved["mistakes"] = [mistake.text for mistake in self.mistakes]
        if self.gaps:
            # Left out of other questions, whose proofs were kept before there were gaps.
            proved["text"] = self.gap_text
            proved["gaps"] = [(gap.kind, _keys_of(gap.options)) for gap in self.gaps]
        return _hash_content(proved)

    @property
    def is_code(self) -> bool:
        """Whether the question is about code that is read or run."""
        return self.form is not None

    def to_json(self) -> dict[str, Any]:
        """Return the content as plain data, without fields that have their default.

        So a field that is added later does not change the digest of questions that do not use it.
        """
        dumped: dict[str, Any] = _ADAPTER.dump_python(
            self, mode="json", exclude=_LOCATION_FIELDS, exclude_defaults=True
        )
        return dumped

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Question":
        """Return the question from the data that `to_json` returns."""
        return _ADAPTER.validate_python(content, strict=False)


def _keys_of(options: tuple[Option, ...]) -> list[tuple[str, bool]]:
    return [(option.text, option.correct) for option in options]


def _hash_content(content: dict[str, Any]) -> str:
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(text.encode()).hexdigest()


# Built here because it needs the finished class.
_ADAPTER: TypeAdapter[Question] = TypeAdapter(Question)
