"""Standard errors of the fitted items, with abilities unknown."""

from dataclasses import dataclass

import numpy as np

from quiz.calibration.e_step import (
    Population,
    ResponseBlock,
    Sites,
    ability_posteriors,
)
from quiz.calibration.m_step import CalibrationPrior
from quiz.calibration.response_data import Float32Array
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
    """Return the information about the items in a block's answers.

    A person's score for an item is the contribution of their answer to d ln L, averaged over their
    posterior: I = Σ_p w_p E[s_p] E[s_p]', where w_p is their weight. Information lost because the ability is unknown is accounted for.

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
    slope, difficulty = (
        np.einsum("nq,nq->n", flat[cell], score[row]) for score in scores
    )
    weight = np.tile(block.weight, block.areas)[cell]
    products = (
        weight * slope * slope,
        weight * slope * difficulty,
        weight * difficulty * difficulty,
    )
    return ItemInformation(
        *(
            np.bincount(row, product, minlength=len(log_chances)).astype(np.float64)
            for product in products
        )
    )


def standard_errors(
    information: ItemInformation, prior: CalibrationPrior, first_row: np.ndarray
) -> tuple[FloatArray, FloatArray]:
    """Return the standard errors of ln a and of b, each of shape (n_items,).

    The inverse of an item's information plus its prior precision. Uncertainty about the other items
    and the population is ignored; it is small once there are hundreds of people.
    """
    slope = np.add.reduceat(information.log_slope, first_row) + prior.log_slope_sd**-2
    cross = np.add.reduceat(information.cross, first_row)
    difficulty = (
        np.add.reduceat(information.difficulty, first_row) + prior.difficulty_sd**-2
    )
    determinant = slope * difficulty - cross**2
    return np.sqrt(difficulty / determinant), np.sqrt(slope / determinant)
