"""Strips for the PDF stand alone: every colour is written, and all of them are greys."""

import re

import pytest

from quiz.charts.printed_strips import draw_printed_strips
from quiz.charts.strips import StripValues
from tests.charts.shapes import SVG, numbers, parse

SQL = StripValues(level=0.3, low=0.0, high=0.6, required=0.9)
GIT = StripValues(level=1.6, low=1.3, high=1.9, required=1.2, is_hatched=True)


@pytest.mark.parametrize("drawing", draw_printed_strips([SQL, GIT]))
def test_a_printed_strip_is_a_document_in_greys_without_classes(drawing: str) -> None:
    colours = re.findall(r'#(\w{2})(\w{2})(\w{2})"', drawing)

    assert parse(drawing).tag == f"{SVG}svg"
    assert colours
    assert all(red == green == blue for red, green, blue in colours)
    assert "class=" not in drawing


def test_only_an_undecided_band_is_hatched() -> None:
    sql, git = draw_printed_strips([SQL, GIT])

    assert 'fill="url(#hatch)"' not in sql
    assert 'fill="url(#hatch)"' in git


def test_dot_and_band_stand_where_the_levels_are() -> None:
    [drawing] = draw_printed_strips([SQL], width_pt=300.5, height_pt=24)
    tree = parse(drawing)
    dot, band = tree.find(f"{SVG}circle"), tree.findall(f"{SVG}rect")[-1]

    assert dot is not None
    assert numbers(dot, "cx", "cy") == pytest.approx([0.25 + 300 * 0.3 / 3, 12])
    assert numbers(band, "x", "width", "y") == pytest.approx([0.25, 60, 8])


def test_the_notch_stands_where_the_goal_is() -> None:
    [drawing] = draw_printed_strips([SQL], width_pt=300.5, height_pt=24)
    notch = parse(drawing).findall(f"{SVG}line")[-1]

    assert numbers(notch, "x1", "x2", "y1", "y2") == pytest.approx(
        [90.25, 90.25, 3, 18]
    )


@pytest.mark.parametrize("level", [0.0, 3.0])
def test_the_dot_at_an_end_of_the_scale_is_printed_whole(level: float) -> None:
    [drawing] = draw_printed_strips([StripValues(level, 0, 3, 1)])
    tree = parse(drawing)
    left, _, width, _ = map(float, tree.get("viewBox", "").split())
    dot = tree.find(f"{SVG}circle")

    assert dot is not None
    centre, radius = numbers(dot, "cx", "r")
    assert left <= centre - radius
    assert centre + radius <= left + width


def test_rows_join_at_their_edges() -> None:
    first, second = draw_printed_strips([SQL, GIT], width_pt=200, height_pt=20)
    half_way = f"{0.25 + (0.9 + 1.2) / 2 / 3 * 199.5:.2f}"

    assert f'x2="{half_way}" y2="20.00"' in first
    assert f'x1="{half_way}" y1="0.00"' in second
