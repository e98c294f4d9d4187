"""Rosters as other systems export them are read, and compared with what is there."""

import io
import zipfile

import pytest

from quiz.cohorts.roster.cells import guard_cell, restore_cell
from quiz.cohorts.roster.comparison import (
    KnownEntry,
    LineFate,
    compare_roster,
)
from quiz.cohorts.roster.export import write_roster
from quiz.cohorts.roster.parsing import MOST_ROWS, RosterLine, read_roster, read_text
from quiz.errors import NotValid

MOODLE = (
    "First name,Last name,ID number,Email address,Groups\n"
    "Hana,Sato,4718,hana.sato@example.org,Group B\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section\n"
    "    Points Possible,,,,\n"
    '"Sato, Hana",9001,4718,hana.sato@example.org,Group B\n'
    '"Student, Test",9002,,,Group B\n'
)
GOOGLE = "Last Name,First Name,Email Address\nSato,Hana,hana.sato@example.org\n"
CLASSROOM_50 = (
    "username,name,email,section\nhanas,Hana Sato,hana.sato@example.org,Group B\n"
)
HANA = RosterLine(2, "Hana Sato", "4718", "hana.sato@example.org", "Group B")


def write_xlsx(rows: list[list[str]], **parts: str) -> bytes:
    """Return a small XLSX file with its texts in the sheet, or with other parts."""
    cells = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in row)
        + "</row>"
        for row in rows
    )
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", parts.get("sheet", sheet))
        if "strings" in parts:
            archive.writestr("xl/sharedStrings.xml", parts["strings"])
    return out.getvalue()


@pytest.mark.parametrize(
    "text", [MOODLE, MOODLE.replace(",", ";"), MOODLE.replace(",", "\t")]
)
def test_moodle_in_three_notations(text: str) -> None:
    assert read_text(text).lines == (HANA,)


def test_canvas_without_its_line_of_points_and_its_made_up_student() -> None:
    (line,) = read_text(CANVAS).lines

    assert (line.name, line.external_id, line.group) == ("Hana Sato", "4718", "Group B")
    assert line.email == "hana.sato@example.org"


def test_google_classroom_and_classroom_50() -> None:
    (google,) = read_text(GOOGLE).lines
    (fifty,) = read_text(CLASSROOM_50).lines

    assert (google.name, google.email) == ("Hana Sato", "hana.sato@example.org")
    assert (fifty.name, fifty.external_id, fifty.group) == (
        "Hana Sato",
        "hanas",
        "Group B",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding(encoding: str) -> None:
    data = MOODLE.replace("Hana", "Zoë").encode(encoding)

    assert read_roster("roster.csv", data).lines[0].name == "Zoë Sato"


def test_a_plain_list_of_addresses_or_names() -> None:
    addresses = read_text("hana.sato@example.org\nben@example.org\n").lines
    names = read_text("Hana Sato\nBen Okafor\n").lines

    assert [one.email for one in addresses] == [
        "hana.sato@example.org",
        "ben@example.org",
    ]
    assert [one.name for one in names] == ["Hana Sato", "Ben Okafor"]


def test_a_spreadsheet_with_texts_numbers_and_gaps() -> None:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<worksheet xmlns="{namespace}"><sheetData>'
        '<row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row>'
        '<row><c r="A2" t="s"><v>3</v></c><c r="B2"><v>4.718E3</v></c><c r="D2" t="inlineStr"><is><t>Group B</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    strings = (
        f'<sst xmlns="{namespace}">'
        + "".join(
            f"<si><t>{one}</t></si>"
            for one in ("Name", "ID number", "Group", "Hana Sato")
        )
        + "</sst>"
    )

    (line,) = read_roster("r.xlsx", write_xlsx([], sheet=sheet, strings=strings)).lines

    assert (line.name, line.external_id, line.group) == ("Hana Sato", "4718", "Group B")


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and nothing more",
        write_xlsx(
            [], sheet='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
        ),
        write_xlsx([], sheet="<worksheet><sheetData>"),
        write_xlsx([], sheet="<x>" + " " * (9 * 1024 * 1024) + "</x>"),
        b"\x00\x01\x02" * 50,
        b"Name\n" + b"Ana\n" * (MOST_ROWS + 1),
        b"Favourite colour,Shoe size\nblue,42\n",
        b"Name,Email\n",
        b"",
    ],
    ids=[
        "torn",
        "entity",
        "cut off",
        "bomb",
        "binary",
        "long",
        "columns",
        "empty",
        "nothing",
    ],
)
def test_what_is_no_roster_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(NotValid, match=r"\.$"):
        read_roster("roster", data)


