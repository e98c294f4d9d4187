"""What a screen reader gets of a report: PDF/UA-1, looked at with a reader that is not Typst's own."""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pypdf
import pytest

from tests.reports.conftest import SaveReport
from tests.reports.people import PEOPLE

WHO = next(one for one in PEOPLE if one.name == "about half way")
#: Everything at once, and the plain report.
QUERIES = ("", "?part=plan&part=answers&part=career")
DRAWING_OPERATORS = {"f", "F", "f*", "B", "S", "s", "Do", "Tj", "TJ", "'", '"', "sh"}


@pytest.fixture(params=QUERIES)
def document(request: pytest.FixtureRequest, save_report: SaveReport) -> bytes:
    """Return a report."""
    return save_report(WHO, request.param)


def walk(node: Any) -> Iterator[Any]:
    """Yield the elements of a structure tree in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from walk(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from walk(node["/K"])


def test_language_title_and_marks_are_set(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Trigpoint report: Junior generalist"


def test_every_figure_has_a_text_and_every_table_header_cells(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        elements = list(walk(pdf.Root.StructTreeRoot))
        figures = [one for one in elements if one.S == "/Figure"]
        tables = [one for one in elements if one.S == "/Table"]

        # Twelve strips and the QR code.
        assert len(figures) == 13
        assert all(len(str(one.get("/Alt", ""))) > 10 for one in figures)
        assert "QR code that opens http" in str(figures[-1].Alt)
        assert tables
        for table in tables:
            cells = [one for one in walk(table) if one.S == "/TH"]
            assert len(cells) >= 2
            scopes = [
                attributes.get("/Scope")
                for cell in cells
                for attributes in _attributes(cell)
                if "/Scope" in attributes
            ]
            assert len(scopes) == len(cells)


def _attributes(element: Any) -> list[Any]:
    found = element.get("/A", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def test_headings_are_in_order(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        levels = [
            int(str(one.S)[2:])
            for one in walk(pdf.Root.StructTreeRoot)
            if str(one.S)[1:2] == "H" and str(one.S)[2:].isdigit()
        ]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_font_is_embedded(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        descriptors = [
            font.DescendantFonts[0].FontDescriptor
            if "/DescendantFonts" in font
            else font.FontDescriptor
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        ]

        assert descriptors
        for one in descriptors:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys())


def test_everything_drawn_is_either_content_or_an_artifact(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for page in pdf.pages:
            open_marks: list[str] = []
            artifacts = 0
            for instruction in pikepdf.parse_content_stream(page):
                name, operands = str(instruction.operator), instruction.operands
                if name in {"BMC", "BDC"}:
                    open_marks.append(str(operands[0]))
                    artifacts += str(operands[0]) == "/Artifact"
                elif name == "EMC":
                    open_marks.pop()
                elif name in DRAWING_OPERATORS:
                    assert open_marks, f"{name} outside of marked content"
            # The foot of a page and the lines are no content.
            assert artifacts


def test_the_text_comes_in_the_order_in_which_it_is_read(
    save_report: SaveReport,
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(save_report(WHO)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())

    order = [
        "Goal: Junior generalist",
        "areas are too close to call.",
        "Your 3 biggest gaps",
        "Your next 8 weeks",
        "How it was measured",
        "Evidence a quiz cannot give",
        "Check this report:",
    ]
    places = [text.index(words) for words in order]

    assert places == sorted(places)
