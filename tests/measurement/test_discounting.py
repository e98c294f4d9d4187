"""An earlier sitting: what of it stands, and what the new answers have to say for themselves."""

import numpy as np
import pytest

from quiz.measurement.ability.discounting import discount_prior, expected_share
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import AssessmentPlan, Length
from quiz.measurement.engine import estimate_abilities, posterior_as_prior
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import GRID
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.measurement.specification import AssessmentSpecification
from tests.measurement.banks import bank, cuts, taken

AREAS = tuple(f"area{number:02d}" for number in range(6))
POOL = ItemPool.from_items(bank(AREAS, each=40))
DEFAULT = AbilityPrior.from_defaults(AREAS)


def earlier(
    score: float | None, cut: float = -0.3
) -> tuple[AbilityPrior, list[Response]]:
    """Return what a quick sitting says as a prior, and its answers."""
    plan = AssessmentPlan(cuts=cuts(POOL, cut), length="quick")
    responses = taken(POOL, plan, score)
    return posterior_as_prior(POOL, plan, responses), responses


def retake(
    prior: AbilityPrior,
    seen: list[Response],
    score: float | None,
    length: Length = "standard",
) -> tuple[AssessmentPlan, list[Response]]:
    plan = AssessmentPlan(
        cuts=cuts(POOL, -0.3),
        length=length,
        prior=prior,
        excluded_items=frozenset(response.item for response in seen),
    )
    return plan, taken(POOL, plan, score)


@pytest.mark.parametrize("score", [None, 0.0])
def test_a_good_sitting_does_not_carry_a_bad_one(score: float | None) -> None:
    prior, seen = earlier(1.0)
    plan, responses = retake(prior, seen, score)

    found = estimate_abilities(POOL, plan, responses)

    assert len(responses) >= 24
    sides = {estimate.statement for estimate in found.values()}
    assert sides <= {MasteryStatement.NOT_YET, MasteryStatement.LIKELY_NOT_YET}


def test_a_bad_sitting_does_not_hold_down_a_good_one() -> None:
    prior, seen = earlier(None)
    plan, responses = retake(prior, seen, 1.0)

    found = estimate_abilities(POOL, plan, responses)

    assert all(
        estimate.statement in (MasteryStatement.REACHED, MasteryStatement.LIKELY)
        for estimate in found.values()
    )


def test_nothing_is_decided_by_an_earlier_sitting_alone() -> None:
    prior, _ = earlier(1.0)
    plan = AssessmentPlan(cuts=cuts(POOL, -1.5), prior=prior)

    found = estimate_abilities(POOL, plan, [])

    assert all(estimate.p_reached > 0.9 for estimate in found.values())
    assert not any(estimate.is_decided for estimate in found.values())


def test_an_earlier_sitting_that_agrees_makes_bands_narrower() -> None:
    prior, seen = earlier(1.0)
    plan, responses = retake(prior, seen, 1.0, "quick")
    alone = AssessmentPlan(cuts=plan.cuts, length="quick")

    together = estimate_abilities(POOL, plan, responses)
    by_itself = estimate_abilities(POOL, alone, responses)

    assert all(together[a].sd < by_itself[a].sd for a in AREAS)
    assert all(estimate.p_alone is None for estimate in by_itself.values())
    assert together["area00"].p_alone == pytest.approx(by_itself["area00"].p_reached)


def normal_likelihood(at: float) -> np.ndarray:
    """Return ln L of answers that point to an ability, in every area."""
    return np.tile(-((GRID - at) ** 2), (len(AREAS), 1))


def test_the_more_the_answers_contradict_the_less_of_a_sitting_stands() -> None:
    prior = AbilityPrior(AREAS, np.full(6, 1.5), DEFAULT.covariance * 0.2)
    answered = np.ones(6, dtype=bool)

    shares = [
        expected_share(prior, DEFAULT, normal_likelihood(at), answered)
        for at in (1.5, 0.8, 0.0, -1.5)
    ]

    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.9
    assert shares[-1] < 0.05


def test_without_answers_all_of_it_stands() -> None:
    share = expected_share(
        DEFAULT, DEFAULT, normal_likelihood(0), np.zeros(6, dtype=bool)
    )

    assert share == 1.0


def test_the_discounted_prior_lies_between_the_two() -> None:
    prior = AbilityPrior(AREAS, np.full(6, 2.0), DEFAULT.covariance / 4)

    half = discount_prior(prior, DEFAULT, 0.5)

    assert half.mean == pytest.approx(np.ones(6))
    assert half.covariance[0, 0] == pytest.approx(0.25 / 4 + 0.75)
    assert discount_prior(prior, DEFAULT, 1.0).covariance == pytest.approx(
        prior.covariance
    )


def test_what_the_new_answers_say_alone_follows_each_of_them() -> None:
    prior, seen = earlier(1.0)
    plan, [first, *others] = retake(prior, seen, 0.0)
    state = ExamineeState(AssessmentSpecification.compile_plan(POOL, plan), [first])
    one = state.posterior_alone

    assert one is not None
    assert state.posterior_alone is one
    for response in others:
        state.add_response(response)
    assert state.posterior_alone is not None
    assert (state.posterior_alone.mean < one.mean).all()
