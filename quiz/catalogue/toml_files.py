"""Reads TOML files into checked objects, and merges folders; faults become findings, never exceptions."""

import re
import stat
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from quiz.catalogue.findings import Finding

Data = TypeVar("Data", bound=BaseModel)
Content = TypeVar("Content")


#: A key stands in addresses and file names.
KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
#: One line with something in it, and no spaces at its ends.
LINE_PATTERN = r"^\S([^\x00-\x1f\x7f]*\S)?$"
MAX_KEY = 40
MAX_NAME = 60
#: A file of text larger than this was not written by hand.
MAX_FILE_BYTES = 1024 * 1024
MAX_DEPTH = 12


class CatalogueData(BaseModel):
    """Data read from a file: frozen, and a field that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def read_table(
    path: Path,
    name: str,
    select_class: Callable[[dict[str, Any]], type[Data]],
    findings: list[Finding],
) -> dict[str, Data]:
    """Return the checked tables of one TOML file by id; `select_class` chooses the class of each."""
    content = read_toml(path, findings)
    things: dict[str, Data] = {}
    tables = list_tables(content, name, display_path(path), findings)
    for data in tables:
        what = f"{name} {data.get('id', '?')}"
        thing = validate_data(
            select_class(data), data, display_path(path), what, findings
        )
        if thing:
            things[data["id"]] = thing
    if content and len(things) < len(tables) and not findings:
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
            line = _find_line(Path(path), what, fault["loc"])
            found = repr(fault["input"])[:80]
            findings.append(Finding(path, line, what, place, found, fault["msg"]))
        return None


def list_tables(
    content: dict[str, Any], name: str, path: str, findings: list[Finding]
) -> list[dict[str, Any]]:
    """Return the tables `[[name]]` of a file's content; anything else under that name is a finding."""
    tables = content.get(name, [])
    if isinstance(tables, list) and all(isinstance(each, dict) for each in tables):
        return tables
    findings.append(
        Finding(path, 0, "", name, repr(tables)[:80], f"tables that begin [[{name}]]")
    )
    return []


def _find_line(path: Path, what: str, steps: tuple[int | str, ...]) -> int:
    """Return the line where a value stands, as well as it can be told; 0 when it cannot."""
    text = read_text(path, [])
    if text is None:
        return 0
    lines = text.splitlines()
    named = what.partition(" ")[2]
    starts = [n for n, line in enumerate(lines) if named and f'"{named}"' in line]
    for start in (*starts[:1], 0):
        line, place = 0, start
        for step in (step for step in steps if isinstance(step, str)):
            pattern = re.compile(
                rf"""(^|[\s{{,.\[])["']?{re.escape(step)}["']?\s*(=|\])"""
            )
            hit = next(
                (n for n in range(place, len(lines)) if pattern.search(lines[n])), None
            )
            if hit is not None:
                line, place = hit + 1, hit
        if line:
            return line
    return starts[0] + 1 if starts else 1


def read_toml(path: Path, findings: list[Finding]) -> dict[str, Any]:
    """Return the content of a TOML file; empty when it cannot be read."""
    content = read_text(path, findings)
    if content is None:
        return {}
    shown = display_path(path)
    try:
        found = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else content.count("\n") + 1
        findings.append(Finding(shown, line, "", "file", str(error), "valid TOML"))
        return {}
    except RecursionError:
        found = None
    if found is None or _measure_depth(found) > MAX_DEPTH:
        expected = f"at most {MAX_DEPTH} levels"
        findings.append(
            Finding(shown, 1, "", "file", "tables in tables in tables", expected)
        )
        return {}
    return found


def _measure_depth(content: Any) -> int:
    """Return how deep tables and lists lie in each other, without going down by calls."""
    depth, level = 0, [content]
    while level:
        depth += 1
        level = [
            below
            for each in level
            if isinstance(each, dict | list)
            for below in (each.values() if isinstance(each, dict) else each)
        ]
    return depth


def read_text(path: Path, findings: list[Finding]) -> str | None:
    """Return the text of a file; None when it cannot be read, is no plain file, or is far too large."""
    shown = display_path(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            findings.append(
                Finding(shown, 0, "", "file", "something else", "a plain file")
            )
            return None
        if status.st_size > MAX_FILE_BYTES:
            expected = f"at most {MAX_FILE_BYTES:,} bytes"
            findings.append(
                Finding(shown, 0, "", "file", f"{status.st_size:,} bytes", expected)
            )
            return None
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, RuntimeError) as error:
        findings.append(
            Finding(shown, 0, "", "file", str(error), "a readable UTF-8 file")
        )
        return None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        findings.append(Finding(shown, line, "", "file", "a NUL character", "text"))
        return None
    return text


def display_path(path: Path) -> str:
    """Return the path as people write it: relative to the working folder where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (
        ValueError,
        OSError,
        RuntimeError,
    ):  # elsewhere, or links that go in a circle
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
