"""How sure the fitted parameters are: information about each item, with abilities unknown."""

from dataclasses import dataclass

import numpy as np

from quiz.calibration.e_step import (
    Float32Array,
    Population,
    ResponseBlock,
    Sites,
    ability_posteriors,
)
from quiz.calibration.m_step import CalibrationPrior
from quiz.measurement.irt.response_models import FloatArray


@dataclass(frozen=True, eq=False)
class ItemInformation:
    """Sums over people of products of their expected scores, one number a response row."""

    #: each of shape (n_rows,)
    log_slope: FloatArray
    cross: FloatArray
    difficulty: FloatArray

    def __add__(self, other: "ItemInformation") -> "ItemInformation":
        return ItemInformation(
            self.log_slope + other.log_slope,
            self.cross + other.cross,
            self.difficulty + other.difficulty,
        )


def item_information(
    block: ResponseBlock,
    log_chances: Float32Array,
    population: Population,
    sites: Sites,
    scores: tuple[Float32Array, Float32Array],
) -> ItemInformation:
    """Return what a block's answers tell about the items.

    A person's score for an item is what their answer adds to d ln L, averaged over where their
    ability may lie: I = Σ_p E[s_p] E[s_p]'. Not knowing the ability thus counts as lost information.

    Parameters
    ----------
    scores
        d ln P by ln a and by b, each of shape (n_rows, n_nodes).

    References
    ----------
    Louis (1982), JRSS B 44, 226-233 (the score of incomplete data is the expected score);
    Berndt, Hall, Hall & Hausman (1974), Annals of Economic and Social Measurement 3, 653-665
    (information from products of scores).
    """
    weights, *_ = ability_posteriors(block, log_chances, population, sites, sweeps=1)
    flat = weights.reshape(block.responses.shape[0], -1)
    cell = np.repeat(
        np.arange(block.responses.shape[0]), np.diff(block.responses.indptr)
    )
    row = block.responses.indices
    slope, place = (np.einsum("nq,nq->n", flat[cell], score[row]) for score in scores)
    products = (slope * slope, slope * place, place * place)
    return ItemInformation(
        *(
            np.bincount(row, product, minlength=len(log_chances)).astype(np.float64)
            for product in products
        )
    )


def standard_errors(
    found: ItemInformation, prior: CalibrationPrior, first_row: np.ndarray
) -> tuple[FloatArray, FloatArray]:
    """Return the standard errors of ln a and of b, each of shape (n_items,).

    The inverse of an item's information plus its prior precision. Doubt about the other items
    and the population is left out; it is small once there are hundreds of people.
    """
    slope = np.add.reduceat(found.log_slope, first_row) + prior.log_slope_sd**-2
    cross = np.add.reduceat(found.cross, first_row)
    place = np.add.reduceat(found.difficulty, first_row) + prior.difficulty_sd**-2
    determinant = slope * place - cross**2
    return np.sqrt(place / determinant), np.sqrt(slope / determinant)
