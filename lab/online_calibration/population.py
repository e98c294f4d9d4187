"""The population's distribution of abilities, estimated from many sittings with item parameters known.

Used by the engine server and the simulation; the site never estimates its prior.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np

from quiz.calibration.acceleration import AndersonAccelerator
from quiz.calibration.e_step import (
    BLOCK_SIZE,
    ExpectedCounts,
    Population,
    ResponseBlock,
    Sites,
    build_block,
    expected_counts,
)
from quiz.calibration.m_step import CalibrationPrior as Believed
from quiz.calibration.m_step import ModelParameters, update_population
from quiz.calibration.response_curves import NODES
from quiz.calibration.response_data import Float32Array
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import GRID, FloatArray

#: number of people that the assumed spread and common correlation count for
PRIOR_PEOPLE = 10.0
#: number of people that the common correlation counts for in each pair of areas
SHRINKAGE_PEOPLE = 50.0
MAX_CORRELATION = 0.95
#: prior standard deviation of the population mean, in logits
PRIOR_MEAN_SD = 0.5
TOLERANCE = 0.003
MAX_STEPS = 60
FIRST_SWEEPS = 4


def estimate_population(
    pool: ItemPool,
    sittings: Sequence[Sequence[Response]],
    *,
    start: AbilityPrior | None = None,
) -> AbilityPrior:
    """Return the posterior mode of the population's distribution, given the answers of these sittings.

    Expectation maximisation over μ and Σ of θ ~ N(μ, Σ), with the posterior of every sitting by
    expectation propagation. The assumed distribution counts as ten additional people; each pair of areas is shrunk
    towards the common correlation with a weight of fifty people.

    Parameters
    ----------
    pool
        The items with their current parameters.
    sittings
        The answers of each person.
    start
        The assumed distribution; None is `AbilityPrior.from_defaults`.

    Returns
    -------
    Prior
        Over all areas of the pool. With no sittings it is `start`.

    References
    ----------
    Bock & Aitkin (1981), Psychometrika 46, 443-459, sec. 6; Mislevy (1984), Psychometrika 49, 359-381
    (estimating the distribution with item parameters known).
    """
    prior = (start or AbilityPrior.from_defaults(pool.areas)).align_to(pool.areas)
    if not sittings:
        return prior
    logs = _log_probability_tables(pool)
    blocks = [
        _response_block(pool, sittings[first : first + BLOCK_SIZE], len(logs))
        for first in range(0, len(sittings), BLOCK_SIZE)
    ]
    found = _run_em(blocks, logs, Population(prior.mean, prior.covariance))
    return AbilityPrior(pool.areas, found.mean, found.covariance)


def _log_probability_tables(pool: ItemPool) -> Float32Array:
    """Return ln P of every outcome at the nodes: for people who guess, then for those who use "I don't know"."""
    # The outermost nodes lie beyond the grid, where hardly anybody is.
    columns = np.abs(GRID[:, None] - NODES).argmin(axis=0)
    return np.concatenate(
        [table[:, columns] for table in pool.log_probabilities]
    ).astype(np.float32)


def _response_block(
    pool: ItemPool, sittings: Sequence[Sequence[Response]], rows: int
) -> ResponseBlock:
    people, areas, rows_given = [], [], []
    for person, responses in enumerate(sittings):
        honest = any(response.dont_know for response in responses)
        for response in responses:
            number = pool.item_index(response.item)
            category = None if response.dont_know else pool.score_category(response)
            people.append(person)
            areas.append(int(pool.area_index[number]))
            rows_given.append(pool.outcome_row(number, category) + honest * rows // 2)
    return build_block(
        np.array(people, dtype=np.intp),
        np.array(areas, dtype=np.intp),
        np.array(rows_given, dtype=np.intp),
        (len(sittings), len(pool.areas), rows),
    )


def _run_em(
    blocks: Sequence[ResponseBlock], logs: Float32Array, assumed: Population
) -> Population:
    nothing = np.zeros(0)
    accelerator = AndersonAccelerator(ModelParameters(nothing, nothing, assumed))
    sites = [Sites.flat_sites(block) for block in blocks]
    step, move = 0, np.inf
    while move >= TOLERANCE and step < MAX_STEPS:
        now, parts = accelerator.current_parameters.population, []
        for number, block in enumerate(blocks):
            counts, sites[number] = expected_counts(
                block, logs, now, sites[number], 1 if step else FIRST_SWEEPS
            )
            parts.append(counts)
        total = reduce(add, parts)
        target = Population(assumed.mean, _shrinkage_target(total, assumed))
        believed = Believed(
            nothing, nothing, nothing, nothing, target, PRIOR_MEAN_SD, SHRINKAGE_PEOPLE
        )
        better = update_population(total, now, believed)
        move = accelerator.apply_step(ModelParameters(nothing, nothing, better))
        step += 1
    return accelerator.current_parameters.population


def _shrinkage_target(counts: ExpectedCounts, assumed: Population) -> FloatArray:
    """Return the covariance with one correlation common to all pairs of areas, estimated from the people so far.

    A few sittings estimate one common correlation well and each pair's own badly, so pairs are shrunk
    towards it rather than towards the assumption.
    """
    areas, people = len(assumed.mean), counts.people
    mean = counts.ability_sum / people
    found = counts.ability_products / people - np.outer(mean, mean)
    weight = people / (people + PRIOR_PEOPLE)
    variance = weight * np.diag(found) + (1 - weight) * np.diag(assumed.covariance)
    common = weight * _mean_correlation(found) + (1 - weight) * _mean_correlation(
        assumed.covariance
    )
    shape = np.full((areas, areas), np.clip(common, 0.0, MAX_CORRELATION))
    np.fill_diagonal(shape, 1.0)
    covariance: FloatArray = shape * np.sqrt(np.outer(variance, variance))
    return covariance


def _mean_correlation(covariance: FloatArray) -> float:
    """Return the mean correlation over pairs of areas; 0 for a single area."""
    if len(covariance) < 2:
        return 0.0
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    return float(correlation[np.triu_indices(len(covariance), 1)].mean())
