"""The maximisation step: from expected counts to better parameters, under the authors' prior."""

from dataclasses import dataclass

import numpy as np

from quiz.calibration.e_step import ExpectedCounts, Population
from quiz.calibration.response_curves import IndexArray, ResponseCurves
from quiz.measurement.irt.response_models import FloatArray

#: Largest change in one Newton step, in logits of b and in ln a.
MAX_NEWTON_STEP = 1.0
NEWTON_STEPS = 2
RESCALE_STEPS = 6


@dataclass(frozen=True, eq=False)
class ModelParameters:
    """All estimated parameters."""

    #: ln a and b, of shape (n_items,)
    log_slope: FloatArray
    difficulty: FloatArray
    population: Population


@dataclass(frozen=True, eq=False)
class CalibrationPrior:
    """The prior: b ~ N(authored, .5²), ln a ~ N(ln 1.2, .3²), and the population's."""

    log_slope: FloatArray
    log_slope_sd: FloatArray
    difficulty: FloatArray
    difficulty_sd: FloatArray
    #: mean of the population in each area ~ N(mean, mean_sd²)
    population: Population
    mean_sd: float
    #: how many people the prior covariance counts for
    people: float


def m_step(
    counts: ExpectedCounts,
    now: ModelParameters,
    prior: CalibrationPrior,
    curves: ResponseCurves,
    area_of: IndexArray,
) -> ModelParameters:
    """Return parameters that increase the expected log posterior, on the authors' scale."""
    slope, difficulty = now.log_slope, now.difficulty
    for _ in range(NEWTON_STEPS):
        slope, difficulty = _fisher_scoring_step(
            counts, slope, difficulty, prior, curves
        )
    population = update_population(counts, now.population, prior)
    return rescale_parameters(
        ModelParameters(slope, difficulty, population), prior, area_of
    )


def _fisher_scoring_step(
    counts: ExpectedCounts,
    slope: FloatArray,
    difficulty: FloatArray,
    prior: CalibrationPrior,
    curves: ResponseCurves,
) -> tuple[FloatArray, FloatArray]:
    """Take one Fisher scoring step for every item at once, on expected log likelihood plus log prior."""
    by_slope, by_difficulty = curves.score_functions(slope, difficulty)

    def per_item(values: FloatArray) -> FloatArray:
        sums: FloatArray = np.add.reduceat(
            (counts.responses * values).sum(axis=1), curves.first_row
        )
        return sums

    slope_score = per_item(by_slope) - (slope - prior.log_slope) / prior.log_slope_sd**2
    difficulty_score = (
        per_item(by_difficulty)
        - (difficulty - prior.difficulty) / prior.difficulty_sd**2
    )
    slope_information = per_item(by_slope**2) + prior.log_slope_sd**-2
    difficulty_information = per_item(by_difficulty**2) + prior.difficulty_sd**-2
    cross = per_item(by_slope * by_difficulty)
    determinant = slope_information * difficulty_information - cross**2
    return (
        slope
        + _limit_step(
            (difficulty_information * slope_score - cross * difficulty_score)
            / determinant
        ),
        difficulty
        + _limit_step(
            (slope_information * difficulty_score - cross * slope_score) / determinant
        ),
    )


def _limit_step(step: FloatArray) -> FloatArray:
    return np.clip(step, -MAX_NEWTON_STEP, MAX_NEWTON_STEP)


def update_population(
    counts: ExpectedCounts, now: Population, prior: CalibrationPrior
) -> Population:
    """Return mean and covariance of the abilities; the prior counts like additional people."""
    inverse = np.linalg.inv(now.covariance)
    mean_precision = np.eye(len(now.mean)) / prior.mean_sd**2
    mean = np.linalg.solve(
        counts.people * inverse + mean_precision,
        inverse @ counts.ability_sum + mean_precision @ prior.population.mean,
    )
    crossed = np.outer(counts.ability_sum, mean)
    scatter = (
        counts.ability_products
        - crossed
        - crossed.T
        + counts.people * np.outer(mean, mean)
    )
    covariance = (scatter + prior.people * prior.population.covariance) / (
        counts.people + prior.people
    )
    return Population(np.asarray(mean, dtype=np.float64), covariance)


