"""Dots behind "how sure is this?": each quantile is there, in its place, full from the required level on."""

from itertools import pairwise

from quiz.charts.quantile_dots import count_at_or_above, draw_quantile_dots
from tests.charts.shapes import elements, numbers

TWENTY = tuple(0.45 + step * 0.05 for step in range(20))


def test_dots_are_full_from_the_required_level_on() -> None:
    drawing = draw_quantile_dots(TWENTY, 1.2)

    assert count_at_or_above(TWENTY, 1.2) == 5
    assert len(elements(drawing, "strip-full")) == 5
    assert len(elements(drawing, "strip-ring")) == 15


def test_the_required_level_is_marked() -> None:
    [notch] = elements(draw_quantile_dots(TWENTY, 1.2), "strip-notch")

    assert numbers(notch, "x") == [40]


def test_a_dot_on_the_required_level_counts_in_spite_of_rounding() -> None:
    a_tenth_three_times = 0.1 + 0.1 + 0.1

    assert count_at_or_above([a_tenth_three_times, 0.3, 0.29], 0.3) == 2
    assert count_at_or_above([0.3], a_tenth_three_times) == 1


def test_a_dot_stands_in_the_middle_of_its_tenth_of_a_level() -> None:
    dots = elements(draw_quantile_dots([0.3, 1.04], 3.0), "strip-ring")

    assert [numbers(dot, "cx") for dot in dots] == [[11.67], [35]]


def test_few_dots_in_one_place_are_stacked_from_the_line_up() -> None:
    dots = elements(draw_quantile_dots([1.0, 1.0], 0.5), "strip-full")

    assert [numbers(dot, "cy", "r") for dot in dots] == [[70, 4], [60, 4]]


def test_twenty_dots_in_one_place_are_all_there_and_do_not_touch() -> None:
    dots = elements(draw_quantile_dots([0.0] * 20, 1.0), "strip-ring")

    heights = sorted(numbers(dot, "cy")[0] for dot in dots)
    steps = [after - before for before, after in pairwise(heights)]

    assert len(dots) == 20
    assert min(heights) > 10
    assert min(steps) > 2 * numbers(dots[0], "r")[0]


def test_levels_beyond_the_scale_are_drawn_at_its_ends() -> None:
    drawing = draw_quantile_dots([-0.6, 3.4], 1.0)

    [low], [high] = elements(drawing, "strip-ring"), elements(drawing, "strip-full")

    assert (low.get("cx"), high.get("cx")) == ("1.67%", "98.33%")
