"""The scale that people see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.measurement.reporting.classification import (
    MasteryStatement,
    classify_probability,
    is_decided,
    level_from_theta,
    theta_from_level,
)


@given(st.floats(0, 3))
def test_levels_and_abilities_turn_into_each_other(level: float) -> None:
    assert level_from_theta(theta_from_level(level)) == pytest.approx(level)


def test_halfway_between_junior_and_confirmed_is_a_level_and_a_half() -> None:
    assert level_from_theta((-0.5 + 0.8) / 2) == pytest.approx(1.5)


@pytest.mark.parametrize("theta", [-50.0, 50.0])
def test_levels_end_at_0_and_3(theta: float) -> None:
    assert level_from_theta(theta) in (0.0, 3.0)


@pytest.mark.parametrize(
    ("p", "statement"),
    [
        (1.0, MasteryStatement.REACHED),
        (0.9, MasteryStatement.REACHED),
        (0.8999, MasteryStatement.LIKELY),
        (0.7, MasteryStatement.LIKELY),
        (0.6999, MasteryStatement.TOO_CLOSE),
        (0.3, MasteryStatement.TOO_CLOSE),
        (0.2999, MasteryStatement.LIKELY_NOT_YET),
        (0.1, MasteryStatement.LIKELY_NOT_YET),
        (0.0999, MasteryStatement.NOT_YET),
        (0.0, MasteryStatement.NOT_YET),
    ],
)
def test_five_statements_divide_all_chances(
    p: float, statement: MasteryStatement
) -> None:
    assert classify_probability(p) is statement
    assert is_decided(p) is (
        statement in (MasteryStatement.REACHED, MasteryStatement.NOT_YET)
    )
