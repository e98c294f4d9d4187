"""From the text of one question file to questions, with every fault named. Folders are walked in `bank_folder`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quiz.bank.parsing.fields import FIELD_VALUES, FieldReader
from quiz.bank.questions import (
    Question,
)
from quiz.bank.source.blocks import (
    SourceLine,
    SourceSection,
    is_paragraph,
    number_lines,
    split_at_headings,
    split_blocks,
)
from quiz.bank.source.sections import (
    FaultCollector,
    read_fields,
    read_proof,
    read_references,
)
from quiz.catalogue.findings import Finding
from quiz.catalogue.skills import Objective

KEY = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_HEADING = re.compile(r"^# ([A-Z]+-\d+): *(\S.*)$")

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
        fields, stem = read_fields(head, report)
        self.fields = FieldReader(fields, report)
        self.stem_lines = stem
        self.stem = "\n".join(line.text for line in stem).strip("\n")
        self.parts = {part.title: part for part in reversed(found)}
        self.titles = [(part.title, part.line) for part in found]
        self.type = self.fields.question_type

    def read_question(self, *, own: bool) -> Question | None:
        """Return the question; None when too much is wrong to build one."""
        self._check_key()
        self.fields.check_fields()
        self._check_stem()
        self._check_parts()
        answer = self._read_answer()
        values = self.fields.read_values()
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
                found = f"`### {title}` in a question of type {self.fields.read_word('type')}"
                self.report.add_fault("parts", found, ", ".join(allowed), line)

    def _read_answer(self) -> dict[str, Any]:
        if self.type is None or any(
            title not in self.parts for title in self.type.required_sections
        ):
            return {}
        return self.type.read_sections(self.parts, self.report)

    def _read_ending(self) -> dict[str, Any]:
        explanation = self.parts.get("Explanation")
        references = self.parts.get("References")
        ending: dict[str, Any] = {
            "explanation": explanation.text if explanation else ""
        }
        if references:
            ending["references"] = read_references(references, self.report)
        kind = self.fields.read_word("proof")
        if kind in FIELD_VALUES["proof"]:
            part = self.parts.get("Proof")
            ending["proof"] = read_proof(kind, part, self._program_lines(), self.report)
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
