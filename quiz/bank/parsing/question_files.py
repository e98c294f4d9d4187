"""From the text of one question file to questions, with every fault named. Folders are walked in `bank_folder`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from quiz.bank.questions import (
    PACKS,
    Case,
    Difficulty,
    Form,
    ProofKind,
    Question,
    Volatility,
)
from quiz.bank.source import sections
from quiz.bank.source.blocks import (
    SourceLine,
    SourceSection,
    is_paragraph,
    number_lines,
    split_at_headings,
    split_blocks,
)
from quiz.bank.source.sections import NUMBER, FaultCollector
from quiz.bank.types.registry import TYPES, find_type
from quiz.catalogue.findings import Finding
from quiz.catalogue.skills import Objective

KEY = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
VERSION = re.compile(
    r"^[A-Za-z][\w.+#/ -]*?(?: (?:>=|<=|==|>|<)\d+(?:\.\d+)*)(?: (?:>=|<=|==|>|<)\d+(?:\.\d+)*)*$"
)
_HEADING = re.compile(r"^# ([A-Z]+-\d+): *(\S.*)$")

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
#: The sections behind the answer, in this order.
CLOSING_SECTIONS = ("Explanation", "References", "Proof")


@dataclass(frozen=True)
class QuestionFileContent:
    """The questions that could be read from one file, and everything that is wrong with it."""

    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]


def read_questions(
    text: str,
    path: str,
    area: str,
    objectives: Mapping[str, Objective],
    *,
    own: bool = False,
) -> QuestionFileContent:
    """Read one question file; `path` is for messages, `area` is the folder it lies in."""
    before, sections = split_at_headings(list(number_lines(text)), "##")
    report = FaultCollector(path, "", 1)
    objective = _find_objective(before, area, objectives, report)
    if not sections:
        report.add_fault("file", "no question", "`## key` and a question beneath")
    questions = []
    findings = report.findings
    for section in sections:
        one = FaultCollector(path, section.title, section.line)
        question = _QuestionReader(section, one, objective).read_question(own=own)
        findings = findings + one.findings
        if question and not one.findings:
            questions.append(question)
    return QuestionFileContent(tuple(questions), tuple(findings))


def _find_objective(
    before: list[SourceLine],
    area: str,
    objectives: Mapping[str, Objective],
    report: FaultCollector,
) -> Objective | None:
    heading: Objective | None = None
    like = "`# OBJECTIVE: words`, for example `# SQL-04: joins`"
    seen = False
    for line in before:
        if line.is_blank:
            continue
        match = _HEADING.match(line.text)
        if not match or seen:
            report.add_fault("heading", repr(line.text), like, line.number)
            continue
        seen = True
        heading = objectives.get(match[1])
        if heading is None:
            report.add_fault(
                "heading", match[1], "an id of skills/objectives.toml", line.number
            )
        elif heading.area != area:
            report.add_fault(
                "heading",
                f"{match[1]} in the folder {area}/",
                f"{heading.area}/",
                line.number,
            )
    if not seen:
        report.add_fault("heading", "none", like)
    return heading


class _QuestionReader:
    """Reads one section; kept together because every step looks at the fields and reports faults."""

    def __init__(
        self,
        section: SourceSection,
        report: FaultCollector,
        objective: Objective | None,
    ) -> None:
        self.section = section
        self.report = report
        self.objective = objective
        head, found = split_at_headings(section.lines, "###")
        self.fields, stem = sections.read_fields(head, report)
        self.stem_lines = stem
        self.stem = "\n".join(line.text for line in stem).strip("\n")
        self.parts = {part.title: part for part in reversed(found)}
        self.titles = [(part.title, part.line) for part in found]
        name = self._read_word("type")
        # Another word is a fault of the field, and then nothing of the answer can be read.
        self.type = find_type(name) if name in FIELD_VALUES["type"] else None

    def read_question(self, *, own: bool) -> Question | None:
        """Return the question; None when too much is wrong to build one."""
        self._check_key()
        self._check_fields()
        self._check_stem()
        self._check_parts()
        answer = self._read_answer()
        values = self._read_values()
        if self.report.findings or self.objective is None:
            # What can be read of the rest is read all the same, for its faults.
            self._read_ending()
            return None
        ending = self._read_ending()
        if self.report.findings:
            return None
        return Question(
            key=self.section.title,
            area=self.objective.area,
            level=self.objective.level,
            objective=self.objective.id,
            stem=self.stem,
            path=self.report.path,
            line=self.section.line,
            own=own,
            **values,
            **answer,
            **ending,
        )

    def _check_key(self) -> None:
        key = self.section.title
        if not KEY.match(key):
            self.report.add_fault("key", repr(key), "small letters, digits and hyphens")
        elif self.objective and not key.startswith(self.objective.id.lower() + "-"):
            self.report.add_fault(
                "key", key, f"{self.objective.id.lower()}- and two to five words"
            )

    def _check_fields(self) -> None:
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
                and self._read_word("type") not in TYPES_WITH_FIELD[name]
            ):
                expected = "this field only with type " + " or ".join(
                    TYPES_WITH_FIELD[name]
                )
                self.report.add_fault(
                    name, f"type {self._read_word('type')}", expected, line
                )

    def _check_stem(self) -> None:
        if not any(is_paragraph(block) for block in split_blocks(self.stem)):
            self.report.add_fault("stem", "no paragraph", "the question in words")
        for line in self.stem_lines:
            if not line.is_code and line.text.startswith("#"):
                self.report.add_fault(
                    "stem", repr(line.text), "no heading in a stem", line.number
                )

    def _check_parts(self) -> None:
        titles = [title for title, _ in self.titles]
        for place, (title, line) in enumerate(self.titles):
            if title in titles[:place]:
                self.report.add_fault(title, "the part twice", "each part once", line)
        needed: tuple[str, ...] = ("Explanation", "References")
        if self.type:
            allowed = (*self.type.section_titles(titles), *CLOSING_SECTIONS)
            self._check_part_order(allowed)
            needed = self.type.required_sections + needed
        for title in needed:
            if title not in self.parts:
                self.report.add_fault("parts", f"no `### {title}`", "this part")

    def _check_part_order(self, allowed: tuple[str, ...]) -> None:
        places = [allowed.index(title) for title, _ in self.titles if title in allowed]
        if places != sorted(places):
            self.report.add_fault(
                "parts", "another order", "answer, explanation, references, proof"
            )
        for title, line in self.titles:
            if title not in allowed:
                found = f"`### {title}` in a question of type {self._read_word('type')}"
                self.report.add_fault("parts", found, ", ".join(allowed), line)

    def _read_answer(self) -> dict[str, Any]:
        if self.type is None or any(
            title not in self.parts for title in self.type.required_sections
        ):
            return {}
        return self.type.read_sections(self.parts, self.report)

    def _read_values(self) -> dict[str, Any]:
        values: dict[str, Any] = {
            name: self._read_word(name)
            for name in (
                "type",
                "form",
                "difficulty",
                "pack",
                "volatility",
                "case",
                "unit",
            )
            if name in self.fields
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

    def _read_ending(self) -> dict[str, Any]:
        explanation = self.parts.get("Explanation")
        references = self.parts.get("References")
        ending: dict[str, Any] = {
            "explanation": explanation.text if explanation else ""
        }
        if references:
            ending["references"] = sections.read_references(references, self.report)
        kind = self._read_word("proof")
        if kind in FIELD_VALUES["proof"]:
            part = self.parts.get("Proof")
            ending["proof"] = sections.read_proof(
                kind, part, self._program_lines(), self.report
            )
        elif "Proof" in self.parts:
            line = self.parts["Proof"].line
            self.report.add_fault(
                "proof", "`### Proof` without the field", "`- proof: …`", line
            )
        return ending

    def _program_lines(self) -> list[SourceLine]:
        """Return where the program is, if the proof has none of its own."""
        name = self.type.program_section if self.type else None
        if name is None:
            return self.stem_lines
        return self.parts[name].lines if name in self.parts else []

    def _read_word(self, name: str) -> str:
        return self.fields.get(name, ("", 0))[0]

    def _read_list(self, name: str) -> tuple[str, ...]:
        words = tuple(word.strip() for word in self._read_word(name).split(","))
        if name in self.fields and (not all(words) or len(set(words)) < len(words)):
            self._add_fault(
                name,
                repr(self._read_word(name)),
                "values separated by commas, each once",
            )
        return tuple(word for word in words if word)

    def _read_whole_number(self, name: str, low: int, high: int) -> int:
        value = self._read_word(name)
        if name in self.fields and not (
            value.isascii() and value.isdigit() and low <= int(value) <= high
        ):
            self._add_fault(name, repr(value), f"a whole number from {low} to {high}")
            return low
        return int(value or low)

    def _read_tolerance(self) -> Decimal:
        value = self._read_word("tolerance")
        if not NUMBER.match(value) or value.startswith("-"):
            self._add_fault("tolerance", repr(value), "a number such as 0.5")
            return Decimal(0)
        return Decimal(value)

    def _read_date(self) -> date:
        value = self._read_word("review_by")
        try:
            return date.fromisoformat(value)
        except ValueError:
            if "review_by" in self.fields:
                self._add_fault("review_by", repr(value), "a date such as 2030-11-01")
            return date.min

    def _add_fault(self, name: str, found: str, expected: str) -> None:
        self.report.add_fault(name, found, expected, self.fields[name][1])
