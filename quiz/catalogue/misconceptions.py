"""Misconceptions: wrong ideas with a name, each with the paragraph that clears it up."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from markdown_it import MarkdownIt

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import (
    CatalogueData,
    FolderEntry,
    display_path,
    read_text,
)

_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_MARKDOWN = MarkdownIt("commonmark")


class Misconception(CatalogueData):
    """A wrong idea that has a name, and the paragraph that clears it up."""

    id: str
    area: str
    #: Markdown.
    text: str
    path: str
    line: int


def read_misconceptions(
    folder: Path, areas: Iterable[str], findings: list[Finding]
) -> list[FolderEntry[Misconception]]:
    """Return the misconceptions in `misconceptions/` of a bank folder, one file for each area."""
    entries = []
    for path in sorted((folder / "misconceptions").glob("*.md")):
        shown = display_path(path)
        if path.stem not in areas:
            findings.append(
                Finding(shown, 1, "", "file", path.name, "an area's id and `.md`")
            )
        for title, text, line in _split_sections(read_text(path, findings) or ""):
            if _ID.match(title) and text:
                misconception = Misconception(
                    id=title, area=path.stem, text=text, path=shown, line=line
                )
                entries.append(FolderEntry(title, misconception, shown, line))
            else:
                findings.append(
                    Finding(
                        shown,
                        line,
                        title,
                        "misconception",
                        "an odd id" if text else "no text",
                        "`## id` in small letters and hyphens, then a paragraph",
                    )
                )
    return entries


def _split_sections(source: str) -> Iterator[tuple[str, str, int]]:
    """Yield the title, the Markdown below it, and the line of each heading of the second level."""
    lines = source.splitlines()
    tokens = _MARKDOWN.parse(source)
    headings = [
        (token.map[0], tokens[number + 1].content)
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.map
    ]
    ends = [*[begin for begin, _ in headings], len(lines)][1:]
    for (begin, title), end in zip(headings, ends, strict=True):
        text = "\n".join(line.rstrip() for line in lines[begin + 1 : end]).strip("\n")
        yield title, text, begin + 1
