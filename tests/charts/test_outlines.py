"""The goal picker's section and the ticks of settled areas."""

from xml.etree import ElementTree as ET

from quiz.charts.outlines import draw_area_ticks, draw_goal_section

JUNIOR = [1.2, 1.0, 1.1, 1.0, 1.2, 0.8, 1.0, 1.0, 1.0, 0.9, 0.6, 1.0]


def classes(svg: str) -> list[str]:
    tree = ET.fromstring(svg)  # noqa: S314 - it is our own drawing
    return [node.get("class", "") for node in tree.iter()]


def test_a_section_has_one_step_an_area_and_ends_at_the_right_edge() -> None:
    drawing = draw_goal_section(JUNIOR, name="Junior generalist")

    [path] = [part for part in drawing.split("<path ") if 'class="top"' in part]

    assert path.count("V") == path.count("H") == 12
    assert "H168" in path
    assert 'd="M0 30.4V30.4H14V33.33' in path


def test_a_section_says_its_range_in_words() -> None:
    drawing = draw_goal_section(JUNIOR, name="Junior & friends")

    assert "Required levels, Junior &amp; friends" in drawing
    assert "From 0.6 to 1.2 on the scale 0 to 3, across 12 areas." in drawing


def test_ticks_show_what_is_settled_and_where_we_are() -> None:
    drawn = classes(draw_area_ticks(settled=4, areas=12))

    assert drawn.count("tick-set") == 4
    assert drawn.count("tick-open tick-now") == 1
    assert drawn.count("tick-open") == 7


def test_with_everything_settled_no_tick_is_open() -> None:
    drawing = draw_area_ticks(settled=12, areas=12)

    assert classes(drawing).count("tick-set") == 12
    assert "tick-open" not in drawing
    assert 'aria-label="12 of 12 areas settled"' in drawing
