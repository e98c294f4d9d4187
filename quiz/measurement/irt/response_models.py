"""The item response models: from parameters to tables of probabilities on the ability grid."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from quiz.measurement.irt.items import Item

FloatArray: TypeAlias = npt.NDArray[np.float64]

GRID_STEP = 0.1
#: abilities (logits) at which everything is tabulated; one person in 200,000 lies beyond ±4.6
GRID: FloatArray = np.round(np.arange(-46, 47) * GRID_STEP, 10)
GRID.setflags(write=False)
#: every third grid ability: fine enough for item selection, at a third of the work
COARSE_SLICE = slice(1, None, 3)

#: even somebody who knows everything slips on one question in fifty
UPPER_ASYMPTOTE = 0.98
#: assumed distance between the thresholds of a graded item without data, in logits
THRESHOLD_SPREAD = 0.8


@dataclass(frozen=True, slots=True)
class AuthoringPrior:
    """The prior of an authored item: b ~ N(difficulty, sd²), ln a ~ N(ln a₀, spread²)."""

    difficulty_sd: float = 0.5
    discrimination: float = 1.2
    discrimination_spread: float = 0.3


def guessing_parameter(item: Item) -> float:
    """Return the probability of full marks by guessing: c, or 1/options, or 0 for typed answers."""
    if item.c is not None:
        return item.c
    return 1 / item.options if item.options else 0.0


def lower_asymptotes(categories: int, chance: float) -> FloatArray:
    """Return the probability that guessing reaches at least each category, of shape (categories - 1,).

    The last is the probability of full marks; from 1 for "at least nothing" it falls evenly to that.
    For a judgement with as many options as categories this is a random choice.

    Examples
    --------
    >>> lower_asymptotes(4, 0.25).tolist()
    [0.75, 0.5, 0.25]
    >>> lower_asymptotes(4, 0.0).tolist()
    [0.0, 0.0, 0.0]
    """
    if chance == 0:
        return np.zeros(categories - 1)
    step = np.arange(1, categories)
    return 1 - step * (1 - chance) / (categories - 1)


def response_probabilities(
    boundary: FloatArray, lower_asymptote: FloatArray | float
) -> FloatArray:
    """Return the probability of reaching a category from its boundary curve (3PL with an upper asymptote).

    P(θ) = c + (d - c) K(θ), with d = .98 and, for a right/wrong item, K(θ) = 1 / (1 + exp(-a (θ - b)))

    Parameters
    ----------
    knowing
        K, between 0 and 1, any shape.
    floor
        c, 0 <= c < d, broadcast against `knowing`.

    Returns
    -------
    array
        Between c and d, in the shape of `knowing`.

    References
    ----------
    Birnbaum (1968), in Lord & Novick, Statistical Theories of Mental Test Scores, ch. 17; the upper
    asymptote: Barton & Lord (1981), ETS Research Bulletin 81-20.

    Examples
    --------
    >>> round(float(response_probabilities(np.array(0.5), 0.25)), 3)
    0.615
    """
    return lower_asymptote + (UPPER_ASYMPTOTE - lower_asymptote) * boundary


def relative_thresholds(item: Item) -> FloatArray:
    """Return the thresholds relative to the difficulty, of shape (categories - 1,)."""
    if item.thresholds is not None:
        return np.array(item.thresholds, dtype=float)
    count = item.categories - 1
    return THRESHOLD_SPREAD * (np.arange(count, dtype=float) - (count - 1) / 2)


def category_boundary_curves(item: Item, authoring: AuthoringPrior) -> FloatArray:
    """Return the category boundary curves, with the uncertainty about the item integrated out.

    K_j(θ) = ∫∫ P(X >= j | θ, a, b) p(a) p(b) da db, by Gauss-Hermite quadrature.

    Returns
    -------
    array
        Of shape (categories - 1, n_grid); row j-1 is "at least category j", without guessing.

    References
    ----------
    Tsutakawa & Johnson (1990), Psychometrika 55, 371-390 (why the uncertainty must be integrated);
    Samejima (1969), Psychometrika Monograph 17 (graded response); Muraki (1992), Applied
    Psychological Measurement 16, 159-176 (generalised partial credit).
    """
    slopes, slope_weights, difficulties, difficulty_weights = _quadrature_nodes(
        item, authoring
    )
    distance = (
        GRID - difficulties[:, None, None] - relative_thresholds(item)[None, :, None]
    )
    logits = slopes[:, None, None, None] * distance
    reach = (
        expit(logits) if item.model == "graded" else _partial_credit_boundaries(logits)
    )
    table: FloatArray = np.einsum(
        "a,b,abjg->jg", slope_weights, difficulty_weights, reach
    )
    return table


def _partial_credit_boundaries(logits: FloatArray) -> FloatArray:
    """Turn step logits a (θ - b_j) into probabilities of at least category j, along the last axis but one."""
    heights = np.concatenate(
        [np.zeros_like(logits[..., :1, :]), np.cumsum(logits, axis=-2)], axis=-2
    )
    heights = np.exp(heights - heights.max(axis=-2, keepdims=True))
    share = heights / heights.sum(axis=-2, keepdims=True)
    tail: FloatArray = np.flip(np.cumsum(np.flip(share, -2), axis=-2), -2)[..., 1:, :]
    return tail


def _quadrature_nodes(
    item: Item, authoring: AuthoringPrior
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return possible slopes and difficulties of the item, each with its quadrature weights."""
    if item.a is not None and item.b is not None:
        slope, difficulty = item.a, item.b
        slope_sd = item.a_se / item.a if item.a > 0 else 0.0
        difficulty_sd = item.b_se
    else:
        slope, difficulty = authoring.discrimination, item.difficulty
        slope_sd, difficulty_sd = (
            authoring.discrimination_spread,
            authoring.difficulty_sd,
        )
    slope_z, slope_weights = _gauss_hermite(5 if slope_sd else 1)
    difficulty_z, difficulty_weights = _gauss_hermite(9 if difficulty_sd else 1)
    slopes = slope * np.exp(slope_sd * slope_z)
    return (
        slopes,
        slope_weights,
        difficulty + difficulty_sd * difficulty_z,
        difficulty_weights,
    )


def _gauss_hermite(count: int) -> tuple[FloatArray, FloatArray]:
    """Return quadrature nodes and weights for the standard normal distribution."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return nodes, weights / weights.sum()
