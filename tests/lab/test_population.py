"""Who comes: populations that made the answers are found again, and a few answers change little."""

import numpy as np
import pytest
from scipy.special import expit

from lab.online_calibration.population import estimate_population
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response

AREAS = ("git", "http", "sql")
POOL = ItemPool.from_items(
    Item(f"{area}{n:02d}", area, a=1.4, b=float(b), options=4 if n % 2 else 0)
    for area in AREAS
    for n, b in enumerate(np.linspace(-2, 2, 20))
)


def sittings(
    people: int, mean: float, correlation: float, *, honest: bool = False
) -> list[list[Response]]:
    """Return sittings of 24 random questions each."""
    rng = np.random.default_rng(8)
    covariance = np.full((3, 3), correlation) + (1 - correlation) * np.eye(3)
    taken = []
    for ability in rng.multivariate_normal(np.full(3, mean), covariance, people):
        responses = []
        for number in rng.choice(len(POOL), 24, replace=False):
            item = POOL.items[number]
            knows = expit(1.4 * (ability[POOL.area_index[number]] - (item.b or 0.0)))
            lucky = not honest and bool(item.options) and rng.random() < 0.25
            right = rng.random() < 0.98 * knows or lucky
            responses.append(
                Response(item.id, float(right), dont_know=honest and not right)
            )
        taken.append(responses)
    return taken


def correlations(prior: AbilityPrior) -> np.ndarray:
    """Return the correlation of each pair of areas."""
    spread = np.sqrt(np.diag(prior.covariance))
    found: np.ndarray = (prior.covariance / np.outer(spread, spread))[
        np.triu_indices(3, 1)
    ]
    return found


@pytest.mark.parametrize("honest", [False, True], ids=["guessing", "saying so"])
@pytest.mark.parametrize(("mean", "correlation"), [(0.5, 0.0), (-0.5, 0.7)])
def test_the_population_behind_the_answers_is_found(
    mean: float, correlation: float, *, honest: bool
) -> None:
    found = estimate_population(POOL, sittings(400, mean, correlation, honest=honest))

    # Eight answers an area leave an ability with an error of about .6: the mean of 400 people is
    # known to √(1 + .36) / 20 = .06, a correlation to about √(1 + .36)² / 20 = .07.
    assert found.areas == AREAS
    assert found.mean == pytest.approx(np.full(3, mean), abs=4 * 0.06)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(np.ones(3), abs=4 * 0.06)
    assert correlations(found) == pytest.approx(np.full(3, correlation), abs=3 * 0.07)


def test_without_sittings_it_is_what_was_assumed() -> None:
    found = estimate_population(POOL, [])

    assumed = AbilityPrior.from_defaults(AREAS)
    assert found.areas == AREAS
    assert np.array_equal(found.covariance, assumed.covariance)


def test_a_single_sitting_changes_little() -> None:
    found = estimate_population(POOL, sittings(1, 0.0, 0.5))

    assert np.abs(found.mean).max() < 0.5
    assert found.ensure_valid() is found
    assert correlations(found) == pytest.approx(np.full(3, 0.5), abs=0.1)


def test_more_sittings_of_better_people_lift_the_mean() -> None:
    taken = sittings(200, 1.0, 0.5)

    means = [estimate_population(POOL, taken[:count]).mean.mean() for count in (5, 200)]

    assert 0 < means[0] < means[1] + 0.3
    assert means[1] == pytest.approx(1.0, abs=4 * 0.08)


def test_a_person_who_has_not_answered_yet_does_no_harm() -> None:
    taken = sittings(60, 0.0, 0.5)

    found = estimate_population(POOL, [*taken, []])

    assert found.mean == pytest.approx(estimate_population(POOL, taken).mean, abs=0.02)


def test_one_area_alone_has_a_population_too() -> None:
    pool = ItemPool.from_items(item for item in POOL.items if item.area == "sql")
    taken = [
        [r for r in responses if r.item.startswith("sql")]
        for responses in sittings(200, 0.5, 0.5)
    ]

    found = estimate_population(pool, taken)

    assert found.mean == pytest.approx(np.array([0.5]), abs=4 * 0.09)


def test_it_begins_where_it_is_told() -> None:
    start = AbilityPrior.from_defaults(AREAS, mean=1.0, correlation=0.2)

    found = estimate_population(POOL, [], start=start)

    assert found.mean == pytest.approx(np.ones(3))
