"""What is reported of an area."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import estimate_abilities, posterior_as_prior
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import GRID
from quiz.measurement.reporting.classification import (
    MasteryStatement,
    classify_probability,
    level_from_theta,
)
from quiz.measurement.reporting.estimates import (
    DOTS,
    density_quantiles,
    estimate_from_state,
    statements_from_state,
)
from quiz.measurement.specification import AssessmentSpecification
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

    assert classify_probability(estimate.p_reached) is MasteryStatement.REACHED
    # Nothing was answered, so nothing is decided.
    assert estimate.statement is MasteryStatement.LIKELY
    assert not estimate.is_decided
    assert estimate.level == level_from_theta(estimate.theta)


def test_statements_at_the_cuts_of_the_plan_are_those_of_the_estimates() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL, -0.9))
    responses = [
        Response(f"{area}-{number:03d}", 1.0)
        for area, count in (("git", 2), ("http", 3), ("sql", 4))
        for number in range(10, 10 + count)
    ]
    state = ExamineeState(AssessmentSpecification.compile_plan(POOL, plan), responses)

    statements = statements_from_state(state, plan.cuts)

    assert statements == {
        area: estimate.statement
        for area, estimate in estimate_from_state(state).items()
    }
    assert statements["git"] is MasteryStatement.LIKELY
    assert statements["sql"] is MasteryStatement.REACHED


def test_answers_about_another_language_decide_nothing() -> None:
    pool = ItemPool.from_items(
        replace(item, foreign=item.area == "git") for item in bank()
    )
    plan = AssessmentPlan(cuts=cuts(pool, -1.5))
    responses = [Response(f"git-{number:03d}", 1.0) for number in range(8, 16)]

    estimate = estimate_abilities(pool, plan, responses)["git"]

    assert estimate.p_reached > 0.95
    assert (estimate.asked, estimate.own_answers) == (8, 0)
    assert estimate.statement is MasteryStatement.LIKELY


def test_a_settled_area_rests_on_the_answers_of_both_sittings() -> None:
    first = AssessmentPlan(cuts=cuts(POOL, -0.9), length="quick")
    before = [
        Response(f"{area}-{number:03d}", 1.0)
        for area in POOL.areas
        for number in range(10, 14)
    ]
    prior = posterior_as_prior(POOL, first, before)
    plan = AssessmentPlan(cuts=first.cuts, length="settle", prior=prior)

    estimates = estimate_abilities(POOL, plan, [Response("git-014", 1.0)])

    assert {area: one.own_answers for area, one in estimates.items()} == {
        "git": 5,
        "http": 4,
        "sql": 4,
    }
    assert estimates["sql"].statement is MasteryStatement.REACHED
    assert estimates["sql"].asked == 0
