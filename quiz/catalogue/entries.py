"""Entries that come from the bank's folder and an operator's own: no id is used twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from quiz.catalogue.findings import Finding

Content = TypeVar("Content")


@dataclass(frozen=True)
class FolderEntry(Generic[Content]):
    """Something with an id, and where it was read."""

    id: str
    content: Content
    path: str
    line: int


def merge_entries(
    into: dict[str, Content],
    entries: Iterable[FolderEntry[Content]],
    name: str,
    findings: list[Finding],
) -> None:
    """Add entries by id; an id that is taken becomes a finding, and the first entry stays."""
    for entry in entries:
        if entry.id not in into:
            into[entry.id] = entry.content
            continue
        first = getattr(into[entry.id], "path", "")
        seen = f"used before in {first}" if first else "used before"
        findings.append(
            Finding(
                entry.path,
                entry.line,
                entry.id,
                name,
                seen,
                "an id that nothing else has",
            )
        )
