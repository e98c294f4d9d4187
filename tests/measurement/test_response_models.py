"""The item models against hand calculation, a slow second way, and what must hold of any of them."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from quiz.measurement.irt.items import GradedModel, Item
from quiz.measurement.irt.response_models import (
    GRID,
    UPPER_ASYMPTOTE,
    AuthoringPrior,
    category_boundary_curves,
    guessing_parameter,
    lower_asymptotes,
    response_probabilities,
)

ZERO = int(np.flatnonzero(GRID == 0)[0])


def test_at_its_difficulty_an_item_is_known_by_half() -> None:
    item = Item("q", "sql", a=1.7, b=0.0)

    knowing = category_boundary_curves(item, AuthoringPrior())

    assert knowing[0, ZERO] == pytest.approx(0.5)


def test_at_its_difficulty_the_chance_is_midway_between_luck_and_the_ceiling() -> None:
    item = Item("q", "sql", a=1.0, b=0.0, c=0.25)

    chance = response_probabilities(
        category_boundary_curves(item, AuthoringPrior()), guessing_parameter(item)
    )

    assert chance[0, ZERO] == pytest.approx((0.25 + UPPER_ASYMPTOTE) / 2)


def test_luck_comes_from_the_number_of_options_unless_it_was_measured() -> None:
    typed, chosen, measured = (
        Item("t", "sql"),
        Item("m", "sql", options=4),
        Item("c", "sql", options=4, c=0.18),
    )

    chance = [
        guessing_parameter(typed),
        guessing_parameter(chosen),
        guessing_parameter(measured),
    ]

    assert chance == [0.0, 0.25, 0.18]


def test_doubt_about_an_authored_item_is_integrated_as_a_double_integral_does() -> None:
    item, ability = Item("q", "sql", difficulty=0.7), -1.0
    at = int(np.flatnonzero(ability == GRID)[0])

    z = np.linspace(-7, 7, 801)
    slope, place = 1.2 * np.exp(0.3 * z[:, None]), 0.7 + 0.5 * z
    known = 1 / (1 + np.exp(-slope * (ability - place)))
    slow = (norm.pdf(z) @ known @ norm.pdf(z)) * (z[1] - z[0]) ** 2

    assert category_boundary_curves(item, AuthoringPrior())[0, at] == pytest.approx(
        slow, abs=1e-5
    )


def test_doubt_flattens_a_curve() -> None:
    sure = category_boundary_curves(Item("q", "sql", a=1.2, b=0.0), AuthoringPrior())[0]
    unsure = category_boundary_curves(
        Item("q", "sql", difficulty=0.0), AuthoringPrior()
    )[0]

    rise_sure, rise_unsure = np.diff(sure)[ZERO], np.diff(unsure)[ZERO]

    assert rise_unsure < rise_sure


def test_partial_credit_follows_its_formula() -> None:
    item = Item(
        "q",
        "sql",
        categories=3,
        a=1.0,
        b=0.0,
        thresholds=(-0.5, 0.5),
        model="partial_credit",
    )

    reach = category_boundary_curves(item, AuthoringPrior())[:, ZERO]

    # Muraki (1992): at θ = 0 the exponents are 0, 0.5, 0.5 - 0.5 = 0.
    weights = np.exp([0.0, 0.5, 0.0])
    assert reach == pytest.approx(
        [weights[1:].sum() / weights.sum(), weights[2] / weights.sum()]
    )


def test_a_graded_item_steps_up_at_its_thresholds() -> None:
    item = Item("q", "sql", categories=3, a=2.0, b=0.5, thresholds=(-0.5, 1.0))

    reach = category_boundary_curves(item, AuthoringPrior())

    assert reach[0, ZERO] == pytest.approx(0.5)
    assert reach[1, ZERO + 15] == pytest.approx(0.5)


@given(
    a=st.floats(0, 3),
    b=st.floats(-3, 3),
    options=st.sampled_from([0, 2, 3, 4, 5]),
    categories=st.integers(2, 5),
    model=st.sampled_from(get_args(GradedModel)),
)
def test_more_ability_never_lowers_a_chance(
    a: float, b: float, options: int, categories: int, model: GradedModel
) -> None:
    item = Item(
        "q", "sql", options=options, categories=categories, a=a, b=b, model=model
    )

    reach = response_probabilities(
        category_boundary_curves(item, AuthoringPrior()),
        lower_asymptotes(categories, guessing_parameter(item))[:, None],
    )

    assert (np.diff(reach, axis=1) >= -1e-12).all()
    assert (np.diff(reach, axis=0) <= 1e-12).all()
    assert reach.min() >= 0
    assert reach.max() <= UPPER_ASYMPTOTE + 1e-12
