"""Who comes: the distribution of abilities over the areas, from the answers of many sittings.

The items stay as they are; `calibration` fits them as well. A stranger's prior is assumed at first
and is this once there are sittings enough.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np

from quiz.assess.calibration.counts import (
    BLOCK_SIZE,
    Block,
    ExpectedCounts,
    Population,
    Singles,
    Sites,
    block_of,
    expected_counts,
)
from quiz.assess.calibration.curves import NODES
from quiz.assess.calibration.maximise import (
    Parameters,
    population_step,
)
from quiz.assess.calibration.maximise import (
    Prior as Believed,
)
from quiz.assess.calibration.mixing import Mixer
from quiz.assess.curves import GRID, Floats
from quiz.assess.items import Response
from quiz.assess.pool import Pool
from quiz.assess.prior import Prior

#: how many people the assumed spread and common correlation count for
PRIOR_PEOPLE = 10.0
#: how many people the common correlation counts for when it comes to one pair of areas
ALIKE_PEOPLE = 50.0
MOST_ALIKE = 0.95
#: how far off, in logits, the assumed mean of the people may be
PRIOR_MEAN_SD = 0.5
TOLERANCE = 0.003
MOST_STEPS = 60
FIRST_SWEEPS = 4


def population_of(
    pool: Pool, sittings: Sequence[Sequence[Response]], *, start: Prior | None = None
) -> Prior:
    """Return the distribution of abilities that best explains the answers of these sittings.

    Expectation maximisation over μ and Σ of θ ~ N(μ, Σ), with the posterior of every sitting by
    expectation propagation. What is assumed counts as ten people more; each pair of areas leans on the common
    correlation, which counts as fifty.

    Parameters
    ----------
    pool
        The items with the parameters that are believed now.
    sittings
        The answers of each person.
    start
        What is assumed of strangers; None is `Prior.assumed`.

    Returns
    -------
    Prior
        Over all areas of the pool. With no sittings it is `start`.

    References
    ----------
    Bock & Aitkin (1981), Psychometrika 46, 443-459, sec. 6; Mislevy (1984), Psychometrika 49, 359-381
    (estimating the distribution with item parameters known).
    """
    prior = (start or Prior.assumed(pool.areas)).over(pool.areas)
    if not sittings:
        return prior
    logs = _tables(pool)
    blocks = [
        _block(pool, sittings[first : first + BLOCK_SIZE], len(logs))
        for first in range(0, len(sittings), BLOCK_SIZE)
    ]
    found = _explained(blocks, logs, Population(prior.mean, prior.covariance))
    return Prior(pool.areas, found.mean, found.covariance)


def _tables(pool: Pool) -> Singles:
    """Return ln P of every outcome at the nodes: for those who guess, then for those who say so."""
    # The outermost nodes lie beyond the grid; almost nobody is there.
    columns = np.abs(GRID[:, None] - NODES).argmin(axis=0)
    return np.concatenate([table[:, columns] for table in pool.log_chance]).astype(
        np.float32
    )


def _block(pool: Pool, sittings: Sequence[Sequence[Response]], rows: int) -> Block:
    people, areas, given = [], [], []
    for person, responses in enumerate(sittings):
        honest = any(response.dont_know for response in responses)
        for response in responses:
            number = pool.number(response.item)
            category = None if response.dont_know else pool.category_of(response)
            people.append(person)
            areas.append(int(pool.area_of[number]))
            given.append(pool.outcome(number, category) + honest * rows // 2)
    return block_of(
        np.array(people, dtype=np.intp),
        np.array(areas, dtype=np.intp),
        np.array(given, dtype=np.intp),
        (len(sittings), len(pool.areas), rows),
    )


def _explained(
    blocks: Sequence[Block], logs: Singles, assumed: Population
) -> Population:
    nothing = np.zeros(0)
    mixer = Mixer(Parameters(nothing, nothing, assumed))
    sites = [Sites.flat(block) for block in blocks]
    step, move = 0, np.inf
    while move >= TOLERANCE and step < MOST_STEPS:
        now, parts = mixer.now.population, []
        for place, block in enumerate(blocks):
            counts, sites[place] = expected_counts(
                block, logs, now, sites[place], 1 if step else FIRST_SWEEPS
            )
            parts.append(counts)
        total = reduce(add, parts)
        likely = Population(assumed.mean, _alike(total, assumed))
        believed = Believed(
            nothing, nothing, nothing, nothing, likely, PRIOR_MEAN_SD, ALIKE_PEOPLE
        )
        better = population_step(total, now, believed)
        move = mixer.take(Parameters(nothing, nothing, better))
        step += 1
    return mixer.now.population


def _alike(counts: ExpectedCounts, assumed: Population) -> Floats:
    """Return the covariance if all areas hung together alike, as people so far make it likely.

    Few sittings tell one correlation for all pairs well and each pair's own badly, so pairs lean
    on this rather than on what was assumed.
    """
    areas, people = len(assumed.mean), counts.people
    mean = counts.total / people
    found = counts.square / people - np.outer(mean, mean)
    weight = people / (people + PRIOR_PEOPLE)
    variance = weight * np.diag(found) + (1 - weight) * np.diag(assumed.covariance)
    common = weight * _mean_correlation(found) + (1 - weight) * _mean_correlation(
        assumed.covariance
    )
    shape = np.full((areas, areas), np.clip(common, 0.0, MOST_ALIKE))
    np.fill_diagonal(shape, 1.0)
    covariance: Floats = shape * np.sqrt(np.outer(variance, variance))
    return covariance


def _mean_correlation(covariance: Floats) -> float:
    """Return the mean correlation of two areas; 0 for a single one."""
    if len(covariance) < 2:
        return 0.0
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    return float(correlation[np.triu_indices(len(covariance), 1)].mean())
