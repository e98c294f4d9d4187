"""The profile's drawings: what lies where, and what is read out."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from quiz.charts.example_profile import EXAMPLE_ROWS
from quiz.charts.strips import (
    Statement,
    StripData,
    build_profile_rows,
    count_at_or_above,
    describe_strip,
    draw_quantile_dots,
    draw_strip,
    format_scale_position,
)

TWENTY = tuple(0.45 + step * 0.05 for step in range(20))


def sql(
    *, level: float = 0.7, statement: Statement = "not yet", area_name: str = "SQL"
) -> StripData:
    return StripData(
        key="sql",
        area_name=area_name,
        level=level,
        low=0.4,
        high=1.0,
        required=1.2,
        statement=statement,
        quantiles=TWENTY,
    )


def element(svg: str) -> ET.Element:
    """Return the drawing as a tree; text that is not well formed raises."""
    return ET.fromstring(svg)  # noqa: S314 - it is our own drawing


def of_class(tree: ET.Element, name: str) -> list[ET.Element]:
    return [node for node in tree.iter() if name in node.get("class", "").split()]


@pytest.mark.parametrize(
    ("level", "expected"),
    [(0, "0%"), (1, "33.33%"), (1.5, "50%"), (3, "100%"), (-0.4, "0%"), (3.7, "100%")],
)
def test_a_level_lies_on_the_scale_from_0_to_3_and_never_off_it(
    level: float, expected: str
) -> None:
    assert format_scale_position(level) == expected


def test_a_strip_puts_band_notch_and_dot_where_the_numbers_say() -> None:
    tree = element(draw_strip(sql()))

    [band] = of_class(tree, "strip-band")
    [notch] = of_class(tree, "strip-notch")
    [dot] = of_class(tree, "strip-dot")

    assert (band.get("x"), band.get("width")) == ("13.33%", "20%")
    assert notch.get("x") == "40%"
    assert dot.get("cx") == "23.33%"


def test_a_strip_reads_as_one_sentence() -> None:
    tree = element(draw_strip(sql()))

    assert tree.get("role") == "img"
    assert (
        tree.get("aria-label")
        == "SQL: not yet. Estimate 0.7, between 0.4 and 1.0. The goal needs 1.2."
    )


def test_a_strip_names_no_colour_and_no_style_so_that_the_stylesheet_decides() -> None:
    tree = element(draw_strip(sql(), above=1.0, below=0.8))

    written = {name for node in tree.iter() for name in node.attrib}

    assert written.isdisjoint({"style", "fill", "stroke", "opacity"})


def test_a_name_with_markup_in_it_stays_text() -> None:
    drawing = draw_strip(sql(area_name="<b>SQL</b> & more"))

    assert "<b>" not in drawing
    assert "&lt;b&gt;SQL&lt;/b&gt; &amp; more: not yet" in drawing


def test_the_joining_line_meets_the_neighbours_half_way() -> None:
    [first, second, *_] = build_profile_rows(EXAMPLE_ROWS)

    [down] = of_class(element(first.strip), "strip-shape")
    [up, _] = of_class(element(second.strip), "strip-shape")

    assert (down.get("x1"), down.get("x2"), down.get("y2")) == ("30%", "35%", "100%")
    assert (up.get("x1"), up.get("x2"), up.get("y1")) == ("35%", "40%", "0")


def test_only_an_undecided_band_is_marked_for_hatching() -> None:
    rows = build_profile_rows(EXAMPLE_ROWS)

    hatched = [
        row.data.key for row in rows if of_class(element(row.strip), "strip-hatched")
    ]

    assert hatched == ["api", "arch", "web"]


def test_dots_are_full_from_the_required_level_on() -> None:
    tree = element(draw_quantile_dots(TWENTY, 1.2))

    assert len(of_class(tree, "strip-full")) == count_at_or_above(TWENTY, 1.2) == 5
    assert len(of_class(tree, "strip-ring")) == 15
    assert (
        tree.get("aria-label")
        == "20 dots on the scale from 0 to 3, 5 of them at or above 1.2"
    )


def test_a_dot_on_the_required_level_counts_in_spite_of_rounding() -> None:
    a_tenth_three_times = 0.1 + 0.1 + 0.1

    assert count_at_or_above([a_tenth_three_times, 0.3, 0.29], 0.3) == 2
    assert count_at_or_above([0.3], a_tenth_three_times) == 1


def test_twenty_dots_in_one_place_are_all_there_and_do_not_touch() -> None:
    tree = element(draw_quantile_dots([0.0] * 20, 1.0))
    circles = of_class(tree, "strip-ring")

    heights = sorted(float(circle.get("cy", "")) for circle in circles)
    steps = [after - before for before, after in pairwise(heights)]

    assert len(circles) == 20
    assert min(heights) > 10
    assert min(steps) > 2 * float(circles[0].get("r", ""))


def test_levels_beyond_the_scale_are_drawn_at_its_ends() -> None:
    tree = element(draw_quantile_dots([-0.6, 3.4], 1.0))

    [low] = of_class(tree, "strip-ring")
    [high] = of_class(tree, "strip-full")

    assert (low.get("cx"), high.get("cx")) == ("1.67%", "98.33%")


def test_a_row_without_quantiles_has_no_dots() -> None:
    [row, *_] = build_profile_rows(EXAMPLE_ROWS)

    assert row.dots == ""
    assert row.at_or_above == 0


def test_a_row_counts_its_own_quantiles() -> None:
    [row] = build_profile_rows([sql()])

    assert row.at_or_above == 5
    assert "strip-shape" not in row.strip


def test_the_words_of_a_strip_have_one_decimal() -> None:
    assert describe_strip(sql(level=0.6666)).startswith(
        "Estimate 0.7, between 0.4 and 1.0."
    )
