"""A question file divided by its headings and code fences. `sections` reads what is in the pieces.

The files follow a stricter grammar than Markdown, so that a slip is a fault with its line and never
a paragraph by accident. A Markdown parser accepts too much for that, and takes twelve times as long to
find the code blocks; a test compares its view of the bank with ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")


@dataclass(frozen=True)
class SourceLine:
    """One line of a file, its number, and whether it is part of a code block, fences included."""

    number: int
    text: str
    is_code: bool

    @property
    def is_blank(self) -> bool:
        """Whether the line is empty."""
        return not self.text.strip()


@dataclass
class SourceSection:
    """The lines below one heading."""

    title: str
    line: int
    lines: list[SourceLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one text, without blank lines at its ends."""
        return "\n".join(line.text for line in self.lines).strip("\n")


@dataclass(frozen=True)
class CodeBlock:
    """A fenced code block: the word behind the back quotes, the code, and where it begins."""

    language: str
    code: str
    line: int


def number_lines(text: str) -> Iterator[SourceLine]:
    """Yield the lines of a file with their numbers, marking those of code blocks."""
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        match = _FENCE.match(line)
        if not fence:
            if match:
                fence = match[1]
            yield SourceLine(number, line.rstrip(), is_code=bool(match))
        else:
            yield SourceLine(number, line.rstrip(), is_code=True)
            closes = match and match[1].startswith(fence) and not match[2].strip()
            if closes:
                fence = ""


def split_at_headings(
    lines: list[SourceLine], marks: str
) -> tuple[list[SourceLine], list[SourceSection]]:
    """Return the lines before the first heading that begins with `marks`, and a section for each heading."""
    before: list[SourceLine] = []
    parts: list[SourceSection] = []
    for line in lines:
        if not line.is_code and line.text.startswith(marks + " "):
            parts.append(SourceSection(line.text[len(marks) :].strip(), line.number))
        else:
            (parts[-1].lines if parts else before).append(line)
    return before, parts


def find_code_blocks(lines: list[SourceLine]) -> list[CodeBlock]:
    """Return the fenced code blocks among `lines`, in order."""
    blocks: list[CodeBlock] = []
    opening: tuple[str, str, int] | None = None
    code: list[str] = []
    for line in lines:
        match = _FENCE.match(line.text) if line.is_code else None
        if opening is None:
            if match:
                opening = (match[1], match[2].strip(), line.number)
                code = []
        elif match and match[1].startswith(opening[0]) and not match[2].strip():
            blocks.append(CodeBlock(opening[1], "\n".join(code), opening[2]))
            opening = None
        else:
            code.append(line.text)
    return blocks


def find_text_code_blocks(text: str) -> list[CodeBlock]:
    """Return the fenced code blocks of a Markdown text."""
    return find_code_blocks(list(number_lines(text)))


def split_blocks(text: str) -> list[str]:
    """Return the blocks of a Markdown text: code blocks as a whole, everything else split at empty lines."""
    blocks: list[list[str]] = [[]]
    in_code = False
    for line in number_lines(text):
        begins = line.is_code != in_code
        in_code = line.is_code
        if begins or (line.is_blank and not line.is_code):
            blocks.append([])
        if line.is_code or not line.is_blank:
            blocks[-1].append(line.text)
    return ["\n".join(block) for block in blocks if block]


def is_code_block(block: str) -> bool:
    """Say whether a block is fenced code."""
    return bool(_FENCE.match(block.split("\n", 1)[0]))


def is_paragraph(block: str) -> bool:
    """Say whether a block is running text: no code, table, list, quote or heading."""
    return not is_code_block(block) and not re.match(r"\||[-*+] |\d+[.)] |>|#", block)
