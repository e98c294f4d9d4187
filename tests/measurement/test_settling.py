"""The offer to settle areas: which ones, and how many questions."""

import numpy as np

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import (
    NextItem,
    estimate_abilities,
    offer_settling,
    posterior_as_prior,
    select_item,
)
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response
from tests.measurement.banks import bank, cuts, taken

AREAS = tuple(f"area{number}" for number in range(6))
POOL = ItemPool.from_items(bank(AREAS, each=40, options=0))
PLAN = AssessmentPlan(cuts=cuts(POOL, -0.3), length="quick")


def mixed(seed: int) -> list[Response]:
    """Return a quick sitting of somebody whose areas lie at different distances from the cut."""
    rng = np.random.default_rng(seed)
    chances = dict(zip(AREAS, (0.95, 0.75, 0.6, 0.5, 0.3, 0.05), strict=True))
    return [
        Response(f"{area}-{number:03d}", float(rng.random() < chance))
        for area, chance in chances.items()
        for number in rng.choice(range(12, 28), 4, replace=False)
    ]


def settle(
    plan: AssessmentPlan, theta: dict[str, float], rng: np.random.Generator
) -> list[bool]:
    """Return which areas of a settle sitting end decided."""
    responses: list[Response] = []
    while isinstance(step := select_item(POOL, plan, responses), NextItem):
        item = POOL.items[POOL.item_index(step.item)]
        chance = 0.98 / (1 + np.exp(-1.2 * (theta[item.area] - item.location)))
        responses.append(Response(item.id, float(rng.random() < chance)))
    assert 3 <= len(responses) <= 12
    return [
        one.is_decided for one in estimate_abilities(POOL, plan, responses).values()
    ]


def test_up_to_three_undecided_areas_are_offered_with_a_few_questions_each() -> None:
    offers = [offer_settling(POOL, PLAN, mixed(seed)) for seed in range(8)]

    made = [offer for offer in offers if offer is not None]
    assert len(made) >= 6
    for offer in made:
        assert 1 <= len(offer.areas) <= 3
        assert 3 * len(offer.areas) <= offer.questions <= 8 + 2 * (len(offer.areas) - 1)


def test_what_is_decided_is_not_offered() -> None:
    responses = mixed(1)
    offer = offer_settling(POOL, PLAN, responses)

    decided = {
        area
        for area, estimate in estimate_abilities(POOL, PLAN, responses).items()
        if estimate.is_decided
    }
    assert offer is not None
    assert decided
    assert decided.isdisjoint(offer.areas)


def test_nothing_is_offered_when_everything_is_decided() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL, -1.5), length="thorough")

    assert offer_settling(POOL, plan, taken(POOL, plan, 1.0)) is None


def test_an_area_without_enough_questions_is_not_offered() -> None:
    pool = ItemPool.from_items([Item("a", "git"), Item("b", "git")])

    assert offer_settling(pool, AssessmentPlan(cuts={"git": 0.0}), []) is None


def test_a_wide_band_is_worth_questions() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL, 0.0), length="quick")
    two = [Response("area0-018", 1.0), Response("area0-022", 0.0)]

    offer = offer_settling(POOL, plan, two)

    assert offer is not None
    assert len(offer.areas) == 3


def test_an_offer_keeps_its_promise() -> None:
    """An area is offered when it is decided with a chance of .3 or more: that share of them is, at least."""
    rng = np.random.default_rng(5)
    decided: list[bool] = []
    for seed in range(30):
        responses = mixed(seed)
        offer = offer_settling(POOL, PLAN, responses)
        if offer is None:
            continue
        prior = posterior_as_prior(POOL, PLAN, responses)
        drawn = rng.multivariate_normal(prior.mean, prior.covariance)
        plan = AssessmentPlan(
            cuts=PLAN.cuts,
            length="settle",
            areas=frozenset(offer.areas),
            prior=prior,
            excluded_items=frozenset(one.item for one in responses),
            seed=seed,
        )
        decided += settle(plan, dict(zip(prior.areas, drawn, strict=True)), rng)

    assert np.mean(decided) > 0.3 - 3 * np.sqrt(0.25 / len(decided))
