"""The cells of the first sheet of an XLSX file, as text. Nothing else of such a file is looked at.

XLSX is a ZIP file of XML parts (ECMA-376). Only plain parts of limited size are unpacked, and any document type
declaration is refused, so entities neither expand nor fetch anything.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, fromstring

from quiz.errors import NotValid

#: Unpacked size of one part, and of all that are read, in bytes.
MOST_PART_BYTES = 8 * 1024 * 1024
MOST_PARTS = 500
SHEET = re.compile(r"xl/worksheets/[A-Za-z0-9_]+\.xml")
STRINGS = "xl/sharedStrings.xml"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]+")


def read_first_sheet(
    data: bytes, *, most_rows: int, most_columns: int
) -> list[list[str]]:
    """Return the rows of the first sheet, each cell as the text that it shows, numbers without a point of their own.

    Raises
    ------
    NotValid
        When it is no such file, is damaged, protected or too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise _too_large()
            strings = _read_strings(archive)
            sheet = _parse_part(archive, _find_first_sheet(archive))
            return list(_read_rows(sheet, strings, most_rows, most_columns))
    except (zipfile.BadZipFile, KeyError, ParseError, EOFError, ValueError) as error:
        raise _unreadable() from error
    except (NotImplementedError, RuntimeError, OSError) as error:
        # Packed in another way, or protected by a password.
        raise _unreadable() from error


def _unreadable() -> NotValid:
    return NotValid(
        "This is not a spreadsheet that we can read. Save it as XLSX or CSV, without a password."
    )


def _too_large() -> NotValid:
    return NotValid("This spreadsheet is too large.")


def _parse_part(archive: zipfile.ZipFile, name: str) -> Element:
    info = archive.getinfo(name)
    if info.file_size > MOST_PART_BYTES:
        raise _too_large()
    with archive.open(info) as part:
        # The size in the directory may be a lie.
        content = part.read(MOST_PART_BYTES + 1)
    if len(content) > MOST_PART_BYTES:
        raise _too_large()
    # UTF-16 would hide the words; Office and LibreOffice write UTF-8.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content[:200]:
        raise _unreadable()
    return fromstring(content)  # noqa: S314  # no document type, no entity, and limited


def _local(element: Element) -> str:
    """Return the name of an element without its namespace: strict files have another one."""
    return element.tag.rpartition("}")[2]


def _find_first_sheet(archive: zipfile.ZipFile) -> str:
    """Return the part of the sheet that stands first in the workbook."""
    with suppress(KeyError, StopIteration):
        sheet = next(
            one
            for one in _parse_part(archive, WORKBOOK).iter()
            if _local(one) == "sheet"
        )
        wanted = next(value for key, value in sheet.items() if key.endswith("}id"))
        for relation in _parse_part(archive, RELATIONS).iter():
            if relation.get("Id") == wanted:
                target = (relation.get("Target") or "").removeprefix("/xl/")
                if SHEET.fullmatch(f"xl/{target}"):
                    return f"xl/{target}"
    sheets = sorted(name for name in archive.namelist() if SHEET.fullmatch(name))
    if not sheets:
        raise _unreadable()
    return sheets[0]


def _read_strings(archive: zipfile.ZipFile) -> list[str]:
    if STRINGS not in archive.namelist():
        return []
    return [
        _join_text(one) for one in _parse_part(archive, STRINGS) if _local(one) == "si"
    ]


def _join_text(element: Element) -> str:
    """Return the text of an element without its readings in another script."""
    parts = []
    for child in element:
        if _local(child) == "t":
            parts.append(child.text or "")
        elif _local(child) != "rPh":
            parts.append(_join_text(child))
    return "".join(parts)


def _read_rows(
    sheet: Element, strings: list[str], most_rows: int, most_columns: int
) -> Iterator[list[str]]:
    count = 0
    for row in sheet.iter():
        if _local(row) != "row":
            continue
        count += 1
        if count > most_rows:
            raise NotValid(f"This file has more than {most_rows} lines.")
        cells: list[str] = []
        for cell in row:
            place = _read_column(cell, len(cells))
            if place >= most_columns:
                break
            cells += [""] * (place - len(cells))
            cells.append(_read_cell(cell, strings))
        yield cells


def _read_column(cell: Element, following: int) -> int:
    """Return the index of a cell's column; empty cells are left out of a file."""
    found = _COLUMN.fullmatch(cell.get("r") or "")
    if found is None:
        return following
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(number - 1, following)


def _read_cell(cell: Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(_join_text(one) for one in cell if _local(one) == "is")
    value = next((one.text or "" for one in cell if _local(one) == "v"), "")
    if cell.get("t") == "s":
        number = int(value)
        return strings[number] if 0 <= number < len(strings) else ""
    if cell.get("t") in {"str", "b", "e"}:
        return value
    return _write_number(value)


def _write_number(value: str) -> str:
    """Return a number as people write it: a student number of 4711 may be stored as 4711.0 or 4.711E3."""
    with suppress(ValueError, OverflowError):
        number = float(value)
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
    return value
