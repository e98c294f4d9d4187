"""What is thought of a person beforehand, and how it ages."""

import json

import numpy as np
import pytest

from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import estimate_abilities, posterior_as_prior
from quiz.measurement.errors import ImpossiblePrior
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from tests.measurement.banks import bank, cuts

AREAS = ("git", "http", "sql")


def test_a_stranger_has_areas_that_correlate_by_a_half() -> None:
    prior = AbilityPrior.from_defaults(AREAS)

    assert prior.covariance.tolist() == [[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]]
    assert prior.mean.tolist() == [0, 0, 0]


def test_a_prior_survives_being_kept_as_json() -> None:
    prior = AbilityPrior.from_defaults(AREAS, mean=0.3, sd=0.8)

    back = AbilityPrior.from_dict(json.loads(json.dumps(prior.as_dict())))

    assert back.areas == prior.areas
    assert np.array_equal(back.mean, prior.mean)
    assert np.array_equal(back.covariance, prior.covariance)


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"areas": ["a"], "mean": ["x"], "covariance": [[1]]},
        {"areas": ["a"], "mean": [0, 0], "covariance": [[1]]},
        {"areas": ["a", "a"], "mean": [0, 0], "covariance": [[1, 0], [0, 1]]},
        {"areas": ["a"], "mean": [float("nan")], "covariance": [[1]]},
        {"areas": ["a", "b"], "mean": [0, 0], "covariance": [[1, 0.5], [0.2, 1]]},
        {"areas": ["a", "b"], "mean": [0, 0], "covariance": [[1, 2], [2, 1]]},
    ],
    ids=["empty", "words", "shapes", "twice", "nan", "lopsided", "impossible"],
)
def test_what_is_no_distribution_is_refused(stored: dict[str, list[object]]) -> None:
    with pytest.raises(ImpossiblePrior):
        AbilityPrior.from_dict(stored)


def test_picking_areas_keeps_their_numbers() -> None:
    prior = AbilityPrior(AREAS, np.array([1.0, 2.0, 3.0]), np.diag([1.0, 2.0, 3.0]))

    picked = prior.align_to(("sql", "git"))

    assert picked.mean.tolist() == [3, 1]
    assert picked.covariance.tolist() == [[3, 0], [0, 1]]


def test_an_area_never_measured_joins_as_strangers_areas_go_together() -> None:
    known = AbilityPrior(("git",), np.array([1.2]), np.array([[0.2]]))

    joined = known.align_to(("git", "sql"))

    # θ_sql = .5 θ_git + e, var e = .75
    assert joined.mean == pytest.approx([1.2, 0.6])
    assert joined.covariance == pytest.approx(np.array([[0.2, 0.1], [0.1, 0.8]]))


def test_time_widens_towards_a_stranger_and_never_beyond() -> None:
    known = AbilityPrior(AREAS, np.array([1.0, 0.5, 0.2]), 0.3 * np.eye(3))

    spread = [
        known.widen_with_time(days).covariance[0, 0] for days in (0, 60, 365, 100_000)
    ]

    assert spread[0] == pytest.approx(0.3)
    assert spread == sorted(spread)
    assert spread[-1] == pytest.approx(1)
    assert known.widen_with_time(365).mean.tolist() == known.mean.tolist()


def test_a_posterior_can_be_the_next_prior() -> None:
    pool = ItemPool.from_items(bank())
    plan = AssessmentPlan(cuts=cuts(pool))
    responses = [Response(f"git-{number:03d}", 1.0) for number in range(8)]

    after = posterior_as_prior(pool, plan, responses)
    again = estimate_abilities(pool, AssessmentPlan(cuts=cuts(pool), prior=after), [])
    before = estimate_abilities(pool, plan, responses)

    for area in pool.areas:
        assert again[area].theta == pytest.approx(before[area].theta, abs=0.01)
        assert again[area].sd == pytest.approx(before[area].sd, abs=0.01)
