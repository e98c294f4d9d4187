"""Costs as bars on an axis that routes share."""

from quiz.charts.costs import draw_cost_bar
from tests.charts.shapes import elements, numbers


def test_a_bar_spans_its_range_on_the_axis() -> None:
    [bar] = elements(draw_cost_bar(2_000, 5_000, top=10_000, budget=None), "cost-bar")

    assert numbers(bar, "x", "width") == [20, 30]


def test_a_price_of_nothing_can_still_be_seen_on_the_axis() -> None:
    [free] = elements(draw_cost_bar(0, 0, top=10_000, budget=None), "cost-bar")
    [dearest] = elements(
        draw_cost_bar(10_000, 10_000, top=10_000, budget=None), "cost-bar"
    )

    assert numbers(free, "x", "width") == [0, 0.8]
    assert numbers(dearest, "x", "width") == [99.2, 0.8]


def test_the_budget_is_a_mark_where_there_is_one() -> None:
    with_budget = draw_cost_bar(0, 1_000, top=10_000, budget=2_500)

    [mark] = elements(with_budget, "cost-limit")

    assert numbers(mark, "x1", "x2") == [25, 25]
    assert not elements(draw_cost_bar(0, 1, top=10, budget=None), "cost-limit")
