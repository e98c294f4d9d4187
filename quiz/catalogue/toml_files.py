"""Reads TOML files into checked objects; what is wrong becomes a finding, never an exception."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from quiz.catalogue.findings import Finding

Data = TypeVar("Data", bound=BaseModel)


def read_table(
    path: Path, name: str, kind: type[Data], findings: list[Finding]
) -> dict[str, Data]:
    """Return the checked tables of one TOML file by id."""
    content = read_toml(path, findings)
    things: dict[str, Data] = {}
    for data in content.get(name, []):
        thing = validate_data(
            kind, data, display_path(path), f"{name} {data.get('id', '?')}", findings
        )
        if thing:
            things[data["id"]] = thing
    if content and len(things) < len(content.get(name, [])) and not findings:
        findings.append(
            Finding(display_path(path), 0, "", name, "an id twice", "each id once")
        )
    return things


def validate_data(
    kind: type[Data], data: Any, path: str, what: str, findings: list[Finding]
) -> Data | None:
    """Return `data` as a checked object, or None with a finding for each fault."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        for fault in error.errors():
            place = ".".join(str(step) for step in fault["loc"])
            findings.append(
                Finding(path, 0, what, place, repr(fault["input"])[:80], fault["msg"])
            )
        return None


def read_toml(path: Path, findings: list[Finding]) -> dict[str, Any]:
    """Return what stands in a TOML file; nothing when it cannot be read."""
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
    """Return the path as people write it: from where they stand, when it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
