"""Files hold what the pages show, figure for figure, and nothing in them is ever calculated."""

import csv
import re
import zipfile
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy.orm import Session

from quiz.cohorts.exports.tables import ExportTable, StackedChart, write_csv
from quiz.cohorts.models import Cohort
from quiz.sittings.assessment.context import AssessmentContext
from tests.cohorts.insight.scene import Scene, keep_readable, play_small
from tests.cohorts.insight.test_pages import table_rows
from tests.pages import Page

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA = '=HYPERLINK("https://example.org","x")'


@pytest.fixture
def scene(session: Session, tools: AssessmentContext, cohort: Cohort) -> Scene:
    """Return a cohort whose first member has a formula for a name."""
    played = play_small(session, tools, session.get_one(Cohort, cohort.id))
    played.members[0].name = FORMULA
    return keep_readable(session, played)


def read_csv(text: str) -> list[dict[str, str]]:
    """Return the lines of a CSV file by column."""
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def read_sheet(content: bytes, number: int = 1) -> list[dict[str, tuple[str, str]]]:
    """Return the rows of a sheet: by column letter the type of the cell and its text; formulas are an error."""
    book = zipfile.ZipFile(BytesIO(content))
    strings = [
        "".join(one.text or "" for one in item.iter(f"{SHEET}t"))
        for item in ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314  # our own file
    ]
    sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314  # (the same)
    assert not list(sheet.iter(f"{SHEET}f"))
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        cells = {}
        for cell in row:
            kind, value = cell.get("t", "n"), cell.findtext(f"{SHEET}v") or ""
            column = re.sub(r"\d", "", cell.get("r", ""))
            cells[column] = (kind, strings[int(value)] if kind == "s" else value)
        rows.append(cells)
    return rows


def shown_levels(page: Page) -> dict[str, list[str]]:
    """Return the numbers of the heat map by name."""
    found = {}
    for row in table_rows(page)[1:]:
        numbers = [re.match(r"[\d.]+", cell) for cell in row[1:]]
        found[row[0]] = [one.group() if one else "" for one in numbers]
    return found


def test_the_csv_of_levels_equals_the_page(scene: Scene, instructor: Page) -> None:
    address = f"/cohorts/{scene.cohort.key}"

    page = instructor.open(address)
    lines = read_csv(page.client.get(f"{address}/files/levels.csv").text)

    on_page = shown_levels(page)
    in_file = {line["Name"]: list(line.values())[4:8] for line in lines}
    assert in_file.pop(f"'{FORMULA}") == on_page.pop(FORMULA)
    assert in_file == on_page


def test_the_workbook_equals_the_page_with_numbers_as_numbers(
    scene: Scene, instructor: Page
) -> None:
    address = f"/cohorts/{scene.cohort.key}"

    page = instructor.open(address)
    content = page.client.get(f"{address}/files/levels.xlsx").data

    rows = read_sheet(content)
    in_file = {
        row["A"][1]: [f"{float(row[column][1]):.1f}" for column in "EFGH"]
        for row in rows[1:]
        if row["A"][1] != "People measured (n)"
    }
    on_page = shown_levels(page)
    assert on_page.pop("People measured (n)") == ["6"] * 4
    assert in_file == on_page
    assert all(row[column][0] == "n" for row in rows[1:] for column in "EFGH")


def test_a_filter_of_the_page_is_that_of_the_file(
    scene: Scene, instructor: Page
) -> None:
    address = f"/cohorts/{scene.cohort.key}"

    text = instructor.client.get(f"{address}/files/levels.csv?group=Blue").text

    names = [line["Name"] for line in read_csv(text)][3:]
    assert names == [one.name for one in scene.members[1::2]]


def test_the_files_of_help_and_plan_equal_their_pages(
    scene: Scene, instructor: Page
) -> None:
    address = f"/cohorts/{scene.cohort.key}"

    page = instructor.open(f"{address}/support")
    support = read_csv(page.client.get(f"{address}/files/support.csv").text)
    plan_page = instructor.open(f"{address}/plan")
    plan = read_csv(page.client.get(f"{address}/files/plan.csv").text)

    rows = table_rows(page)[1:7]
    for row, line in zip(rows, support, strict=True):
        assert line["Name"].removeprefix("'") in row[0]
        assert line["Where they stand"] == row[1]
    for line in plan:
        assert line["Objective"] in plan_page.text
        if line["Week"].isdigit():
            assert f"{float(line['Hours']):g} h" in plan_page.text


def test_text_that_looks_like_a_formula_or_an_address_stays_text() -> None:
    table = ExportTable(
        "T", ["Name", "n"], [[FORMULA, 1], ["@x", 2.5], ["https://x", None]]
    )

    lines = write_csv(table).splitlines()

    assert lines[1].startswith("\"'=HYPERLINK")
    assert lines[2] == "'@x,2.5"


def test_a_workbook_has_a_chart_with_words_for_it_and_no_formula() -> None:
    from quiz.cohorts.exports.workbook import write_workbook

    chart = StackedChart("People", "Bars of people by area", (1,))
    content = write_workbook(
        [ExportTable("Areas", ["Area", "n"], [[FORMULA, 3], ["https://x", 4]], chart)]
    )

    rows = read_sheet(content)
    book = zipfile.ZipFile(BytesIO(content))
    assert rows[1]["A"] == ("s", FORMULA)
    assert rows[2]["A"] == ("s", "https://x")
    assert b"Bars of people by area" in book.read("xl/drawings/drawing1.xml")
    assert not [name for name in book.namelist() if "hyperlink" in name.lower()]
