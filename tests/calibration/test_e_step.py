"""The expectation step: against brute-force sums, and as something that adds up over blocks."""

from itertools import product

import numpy as np
import pytest

from quiz.calibration.e_step import (
    Population,
    Sites,
    ability_posteriors,
    expected_counts,
    split_blocks,
)
from quiz.calibration.response_curves import NODES, ResponseCurves
from quiz.calibration.response_data import DONT_KNOW, ResponseData
from quiz.measurement.irt.items import Item
from quiz.measurement.irt.response_models import FloatArray

ITEMS = tuple(
    Item(f"q{n}", ("git", "sql", "web")[n % 3], options=4 if n % 2 else 0)
    for n in range(12)
)
AREA_OF = np.arange(12) % 3
SLOPE = np.log(np.linspace(0.8, 2.0, 12))
PLACE = np.linspace(-1.5, 1.5, 12)
CURVES = ResponseCurves.from_items(ITEMS)
CHANCES = CURVES.response_probabilities(SLOPE, PLACE)
POPULATION = Population(
    np.array([0.2, -0.1, 0.0]),
    np.array([[1.0, 0.6, 0.4], [0.6, 1.2, 0.5], [0.4, 0.5, 0.9]]),
)


def answers_of(people: int, seed: int = 1) -> ResponseData:
    """Return nine answers of each person, some of them "I don't know"."""
    rng = np.random.default_rng(seed)
    item = np.concatenate([rng.choice(12, 9, replace=False) for _ in range(people)])
    return ResponseData.from_columns(
        np.repeat(np.arange(people), 9),
        item,
        rng.choice([0, 1, 1, DONT_KNOW], 9 * people),
    )


def brute_force(
    answers: ResponseData, person: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return a person's mean, covariance and marginal weights by summing over all nodes of three areas."""
    mine = answers.person == person
    honest = answers.honest_people()[answers.person[mine]]
    rows = CURVES.find_rows(answers.item[mine], answers.category[mine], honest=honest)
    area = AREA_OF[answers.item[mine]]
    likelihood = np.stack([CHANCES[rows[area == d]].prod(axis=0) for d in range(3)])
    theta = np.array(list(product(NODES, repeat=3)))
    away = theta - POPULATION.mean
    exponent = -0.5 * np.einsum(
        "ni,ij,nj->n", away, np.linalg.inv(POPULATION.covariance), away
    )
    weight = np.exp(exponent) * np.array(
        [np.prod(combination) for combination in product(*likelihood)]
    )
    weight /= weight.sum()
    mean = weight @ theta
    cube = weight.reshape([len(NODES)] * 3)
    marginals = np.stack([cube.sum(axis=tuple({0, 1, 2} - {d})) for d in range(3)])
    covariance = np.cov(theta.T, aweights=weight, ddof=0)
    return mean, covariance, marginals


def test_it_is_near_the_sum_over_all_abilities() -> None:
    answers = answers_of(3)
    [block] = split_blocks(answers, CURVES, AREA_OF, 3)

    weights, mean, covariance, _ = ability_posteriors(
        block,
        np.log(CHANCES).astype(np.float32),
        POPULATION,
        Sites.flat_sites(block),
        6,
    )

    for person in range(3):
        exact_mean, exact_covariance, exact_marginals = brute_force(answers, person)
        # Expectation propagation is no exact sum; a fiftieth of a deviation is what it may be off.
        assert mean[:, person] == pytest.approx(exact_mean, abs=0.02)
        assert covariance[:, :, person] == pytest.approx(exact_covariance, abs=0.03)
        assert weights[:, person] == pytest.approx(exact_marginals, abs=0.005)


def test_in_a_single_area_it_is_the_sum_itself() -> None:
    items = tuple(Item(f"q{n}", "sql", options=4) for n in range(5))
    curves = ResponseCurves.from_items(items)
    chances = curves.response_probabilities(np.zeros(5), np.linspace(-1, 1, 5))
    answers = ResponseData.from_columns(np.zeros(5), np.arange(5), [1, 1, 0, 1, 0])
    [block] = split_blocks(answers, curves, np.zeros(5, dtype=np.intp), 1)
    population = Population(np.zeros(1), np.eye(1))

    weights, mean, _, _ = ability_posteriors(
        block,
        np.log(chances).astype(np.float32),
        population,
        Sites.flat_sites(block),
        4,
    )

    rows = curves.find_rows(
        answers.item, answers.category, honest=np.zeros(5, dtype=bool)
    )
    exact = chances[rows].prod(axis=0) * np.exp(-0.5 * NODES**2)
    exact /= exact.sum()
    assert weights[0, 0] == pytest.approx(exact, abs=1e-6)
    assert mean[0, 0] == pytest.approx(exact @ NODES, abs=1e-5)


def test_blocks_add_up_to_one_great_block() -> None:
    answers = answers_of(20)
    logs = np.log(CHANCES).astype(np.float32)

    def counts(size: int) -> list[FloatArray]:
        blocks = split_blocks(answers, CURVES, AREA_OF, 3, size)
        parts = [
            expected_counts(block, logs, POPULATION, Sites.flat_sites(block), 6)[0]
            for block in blocks
        ]
        total = parts[0]
        for part in parts[1:]:
            total += part
        return [
            np.array(total.people),
            total.responses,
            total.ability_sum,
            total.ability_products,
        ]

    # They are worked out in single precision.
    for small, great in zip(counts(7), counts(20), strict=True):
        assert small == pytest.approx(great, abs=1e-3)


def test_every_answer_is_counted_once() -> None:
    answers = answers_of(20)
    [block] = split_blocks(answers, CURVES, AREA_OF, 3)

    counts, _ = expected_counts(
        block,
        np.log(CHANCES).astype(np.float32),
        POPULATION,
        Sites.flat_sites(block),
        4,
    )

    assert counts.people == 20
    assert counts.responses.sum() == pytest.approx(len(answers), abs=1e-3)


def test_without_answers_people_are_the_population() -> None:
    answers = ResponseData.from_columns([0, 1], [0, 0], [1, 1])
    [block] = split_blocks(answers, CURVES, AREA_OF, 3)
    nothing = np.zeros_like(CHANCES, dtype=np.float32)

    _, mean, covariance, _ = ability_posteriors(
        block, nothing, POPULATION, Sites.flat_sites(block), 3
    )

    assert mean[:, 0] == pytest.approx(POPULATION.mean, abs=1e-3)
    assert covariance[:, :, 0] == pytest.approx(POPULATION.covariance, abs=2e-3)
