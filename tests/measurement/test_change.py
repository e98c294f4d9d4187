"""Change between two sittings: Jacobson & Truax's own example, and what noise must not do."""

from dataclasses import dataclass

import pytest

from quiz.measurement.reporting.change import ChangeDirection, reliable_change


@dataclass(frozen=True)
class Measured:
    """An ability and its standard error."""

    theta: float
    sd: float


def test_the_published_example_comes_out() -> None:
    # Jacobson & Truax (1991), p. 14: from 47.5 to 32.5 with s = 7.5 and r = .80, so that
    # SE = 3.35, S_diff = 4.74 and RC = -3.16.
    error = 7.5 * (1 - 0.80) ** 0.5

    change = reliable_change(Measured(47.5, error), Measured(32.5, error))

    assert change.standard_error == pytest.approx(4.74, abs=0.005)
    assert change.index == pytest.approx(-3.16, abs=0.005)
    assert change.direction is ChangeDirection.LOWER


def test_a_rise_beyond_its_noise_is_stated() -> None:
    change = reliable_change(Measured(-0.5, 0.3), Measured(0.6, 0.4))

    assert change.direction is ChangeDirection.HIGHER
    assert change.low == pytest.approx(1.1 - 1.96 * 0.5, abs=0.001)


@pytest.mark.parametrize("after", [-0.9, 0.0, 0.9])
def test_a_difference_within_its_noise_is_no_change(after: float) -> None:
    change = reliable_change(Measured(0.0, 0.3), Measured(after, 0.4))

    assert change.direction is ChangeDirection.NO_CHANGE_SHOWN
    assert change.low < 0 < change.high


def test_the_way_back_is_the_way_there_mirrored() -> None:
    first, second = Measured(-0.2, 0.3), Measured(0.9, 0.35)

    there, back = reliable_change(first, second), reliable_change(second, first)

    assert there.difference == -back.difference
    assert (there.low, there.high) == (-back.high, -back.low)


def test_asking_for_more_certainty_never_shows_a_change_that_less_did_not() -> None:
    first, second = Measured(0.0, 0.4), Measured(1.0, 0.4)

    verdicts = [
        reliable_change(first, second, certainty=certainty).direction
        for certainty in (0.5, 0.8, 0.9, 0.95, 0.99)
    ]

    stated = [verdict is ChangeDirection.HIGHER for verdict in verdicts]
    assert stated == sorted(stated, reverse=True)


@pytest.mark.parametrize(("after", "index"), [(0.0, 0.0), (1.0, float("inf"))])
def test_without_error_every_difference_counts(after: float, index: float) -> None:
    change = reliable_change(Measured(0.0, 0.0), Measured(after, 0.0))

    assert change.index == index
    assert (change.direction is ChangeDirection.HIGHER) == (after > 0)
