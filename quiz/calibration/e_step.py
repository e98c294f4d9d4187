"""The expectation step: expected counts of a block of people.

Counts of blocks add up, so blocks may be processed in one process, in several, or on several machines.

A person's abilities are correlated through the population's covariance. Each area's likelihood is
exact on the nodes; areas are coupled by expectation propagation with one Gaussian site per area.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse

from quiz.calibration.response_curves import NODES, IndexArray, ResponseCurves
from quiz.calibration.response_data import Float32Array, ResponseData
from quiz.measurement.irt.response_models import FloatArray

#: People per block: few enough that the arrays stay in the processor's cache.
BLOCK_SIZE = 1000

_LINEAR = NODES.astype(np.float32)
_QUADRATIC = (-0.5 * NODES**2).astype(np.float32)
_MOMENTS = np.stack([np.ones_like(NODES), NODES, NODES**2], axis=1).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Population:
    """Abilities in the population: θ ~ N(mean, covariance) over the areas."""

    #: of shape (n_areas,)
    mean: FloatArray
    #: of shape (n_areas, n_areas)
    covariance: FloatArray


@dataclass(frozen=True, eq=False)
class ResponseBlock:
    """The answers of some people; row d · people + p of `responses` is person p in area d."""

    people: int
    areas: int
    #: of shape (areas · people, n_rows): how often each response was given
    responses: scipy.sparse.csr_matrix
    #: the same, transposed, and weighted
    respondents: scipy.sparse.csr_matrix
    #: of shape (people,): how much a person's answers count
    weight: Float32Array


@dataclass(frozen=True, eq=False)
class Sites:
    """The Gaussian site of each person in each area, exp(-τθ²/2 + νθ).

    Sites are kept from one step to the next only to save work: any start converges to the same result.
    """

    #: of shape (areas, people)
    precision: FloatArray
    precision_mean: FloatArray

    @classmethod
    def flat_sites(cls, block: ResponseBlock) -> "Sites":
        """Return sites without information."""
        shape = (block.areas, block.people)
        return cls(np.zeros(shape), np.zeros(shape))


@dataclass(frozen=True, eq=False)
class ExpectedCounts:
    """The sufficient statistics of a block for the maximisation step; those of several blocks add up."""

    #: sum of weights
    people: float
    #: of shape (n_rows, n_nodes): how many people at each ability gave each response
    responses: FloatArray
    #: of shape (n_areas,): sum of abilities
    ability_sum: FloatArray
    #: of shape (n_areas, n_areas): sum of θθ'
    ability_products: FloatArray

    def __add__(self, other: "ExpectedCounts") -> "ExpectedCounts":
        return ExpectedCounts(
            self.people + other.people,
            self.responses + other.responses,
            self.ability_sum + other.ability_sum,
            self.ability_products + other.ability_products,
        )


def split_blocks(
    answers: ResponseData,
    curves: ResponseCurves,
    area_of: IndexArray,
    areas: int,
    size: int = BLOCK_SIZE,
) -> list[ResponseBlock]:
    """Split the answers into blocks of people; `area_of` is the area of each item."""
    rows = curves.find_rows(
        answers.item, answers.category, honest=answers.honest_people()[answers.person]
    )
    starts = range(0, answers.people, size)
    edges = np.searchsorted(answers.person, [*starts, answers.people])
    return [
        build_block(
            (answers.person[low:high] - start).astype(np.intp),
            area_of[answers.item[low:high]],
            rows[low:high],
            (min(size, answers.people - start), areas, curves.row_count),
            answers.weight[start : start + size],
        )
        for start, low, high in zip(starts, edges, edges[1:], strict=False)
    ]


def build_block(
    person: IndexArray,
    area: IndexArray,
    row: IndexArray,
    shape: tuple[int, int, int],
    weight: Float32Array | None = None,
) -> ResponseBlock:
    """Build a block from its answers; `shape` is the number of people, areas and response rows.

    Without `weight`, everybody's answers count once.
    """
    people, areas, rows = shape
    responses = scipy.sparse.csr_matrix(
        (np.ones(len(row), dtype=np.float32), (area * people + person, row)),
        shape=(areas * people, rows),
    )
    if weight is None:
        weight = np.ones(people, dtype=np.float32)
    weighted = scipy.sparse.diags(np.tile(weight, areas)) @ responses
    return ResponseBlock(
        people, areas, responses, weighted.T.tocsr().astype(np.float32), weight
    )


def expected_counts(
    block: ResponseBlock,
    log_chances: Float32Array,
    population: Population,
    sites: Sites,
    sweeps: int = 1,
) -> tuple[ExpectedCounts, Sites]:
    """Return the expected counts of a block, and its sites for the next step.

    Parameters
    ----------
    block
        People and their answers.
    log_chances
        ln P of every response at every node, of shape (n_rows, n_nodes).
    population
        The prior over the areas.
    sites
        From the last time, or flat.
    sweeps
        How often every area is visited: 4 from flat sites, 1 from those of the last time.

    References
    ----------
    Bock & Aitkin (1981), Psychometrika 46, 443-459 (expected counts); Minka (2001), UAI 17, 362-369
    (expectation propagation).
    """
    weights, mean, covariance, after = ability_posteriors(
        block, log_chances, population, sites, sweeps
    )
    flat = weights.reshape(block.areas * block.people, len(NODES))
    counts = ExpectedCounts(
        float(block.weight.sum()),
        (block.respondents @ flat).astype(np.float64),
        mean @ block.weight,
        covariance @ block.weight + (mean * block.weight) @ mean.T,
    )
    return counts, after


def ability_posteriors(
    block: ResponseBlock,
    log_chances: Float32Array,
    population: Population,
    sites: Sites,
    sweeps: int,
) -> tuple[Float32Array, FloatArray, FloatArray, Sites]:
    """Return the posterior of every person: weights on the nodes, means, covariances, and sites.

    Shapes are (areas, people, n_nodes), (areas, people), (areas, areas, people).
    """
    shape = (block.areas, block.people)
    likelihood = (block.responses @ log_chances).reshape(*shape, len(NODES))
    mean = np.repeat(population.mean[:, None], block.people, axis=1)
    covariance = np.repeat(population.covariance[:, :, None], block.people, axis=2)
    precision, precision_mean = sites.precision.copy(), sites.precision_mean.copy()
    for area in range(block.areas):
        _update_site(mean, covariance, area, precision[area], precision_mean[area])
    weights = np.empty((*shape, len(NODES)), dtype=np.float32)
    for _ in range(sweeps):
        for area in range(block.areas):
            variance, middle = covariance[area, area], mean[area]
            cavity_precision = 1 / variance - precision[area]
            cavity_precision_mean = middle / variance - precision_mean[area]
            weights[area], tilted_mean, tilted_variance = _tilted_moments(
                likelihood[area], cavity_precision, cavity_precision_mean
            )
            # Answers never reduce certainty here: a right answer that may be a guess can make the
            # tilted distribution bimodal, and a negative precision would break the sum over areas.
            new = np.maximum(1 / tilted_variance - cavity_precision, 0.0)
            new_precision_mean = (
                tilted_mean * (cavity_precision + new) - cavity_precision_mean
            )
            _update_site(
                mean,
                covariance,
                area,
                new - precision[area],
                new_precision_mean - precision_mean[area],
            )
            precision[area], precision_mean[area] = new, new_precision_mean
    return weights, mean, covariance, Sites(precision, precision_mean)


def _tilted_moments(
    likelihood: Float32Array, precision: FloatArray, precision_mean: FloatArray
) -> tuple[Float32Array, FloatArray, FloatArray]:
    """Return the normalised tilted distribution on the nodes, and its mean and variance."""
    weights = likelihood + precision.astype(np.float32)[:, None] * _QUADRATIC
    weights += precision_mean.astype(np.float32)[:, None] * _LINEAR
    weights -= weights.max(axis=1, keepdims=True)
    np.exp(weights, out=weights)
    moments = (weights @ _MOMENTS).astype(np.float64)
    weights /= moments[:, :1].astype(np.float32)
    mean = moments[:, 1] / moments[:, 0]
    return weights, mean, moments[:, 2] / moments[:, 0] - mean**2


def _update_site(
    mean: FloatArray,
    covariance: FloatArray,
    area: int,
    precision: FloatArray,
    precision_mean: FloatArray,
) -> None:
    """Multiply exp(-τθ²/2 + νθ) of one area into every person's Gaussian, in place (rank-one update)."""
    column = covariance[area].copy()
    share = 1 / (1 + precision * column[area])
    mean += column * ((precision_mean - precision * mean[area]) * share)
    covariance -= (column * (precision * share))[:, None] * column[None]