def rescale_parameters(
    now: ModelParameters, prior: CalibrationPrior, area_of: IndexArray
) -> ModelParameters:
    """Move each area's scale to the maximum of the prior, leaving all response probabilities unchanged.

    Answers say nothing about θ → sθ + t in an area if a, b and the population change with it, so only
    the priors identify the scale. Plain EM takes hundreds of steps along this ridge; Newton steps in
    ln s and t of all areas reach its maximum at once.

    References
    ----------
    Liu, Rubin & Wu (1998), Biometrika 85, 755-770 (parameter expansion speeds up EM).
    """
    areas = len(now.population.mean)
    # Start from the present scale: ln s = 0 and t = 0.
    stretch, shift = np.zeros(areas), np.zeros(areas)
    precision_product = (
        np.linalg.inv(now.population.covariance) * prior.population.covariance
    )
    for _ in range(RESCALE_STEPS):
        gradient, hessian = _scale_derivatives(
            now, prior, area_of, precision_product, stretch, shift
        )
        step = np.linalg.solve(hessian, gradient)
        stretch -= np.clip(step[:areas], -0.5, 0.5)
        shift -= np.clip(step[areas:], -MAX_NEWTON_STEP, MAX_NEWTON_STEP)
    scale = np.exp(stretch)
    return ModelParameters(
        now.log_slope - stretch[area_of],
        scale[area_of] * now.difficulty + shift[area_of],
        Population(
            scale * now.population.mean + shift,
            now.population.covariance * np.outer(scale, scale),
        ),
    )


def scale_covariance(
    now: ModelParameters, prior: CalibrationPrior, area_of: IndexArray
) -> FloatArray:
    """Return the covariance of each area's ln s and t, of shape (n_areas, 2, 2).

    However many answers there are, only the priors identify the scale; this is the inverse of
    their information.
    """
    areas = len(now.population.mean)
    precision_product = (
        np.linalg.inv(now.population.covariance) * prior.population.covariance
    )
    zeros = np.zeros(areas)
    _, hessian = _scale_derivatives(
        now, prior, area_of, precision_product, zeros, zeros
    )
    inverse = np.linalg.inv(hessian).reshape(2, areas, 2, areas)
    covariance: FloatArray = np.einsum("iaja->aij", inverse)
    return covariance


def _scale_derivatives(
    now: ModelParameters,
    prior: CalibrationPrior,
    area_of: IndexArray,
    precision_product: FloatArray,
    stretch: FloatArray,
    shift: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Return gradient and Gauss-Newton matrix of -log prior, by ln s and then by t."""
    areas = len(stretch)
    scale = np.exp(stretch)
    slope_precision = prior.log_slope_sd**-2
    difficulty_precision = prior.difficulty_sd**-2
    mean_precision = prior.mean_sd**-2
    difficulty = scale[area_of] * now.difficulty
    off_slope = now.log_slope - stretch[area_of] - prior.log_slope
    off_difficulty = difficulty + shift[area_of] - prior.difficulty
    mean = scale * now.population.mean
    off_mean = mean + shift - prior.population.mean
    spread = precision_product / np.outer(scale, scale)
    by_stretch = (
        _sum_by_area(
            difficulty_precision * off_difficulty * difficulty
            - slope_precision * off_slope,
            area_of,
            areas,
        )
        + prior.people * (1 - spread.sum(axis=1))
        + mean_precision * mean * off_mean
    )
    by_shift = (
        _sum_by_area(difficulty_precision * off_difficulty, area_of, areas)
        + mean_precision * off_mean
    )
    hessian = _scale_hessian(prior, area_of, difficulty, mean)
    return np.concatenate([by_stretch, by_shift]), hessian


def _scale_hessian(
    prior: CalibrationPrior,
    area_of: IndexArray,
    difficulty: FloatArray,
    mean: FloatArray,
) -> FloatArray:
    """Return the Gauss-Newton matrix of -log prior, of shape (2 n_areas, 2 n_areas)."""
    areas = len(mean)
    slope_precision = prior.log_slope_sd**-2
    difficulty_precision = prior.difficulty_sd**-2
    mean_precision = prior.mean_sd**-2
    stretch_twice = (
        _sum_by_area(
            slope_precision + difficulty_precision * difficulty**2, area_of, areas
        )
        + mean_precision * mean**2
        + prior.people
    )
    cross = (
        _sum_by_area(difficulty_precision * difficulty, area_of, areas)
        + mean_precision * mean
    )
    shift_twice = _sum_by_area(difficulty_precision, area_of, areas) + mean_precision
    hessian: FloatArray = np.block(
        [
            [np.diag(stretch_twice), np.diag(cross)],
            [np.diag(cross), np.diag(shift_twice)],
        ]
    )
    return hessian


def _sum_by_area(values: FloatArray, area_of: IndexArray, areas: int) -> FloatArray:
    sums: FloatArray = np.bincount(area_of, values, minlength=areas).astype(np.float64)
    return sums
