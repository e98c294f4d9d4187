"""Strips on a page: percentages along the scale, and nothing that the stylesheet should decide."""

from quiz.charts.page_strips import draw_page_strips
from quiz.charts.strips import StripValues
from tests.charts.shapes import elements, numbers, parse

SQL = StripValues(level=0.7, low=0.4, high=1.0, required=1.2)
GIT = StripValues(level=1.6, low=1.3, high=1.9, required=0.6, is_hatched=True)


def test_band_notch_and_dot_stand_where_the_numbers_say() -> None:
    [strip] = draw_page_strips([SQL])

    [band] = elements(strip, "strip-band")
    [notch] = elements(strip, "strip-notch")
    [dot] = elements(strip, "strip-dot")

    assert numbers(band, "x", "width") == [13.33, 20]
    assert numbers(notch, "x") == [40]
    assert numbers(dot, "cx") == [23.33]


def test_the_scale_has_both_ends_and_two_marks() -> None:
    [strip] = draw_page_strips([SQL])

    ends, marks = elements(strip, "strip-end"), elements(strip, "strip-grid")

    assert [numbers(end, "x1", "x2") for end in ends] == [[0, 0], [100, 100]]
    assert [numbers(mark, "x1") for mark in marks] == [[33.33], [66.67]]


def test_a_joining_line_leads_to_the_edge_of_the_row() -> None:
    first, second = draw_page_strips([SQL, GIT])

    [down] = elements(first, "strip-shape")
    [up] = elements(second, "strip-shape")

    assert numbers(down, "x1", "y1", "x2", "y2") == [40, 50, 30, 100]
    assert numbers(up, "x1", "y1", "x2", "y2") == [30, 0, 20, 50]


def test_only_an_undecided_band_is_marked_for_hatching() -> None:
    sql, git = draw_page_strips([SQL, GIT])

    assert not elements(sql, "strip-hatched")
    assert len(elements(git, "strip-hatched")) == 1


def test_no_colour_and_no_style_is_written() -> None:
    strips = draw_page_strips([SQL, GIT])

    written = {
        name
        for strip in strips
        for node in parse(strip.labelled("SQL")).iter()
        for name in node.attrib
    }

    assert written.isdisjoint({"style", "fill", "stroke", "opacity"})
