"""From a file that another system exported to the people on it: CSV or XLSX, whatever its columns are called.

Known are the exports of Moodle, Canvas, Google Classroom and Classroom 50, our own, and a plain list of names or email
addresses. Pure: bytes in, entries with line numbers out.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from quiz.adverts.documents import decode_text
from quiz.cohorts.roster.cells import restore_cell
from quiz.cohorts.roster.spreadsheet import read_first_sheet
from quiz.errors import NotValid

MOST_BYTES = 1024 * 1024
MOST_ROWS = 1500
MOST_COLUMNS = 400
MOST_CELL_CHARACTERS = 1000
DELIMITERS = (",", ";", "\t")
#: Field -> names of columns without signs, the one that is preferred first.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "key": ("trigpointkey",),
    "external_id": (
        "idnumber",
        "sisuserid",
        "sisid",
        "studentid",
        "studentnumber",
        "schoolid",
        "externalid",
        "number",
        "identifier",
        "rosteridentifier",
        "id",
        "username",
        "githubusername",
    ),
    "email": (
        "email",
        "emailaddress",
        "mail",
        "studentemail",
        "schoolemail",
        "sisloginid",
    ),
    "name": ("name", "fullname", "studentname", "displayname", "learner"),
    # As `Sato, Hana`.
    "sorted": ("student", "sortablename"),
    "first": ("firstname", "givenname", "forename"),
    "last": ("lastname", "surname", "familyname"),
    "group": ("group", "groups", "groupname", "section", "sections", "class", "team"),
}
#: What Canvas writes between its columns and its people, and the made-up student of a course.
NOBODY = {"points possible", "student, test", "test student"}


@dataclass(frozen=True)
class RosterLine:
    """One line of a file, as it stands there."""

    number: int
    name: str
    external_id: str = ""
    email: str = ""
    group: str = ""
    #: Our own key of the entry, where the file is our own export.
    key: str = ""


@dataclass(frozen=True)
class RosterFile:
    """The people on a file, and which columns it has."""

    lines: tuple[RosterLine, ...]
    fields: frozenset[str]


def read_roster(name: str, data: bytes) -> RosterFile:
    """Return the people on a file.

    Raises
    ------
    NotValid
        When it is too large, no such file, or nobody is on it.
    """
    if len(data) > MOST_BYTES:
        raise NotValid("This file is too large. A roster has at most 1 MB.")
    if data.startswith(b"PK\x03\x04"):
        rows = read_first_sheet(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
        return read_rows(rows)
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotValid(
            f"“{name[:60]}” is not a CSV or XLSX file. Save the roster as one of these."
        )
    return read_text(decode_text(data))


def read_text(text: str) -> RosterFile:
    """Return the people on a text with a line each, separated by whichever sign makes most sense of the first one.

    Raises
    ------
    NotValid
        When it has too many lines, or nobody is on it.
    """
    tables = [_split_text(text, delimiter) for delimiter in DELIMITERS]
    return read_rows(
        max(
            tables,
            key=lambda rows: (len(_find_columns(rows)), len(rows[0]) if rows else 0),
        )
    )


def read_rows(rows: Sequence[Sequence[str]]) -> RosterFile:
    """Return the people on a table whose first line names the columns; without such a line, on a list of one column.

    Raises
    ------
    NotValid
        When no column says who people are, or nobody is on it.
    """
    columns = _find_columns(rows)
    if columns:
        found = _read_lines(rows, columns)
    elif all(len([cell for cell in row if cell.strip()]) <= 1 for row in rows):
        found, columns = _read_list(rows), {"name": 0, "email": 0}
    else:
        raise NotValid(
            "We do not know these columns. The first line needs names such as Name, Email address, ID number and Group."
        )
    if not found:
        raise NotValid("Nobody is on this file.")
    return RosterFile(tuple(found), frozenset(columns))


def _split_text(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(MOST_BYTES)
    # Excel says in a first line of its own by what it separates.
    text = re.sub(r"\Asep=.\r?\n", "", text)
    rows = []
    try:
        for row in csv.reader(StringIO(text.replace("\0", "")), delimiter=delimiter):
            rows.append([cell[:MOST_CELL_CHARACTERS] for cell in row[:MOST_COLUMNS]])
            if len(rows) > MOST_ROWS:
                raise NotValid(f"This file has more than {MOST_ROWS} lines.")
    except csv.Error as error:
        raise NotValid(
            "This CSV file is damaged: a quotation mark is not closed."
        ) from error
    return rows


def _find_columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the index of each field's column; nothing when the first line does not name who people are."""
    if not rows:
        return {}
    named: dict[str, int] = {}
    for number, cell in enumerate(rows[0]):
        named.setdefault(re.sub(r"[\W_]+", "", cell.casefold()), number)
    found = {}
    for field, names in COLUMNS.items():
        place = next((named[name] for name in names if name in named), None)
        if place is not None:
            found[field] = place
    says_who = found.keys() & {
        "name",
        "sorted",
        "first",
        "last",
        "email",
        "external_id",
    }
    return found if says_who else {}


def _read_lines(
    rows: Sequence[Sequence[str]], columns: Mapping[str, int]
) -> list[RosterLine]:
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {
            field: _tidy(row[place]) if place < len(row) else ""
            for field, place in columns.items()
        }
        name = cells.get("name") or cells.get("sorted", "")
        if name.casefold() in NOBODY or not any(cells.values()):
            continue
        lines.append(
            RosterLine(
                number,
                _join_name(cells),
                cells.get("external_id", ""),
                cells.get("email", ""),
                cells.get("group", ""),
                cells.get("key", ""),
            )
        )
    return lines


def _read_list(rows: Iterable[Sequence[str]]) -> list[RosterLine]:
    lines = []
    for number, row in enumerate(rows, start=1):
        word = _tidy("".join(row))
        if word:
            email = word if "@" in word else ""
            lines.append(RosterLine(number, word.partition("@")[0], email=email))
    return lines


def _join_name(cells: Mapping[str, str]) -> str:
    """Return the name: `Doe, Jane` and two columns become `Jane Doe`; without any, what stands before the `@`."""
    both = f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    last, _, first = cells.get("sorted", "").partition(", ")
    name = cells.get("name", "") or both or f"{first} {last}".strip()
    return (
        name or cells.get("email", "").partition("@")[0] or cells.get("external_id", "")
    )


def _tidy(cell: str) -> str:
    return " ".join(restore_cell(cell).split())
