"""The section of a goal's levels, and the ticks of decided areas."""

from quiz.charts.outlines import draw_area_ticks, draw_goal_section
from tests.charts.shapes import elements, numbers

JUNIOR = [1.2, 1.0, 1.1, 1.0, 1.2, 0.8, 1.0, 1.0, 1.0, 0.9, 0.6, 1.0]


def test_a_section_has_one_step_per_area_and_ends_at_the_right_edge() -> None:
    [top] = elements(draw_goal_section(JUNIOR), "top")
    path = top.get("d", "")

    assert path.count("V") == path.count("H") == 12
    assert path.endswith("H168")
    assert path.startswith("M0 30.4V30.4H14V33.33")


def test_the_levels_1_2_and_3_are_lines_of_a_section() -> None:
    lines = elements(draw_goal_section(JUNIOR), "strip-grid")

    assert [numbers(line, "y1") for line in lines] == [[33.33], [18.67], [4]]


def test_ticks_show_what_is_decided_and_what_comes_next() -> None:
    drawing = draw_area_ticks(asked=4, areas=12)

    assert len(elements(drawing, "tick-set")) == 4
    assert len(elements(drawing, "tick-now")) == 1
    assert len(elements(drawing, "tick-open")) == 8
    assert [numbers(tick, "x") for tick in elements(drawing, "tick-now")] == [[66]]


def test_with_everything_decided_no_tick_is_open() -> None:
    drawing = draw_area_ticks(asked=12, areas=12)

    assert len(elements(drawing, "tick-set")) == 12
    assert not elements(drawing, "tick-open")
    assert drawing.attributes == 'viewBox="0 0 196 16"'
