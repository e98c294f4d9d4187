"""Readers for the parts of a question: fields, lists with reasons, references, proof.

Each reports faults to a `FaultCollector` and returns what it could read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args

from quiz.bank.questions import Language, Proof, Reference
from quiz.bank.source.blocks import SourceLine, SourceSection, find_code_blocks
from quiz.catalogue.findings import Finding

_FIELD = re.compile(r"^- ([a-z_]+):(?: (.*))?$")
_QUOTE = re.compile(r"^ *>(?: (.*))?$")
_MISCONCEPTION = re.compile(r"^misconception: *(\S*)$")
_REFERENCE = re.compile(r"^- \[(.+?)\]\((\S+?)\)(?:: *(.*))?$")
_IN_BACK_QUOTES = re.compile(r"^(`+)(.+?)\1$")
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
LANGUAGES: tuple[str, ...] = get_args(Language)


@dataclass
class FaultCollector:
    """Collects findings about one question of one file."""

    path: str
    key: str
    line: int
    findings: list[Finding] = field(default_factory=list)

    def add_fault(
        self, name: str, found: str, expected: str, line: int | None = None
    ) -> None:
        """Add a fault in the field or section `name`."""
        where = self.line if line is None else line
        self.findings.append(Finding(self.path, where, self.key, name, found, expected))


@dataclass
class ListItem:
    """One item of a list with the quote block beneath it."""

    mark: str
    text: str
    reason: str
    misconception: str | None
    line: int


def read_fields(
    lines: list[SourceLine], report: FaultCollector
) -> tuple[dict[str, tuple[str, int]], list[SourceLine]]:
    """Return the fields, each with its line, and the lines after them."""
    fields: dict[str, tuple[str, int]] = {}
    rest = list(lines)
    while rest and rest[0].is_blank:
        rest.pop(0)
    while rest and (match := _FIELD.match(rest[0].text)):
        name, value = match[1], (match[2] or "").strip()
        if name in fields:
            report.add_fault(name, "the field twice", "each field once", rest[0].number)
        if not value:
            report.add_fault(
                name, "no value", "a value, or no such line", rest[0].number
            )
        fields[name] = (value, rest[0].number)
        rest.pop(0)
    if rest and not rest[0].is_blank:
        report.add_fault(
            "fields",
            repr(rest[0].text),
            "`- name: value` or an empty line",
            rest[0].number,
        )
    return fields, rest


def read_items(
    part: SourceSection, mark: re.Pattern[str], like: str, report: FaultCollector
) -> list[ListItem]:
    """Return the items of a list section; `mark` matches the first line of an item, as mark and text."""
    items: list[ListItem] = []
    for group in _group_items(part, mark, like, report):
        sign, head = mark.findall(group[0].text)[0]
        text, reason, misconception = _split_item_body(group[1:])
        words = "\n".join([head.strip(), *text]).strip("\n")
        items.append(ListItem(sign, words, reason, misconception, group[0].number))
        if misconception == "":
            report.add_fault(
                part.title, "`misconception:` alone", "an id behind it", group[0].number
            )
        if not words.strip():
            report.add_fault(part.title, "an item without text", like, group[0].number)
    if not items:
        report.add_fault(part.title, "an empty part", like, part.line)
    return items


def _group_items(
    part: SourceSection, mark: re.Pattern[str], like: str, report: FaultCollector
) -> Iterator[list[SourceLine]]:
    group: list[SourceLine] = []
    for line in part.lines:
        if not line.is_code and mark.match(line.text):
            if group:
                yield group
            group = [line]
        elif group and (
            line.is_blank or line.text.startswith("  ") or _QUOTE.match(line.text)
        ):
            group.append(line)
        elif not line.is_blank:
            report.add_fault(part.title, repr(line.text), like, line.number)
    if group:
        yield group


def _split_item_body(lines: list[SourceLine]) -> tuple[list[str], str, str | None]:
    """Return the further lines of an item's text, its reason, and its misconception."""
    text: list[str] = []
    reason: list[str] = []
    misconception: str | None = None
    for line in lines:
        quote = None if line.is_code else _QUOTE.match(line.text)
        if not quote:
            text.append(line.text.removeprefix("  "))
        elif named := _MISCONCEPTION.match(quote[1] or ""):
            misconception = named[1]
        else:
            reason.append((quote[1] or "").strip())
    return text, " ".join(reason).strip(), misconception


def unquote_item(item: ListItem, title: str, report: FaultCollector) -> str:
    """Return the text of an item between its back quotes."""
    match = _IN_BACK_QUOTES.match(item.text)
    if not match:
        report.add_fault(title, repr(item.text), "the answer in back quotes", item.line)
        return item.text
    return match[2].strip() if len(match[1]) > 1 else match[2]


def read_number(item: ListItem, title: str, report: FaultCollector) -> str:
    """Return the number that is an item's whole text."""
    text = item.text.strip("`")
    if not NUMBER.match(text):
        report.add_fault(
            title, repr(item.text), "a number such as `- 42` or `- 0.5`", item.line
        )
    return text


def read_references(
    part: SourceSection, report: FaultCollector
) -> tuple[Reference, ...]:
    """Return the references of a section."""
    like = "`- [title](https://…): section`"
    references = []
    for line in part.lines:
        match = _REFERENCE.match(line.text)
        if match:
            references.append(Reference(match[1], match[2], (match[3] or "").strip()))
            if not match[3]:
                report.add_fault("References", "no section", like, line.number)
        elif not line.is_blank:
            report.add_fault("References", repr(line.text), like, line.number)
    return tuple(references)


def read_proof(
    kind: str,
    part: SourceSection | None,
    stem: list[SourceLine],
    report: FaultCollector,
) -> Proof | None:
    """Return the proof, from its own section or from the code of `stem`."""
    blocks = find_code_blocks(part.lines) if part else []
    programs = [block for block in blocks if block.language != "output"]
    outputs = [block for block in blocks if block.language == "output"]
    line = part.line if part else report.line
    if not programs and kind == "output":
        programs = find_code_blocks(stem)[:1]
    if not programs:
        report.add_fault("Proof", "no code block", "the program that is run", line)
        return None
    program = programs[0]
    if program.language not in LANGUAGES:
        report.add_fault(
            "Proof",
            repr(program.language),
            "one of " + ", ".join(LANGUAGES),
            program.line,
        )
        return None
    if len(outputs) > 1:
        report.add_fault(
            "Proof", f"{len(outputs)} blocks marked `output`", "one at most", line
        )
        return None
    expected = outputs[0].code if outputs else None
    return Proof(kind, program.language, program.code, expected)  # type: ignore[arg-type]  # both were compared with their lists just now
