"""The scale that people see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.measurement.assessment_plan import STOPPING_RULES
from quiz.measurement.reporting.classification import (
    MasteryStatement,
    classify_area,
    classify_probability,
    is_decided,
    level_from_theta,
    min_answers_to_decide,
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


@pytest.mark.parametrize(
    ("p", "own_answers", "statement"),
    [
        (0.97, 3, MasteryStatement.REACHED),
        (0.97, 2, MasteryStatement.LIKELY),
        (0.97, 0, MasteryStatement.LIKELY),
        (0.03, 3, MasteryStatement.NOT_YET),
        (0.03, 2, MasteryStatement.LIKELY_NOT_YET),
        (0.75, 0, MasteryStatement.LIKELY),
        (0.5, 9, MasteryStatement.TOO_CLOSE),
    ],
)
def test_nothing_is_decided_on_fewer_own_answers_than_it_takes(
    p: float, own_answers: int, statement: MasteryStatement
) -> None:
    assert classify_area(p, own_answers=own_answers, min_answers=3) is statement


@pytest.mark.parametrize(
    ("p", "p_alone", "statement"),
    [
        (0.97, 0.95, MasteryStatement.REACHED),
        (0.97, 0.72, MasteryStatement.REACHED),
        (0.97, 0.5, MasteryStatement.TOO_CLOSE),
        (0.97, 0.05, MasteryStatement.TOO_CLOSE),
        (0.75, 0.2, MasteryStatement.TOO_CLOSE),
        (0.02, 0.2, MasteryStatement.NOT_YET),
        (0.02, 0.6, MasteryStatement.TOO_CLOSE),
        (0.2, 0.05, MasteryStatement.LIKELY_NOT_YET),
    ],
)
def test_an_earlier_sitting_carries_no_statement_that_the_answers_do_not_support(
    p: float, p_alone: float, statement: MasteryStatement
) -> None:
    found = classify_area(p, own_answers=5, min_answers=3, p_alone=p_alone)

    assert found is statement


def test_a_quick_sitting_decides_on_two_answers_and_the_others_on_three() -> None:
    counts = {length: min_answers_to_decide(length) for length in STOPPING_RULES}

    assert counts.pop("quick") == 2
    assert set(counts.values()) == {3}
