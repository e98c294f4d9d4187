"""The scale that people see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assess.levels import Statement, is_settled, level_of, statement_of, theta_of


@given(st.floats(0, 3))
def test_levels_and_abilities_turn_into_each_other(level: float) -> None:
    assert level_of(theta_of(level)) == pytest.approx(level)


def test_halfway_between_junior_and_confirmed_is_a_level_and_a_half() -> None:
    assert level_of((-0.5 + 0.8) / 2) == pytest.approx(1.5)


@pytest.mark.parametrize("theta", [-50.0, 50.0])
def test_levels_end_at_0_and_3(theta: float) -> None:
    assert level_of(theta) in (0.0, 3.0)


@pytest.mark.parametrize(
    ("p", "statement"),
    [
        (1.0, Statement.REACHED),
        (0.9, Statement.REACHED),
        (0.8999, Statement.LIKELY),
        (0.7, Statement.LIKELY),
        (0.6999, Statement.TOO_CLOSE),
        (0.3, Statement.TOO_CLOSE),
        (0.2999, Statement.LIKELY_NOT_YET),
        (0.1, Statement.LIKELY_NOT_YET),
        (0.0999, Statement.NOT_YET),
        (0.0, Statement.NOT_YET),
    ],
)
def test_five_statements_divide_all_chances(p: float, statement: Statement) -> None:
    assert statement_of(p) is statement
    assert is_settled(p) is (statement in (Statement.REACHED, Statement.NOT_YET))
