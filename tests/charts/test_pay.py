"""Pay as bars on one axis from 0."""

from quiz.charts.pay import PayBar, draw_pay_bars
from tests.charts.shapes import elements, numbers


def test_bars_span_their_range_on_an_axis_that_ends_at_a_full_step() -> None:
    drawing = draw_pay_bars(
        [PayBar("Junior", 30_000, 45_000), PayBar("Senior", 60_000, 75_000)]
    )

    junior, senior = elements(drawing, "cost-bar")

    assert numbers(junior, "x", "width") == [37.5, 18.8]
    assert numbers(senior, "x", "width") == [75, 18.8]
    assert numbers(junior, "y") < numbers(senior, "y")


def test_a_single_figure_can_still_be_seen_on_the_axis() -> None:
    [bar] = elements(draw_pay_bars([PayBar("Median", 80_000, 80_000)]), "cost-bar")

    assert numbers(bar, "x", "width") == [99.2, 0.8]


def test_the_axis_names_its_steps_and_a_long_one_every_second() -> None:
    short = draw_pay_bars([PayBar("A", 0, 80_000)])
    long = draw_pay_bars([PayBar("A", 0, 90_000)])

    assert [tick.text for tick in elements(short, "pay-tick")] == [
        "0",
        "20,000",
        "40,000",
        "60,000",
        "80,000",
    ]
    assert [tick.text for tick in elements(long, "pay-tick")] == [
        "0",
        "40,000",
        "80,000",
    ]


def test_labels_at_the_ends_of_the_axis_stay_inside() -> None:
    anchors = [
        tick.get("text-anchor")
        for tick in elements(draw_pay_bars([PayBar("A", 0, 40_000)]), "pay-tick")
    ]

    assert anchors == ["start", "middle", "end"]


def test_a_name_with_markup_in_it_stays_text() -> None:
    [name] = elements(draw_pay_bars([PayBar("<b>A</b>", 1, 2)]), "pay-name")

    assert name.text == "<b>A</b>"
