"""Strips for the PDF stand alone: every colour is written, and all of them are greys."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from quiz.charts.example_profile import EXAMPLE_ROWS
from quiz.charts.printed_strips import draw_printed_strip, draw_printed_strips

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("drawing", draw_printed_strips(EXAMPLE_ROWS))
def test_a_printed_strip_is_a_document_in_greys_without_classes(drawing: str) -> None:
    tree = ET.fromstring(drawing)  # noqa: S314 - it is our own drawing

    colours = re.findall(r'#(\w{2})(\w{2})(\w{2})"', drawing)

    assert tree.tag == f"{SVG}svg"
    assert colours
    assert all(red == green == blue for red, green, blue in colours)
    assert "class=" not in drawing


def test_what_is_too_close_to_tell_is_hatched() -> None:
    hatched = [
        row.key
        for row, drawing in zip(
            EXAMPLE_ROWS, draw_printed_strips(EXAMPLE_ROWS), strict=True
        )
        if 'fill="url(#hatch)"' in drawing
    ]

    assert hatched == ["api", "arch", "web"]


def test_the_printed_dot_lies_where_the_level_is() -> None:
    [operations, *_] = EXAMPLE_ROWS

    drawing = draw_printed_strip(operations, width_pt=300.5, height_pt=24)
    dot = ET.fromstring(drawing).find(f"{SVG}circle")  # noqa: S314 - our own drawing

    assert dot is not None
    assert float(dot.get("cx", "")) == pytest.approx(0.25 + 300 * 0.3 / 3, abs=0.01)


@pytest.mark.parametrize("level", [0.0, 3.0])
def test_the_dot_at_an_end_of_the_scale_is_printed_whole(level: float) -> None:
    [row, *_] = EXAMPLE_ROWS

    tree = ET.fromstring(draw_printed_strip(replace(row, level=level)))  # noqa: S314 - our own drawing
    left, _, width, _ = map(float, tree.get("viewBox", "").split())
    dot = tree.find(f"{SVG}circle")

    assert dot is not None
    centre, radius = float(dot.get("cx", "")), float(dot.get("r", ""))
    assert left <= centre - radius
    assert centre + radius <= left + width


def test_rows_join_at_their_edges() -> None:
    [first, second, *_] = draw_printed_strips(EXAMPLE_ROWS, width_pt=200, height_pt=20)
    half_way = f"{0.25 + (0.9 + 1.2) / 2 / 3 * 199.5:.2f}"

    assert f'x2="{half_way}" y2="20.00"' in first
    assert f'x1="{half_way}" y1="0.00"' in second
