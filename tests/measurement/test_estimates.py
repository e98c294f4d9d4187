"""What is reported of an area."""

import numpy as np
import pytest
from scipy.stats import norm

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import estimate_abilities
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.response_models import GRID
from quiz.measurement.reporting.classification import (
    classify_probability,
    level_from_theta,
)
from quiz.measurement.reporting.estimates import DOTS, density_quantiles
from tests.measurement.banks import bank, cuts

POOL = ItemPool.from_items(bank())


def test_quantiles_of_a_normal_distribution_are_those_of_the_tables() -> None:
    density = norm.pdf(GRID, 0.3, 0.7)
    shares = np.array([0.025, 0.1, 0.5, 0.9, 0.975])

    found = density_quantiles(density / density.sum(), shares)

    # The grid's cell widens a sharp shape by step²/12, and a chord cuts a tail's corner.
    assert found == pytest.approx(norm.ppf(shares, 0.3, 0.7), abs=0.01)


def test_bands_and_dots_belong_to_one_distribution() -> None:
    estimate = estimate_abilities(POOL, AssessmentPlan(cuts=cuts(POOL)), [])["sql"]

    assert estimate.low95 < estimate.low80 < estimate.theta
    assert estimate.theta < estimate.high80 < estimate.high95
    assert estimate.low80 == pytest.approx(-1.2816, abs=0.01)
    assert estimate.high95 == pytest.approx(1.96, abs=0.01)
    assert len(estimate.quantiles) == DOTS
    assert list(estimate.quantiles) == sorted(estimate.quantiles)


@pytest.mark.parametrize("cut", [-2.0, -1.0, 0.0, 0.5, 1.7])
def test_the_chance_to_reach_a_cut_is_the_normal_one(cut: float) -> None:
    estimate = estimate_abilities(
        POOL, AssessmentPlan(cuts=cuts(POOL, cut), cut_se=0.3), []
    )["sql"]

    assert estimate.p_reached == pytest.approx(
        norm.sf(cut / np.hypot(1, 0.3)), abs=0.001
    )


def test_words_and_level_follow_from_the_numbers() -> None:
    estimate = estimate_abilities(POOL, AssessmentPlan(cuts=cuts(POOL, -1.9)), [])[
        "sql"
    ]

    assert estimate.statement is classify_probability(estimate.p_reached)
    assert estimate.is_decided
    assert estimate.level == level_from_theta(estimate.theta)
