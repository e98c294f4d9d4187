"""The geometry of the profile, which pages and paper share."""

import pytest

from quiz.charts.strips import (
    StripGeometry,
    StripValues,
    lay_out_strip,
    lay_out_strips,
    scale_share,
)

SQL = StripValues(level=0.6, low=0.3, high=0.9, required=1.2)


def points(strip: StripGeometry) -> list[float]:
    return [
        number for one in strip.joins for number in (one.x1, one.y1, one.x2, one.y2)
    ]


@pytest.mark.parametrize(
    ("level", "share"),
    [(0, 0), (1.5, 0.5), (3, 1), (-0.4, 0), (3.7, 1)],
)
def test_a_level_lies_on_the_scale_from_0_to_3_and_never_off_it(
    level: float, share: float
) -> None:
    assert scale_share(level) == share


def test_a_strip_puts_dot_band_and_notch_where_the_levels_say() -> None:
    strip = lay_out_strip(SQL)

    assert strip.dot == pytest.approx(0.2)
    assert (strip.band_start, strip.band_width) == pytest.approx((0.1, 0.2))
    assert strip.notch == pytest.approx(0.4)
    assert strip.joins == ()


def test_notches_join_half_way_between_two_rows() -> None:
    rows = [StripValues(1, 1, 1, required) for required in (0.9, 1.2, 0.6)]

    first, second, third = lay_out_strips(rows)

    assert points(first) == pytest.approx([0.3, 0.5, 0.35, 1.0])
    assert points(second) == pytest.approx([0.35, 0.0, 0.4, 0.5, 0.4, 0.5, 0.3, 1.0])
    assert points(third) == pytest.approx([0.3, 0.0, 0.2, 0.5])


def test_an_undecided_area_is_hatched() -> None:
    undecided = StripValues(1, 0.5, 1.5, 1, is_hatched=True)

    assert lay_out_strip(undecided).is_hatched
    assert not lay_out_strip(SQL).is_hatched
