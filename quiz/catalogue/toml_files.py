"""Reads TOML files into checked objects, and merges folders; faults become findings, never exceptions."""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from quiz.catalogue.findings import Finding

Data = TypeVar("Data", bound=BaseModel)
Content = TypeVar("Content")


class CatalogueData(BaseModel):
    """Data read from a file: frozen, and a field that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_table(
    path: Path,
    name: str,
    select_class: Callable[[dict[str, Any]], type[Data]],
    findings: list[Finding],
) -> dict[str, Data]:
    """Return the checked tables of one TOML file by id; `select_class` chooses the class of each."""
    content = read_toml(path, findings)
    things: dict[str, Data] = {}
    for data in content.get(name, []):
        what = f"{name} {data.get('id', '?')}"
        thing = validate_data(
            select_class(data), data, display_path(path), what, findings
        )
        if thing:
            things[data["id"]] = thing
    if content and len(things) < len(content.get(name, [])) and not findings:
        findings.append(
            Finding(display_path(path), 0, "", name, "an id twice", "each id once")
        )
    return things


def validate_data(
    data_class: type[Data], data: Any, path: str, what: str, findings: list[Finding]
) -> Data | None:
    """Return `data` as a checked object, or None with a finding for each fault."""
    try:
        return data_class.model_validate(data)
    except ValidationError as error:
        for fault in error.errors():
            place = ".".join(str(step) for step in fault["loc"])
            findings.append(
                Finding(path, 0, what, place, repr(fault["input"])[:80], fault["msg"])
            )
        return None


def read_toml(path: Path, findings: list[Finding]) -> dict[str, Any]:
    """Return the content of a TOML file; empty when it cannot be read."""
    content = read_text(path, findings)
    if content is None:
        return {}
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        findings.append(
            Finding(display_path(path), 0, "", "file", str(error), "valid TOML")
        )
        return {}


def read_text(path: Path, findings: list[Finding]) -> str | None:
    """Return the text of a file; None when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        findings.append(
            Finding(
                display_path(path), 0, "", "file", str(error), "a readable UTF-8 file"
            )
        )
        return None


def display_path(path: Path) -> str:
    """Return the path as people write it: relative to the working folder where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


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