def entry(
    key: str, name: str, number: str = "", email: str = "", group: str = ""
) -> KnownEntry:
    """Return an entry of the roster."""
    return KnownEntry(key, name, number, email, group)


def fates(text: str, *entries: KnownEntry) -> list[LineFate]:
    """Return what becomes of each line."""
    return [one.fate for one in compare_roster(read_text(text), entries).lines]


def test_people_are_matched_by_number_then_by_address_and_never_by_name() -> None:
    known = (
        entry("a", "Hana Sato", "4718"),
        entry("b", "Ben Okafor", "", "ben@example.org"),
        entry("c", "Kim Lee", "1"),
    )
    text = (
        "Name,ID number,Email,Group\n"
        "Hana S.,4718,hana@example.org,\n"
        "Ben Okafor,4712,BEN@example.org,\n"
        "Kim Lee,2,,\n"
    )

    compared = compare_roster(read_text(text), known)

    assert [one.entry.key if one.entry else "" for one in compared.lines] == [
        "a",
        "b",
        "",
    ]
    assert [one.fate.value for one in compared.lines] == ["changed", "changed", "new"]
    assert [one.key for one in compared.missing] == ["c"]


def test_faults_are_named_with_what_is_wrong() -> None:
    known = (entry("a", "Amira Haddad", "4711", "amira@example.org"),)
    text = (
        "Name,ID number,Email\n"
        "Jana Nowak,471,jana.nowak@\n"
        "Felix Braun,4711,felix@example.org\n"
        "Eve,9,amira@example.org\n"
        "Twice,9,\n"
        ",,nobody@example.org\n"
    )

    lines = compare_roster(read_text(text), known).lines

    assert [one.fault for one in lines[:1]] == [
        "“jana.nowak@” is not an email address."
    ]
    assert lines[1].fate is LineFate.CHANGED
    assert lines[2].fault == "Line 3 is about the same person."
    assert lines[3].fate is LineFate.NEW
    assert lines[4].line.name == "nobody"


def test_a_number_and_an_address_of_two_people_are_a_fault() -> None:
    known = (entry("a", "Ana", "1", "ana@example.org"), entry("b", "Ben", "2"))

    (line,) = compare_roster(
        read_text("Name,ID number,Email\nBen,2,ana@example.org\n"), known
    ).lines

    assert line.fault == "ana@example.org belongs to Ana."


def test_a_name_without_anything_else_is_not_added_twice() -> None:
    text = "Name\nKim Lee\nBen\n"

    assert fates(text) == [LineFate.NEW, LineFate.NEW]
    assert fates(text, entry("a", "Kim Lee")) == [LineFate.FAULTY, LineFate.NEW]


def test_columns_that_are_missing_leave_what_is_stored() -> None:
    known = entry("a", "Hana Sato", "4718", "hana@example.org", "Group B")

    assert fates("Name,ID number\nHana Sato,4718\n", known) == [LineFate.UNCHANGED]


def test_our_own_export_reads_back_as_no_change_whatever_is_in_it() -> None:
    known = [
        entry("a", "=HYPERLINK(1)", "-5", "", "+1"),
        entry("b", "'quoted", "", "b@example.org"),
        entry("c", "'=odd", "@x"),
        entry("d", "Kim Lee"),
        entry("e", "Kim Lee"),
        entry("f", 'Zoë; "Q", Jr', "7", "z@example.org", "A, B"),
    ]

    text = write_roster(known)
    compared = compare_roster(read_roster("r.csv", text.encode()), known)

    assert {one.fate for one in compared.lines} == {LineFate.UNCHANGED}
    assert compared.changes_nothing
    assert not compared.missing


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "＝1", "'=1", "''=1"])
def test_no_cell_is_a_formula_and_each_comes_back(text: str) -> None:
    guarded = guard_cell(text)

    assert guarded.startswith("'")
    assert restore_cell(guarded) == text
