"""The maximisation step: from expected counts to better parameters, held by what authors said."""

from dataclasses import dataclass

import numpy as np

from quiz.calibration.e_step import ExpectedCounts, Population
from quiz.calibration.response_curves import IndexArray, ResponseCurves
from quiz.measurement.irt.response_models import FloatArray

#: The longest stride of one Newton step, in logits of b and in ln a.
MAX_NEWTON_STEP = 1.0
NEWTON_STEPS = 2
RESCALE_STEPS = 6


@dataclass(frozen=True, eq=False)
class ModelParameters:
    """Everything that is estimated."""

    #: ln a and b, of shape (n_items,)
    log_slope: FloatArray
    difficulty: FloatArray
    population: Population


@dataclass(frozen=True, eq=False)
class CalibrationPrior:
    """What is believed before any answer: b ~ N(authored, .5²), ln a ~ N(ln 1.2, .3²), and so on."""

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
    """Return parameters that explain the expected counts better, on the scale of the authors."""
    slope, place = now.log_slope, now.difficulty
    for _ in range(NEWTON_STEPS):
        slope, place = _fisher_scoring_step(counts, slope, place, prior, curves)
    population = update_population(counts, now.population, prior)
    return rescale_parameters(ModelParameters(slope, place, population), prior, area_of)


def _fisher_scoring_step(
    counts: ExpectedCounts,
    slope: FloatArray,
    place: FloatArray,
    prior: CalibrationPrior,
    curves: ResponseCurves,
) -> tuple[FloatArray, FloatArray]:
    """One Fisher scoring step for every item at once, on expected log likelihood plus log prior."""
    by_slope, by_place = curves.score_functions(slope, place)

    def per_item(values: FloatArray) -> FloatArray:
        sums: FloatArray = np.add.reduceat(
            (counts.responses * values).sum(axis=1), curves.first_row
        )
        return sums

    pull_slope = per_item(by_slope) - (slope - prior.log_slope) / prior.log_slope_sd**2
    pull_place = (
        per_item(by_place) - (place - prior.difficulty) / prior.difficulty_sd**2
    )
    stiff_slope = per_item(by_slope**2) + prior.log_slope_sd**-2
    stiff_place = per_item(by_place**2) + prior.difficulty_sd**-2
    cross = per_item(by_slope * by_place)
    determinant = stiff_slope * stiff_place - cross**2
    return (
        slope
        + _limit_step((stiff_place * pull_slope - cross * pull_place) / determinant),
        place
        + _limit_step((stiff_slope * pull_place - cross * pull_slope) / determinant),
    )


def _limit_step(step: FloatArray) -> FloatArray:
    return np.clip(step, -MAX_NEWTON_STEP, MAX_NEWTON_STEP)


def update_population(
    counts: ExpectedCounts, now: Population, prior: CalibrationPrior
) -> Population:
    """Return mean and covariance of the abilities, with the prior as if some people more were there."""
    inverse = np.linalg.inv(now.covariance)
    doubt = np.eye(len(now.mean)) / prior.mean_sd**2
    mean = np.linalg.solve(
        counts.people * inverse + doubt,
        inverse @ counts.ability_sum + doubt @ prior.population.mean,
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
    """Move each area's scale to where the priors like it best, with all chances left as they are.

    Answers say nothing about θ → sθ + t in an area if a, b and the population move along, so only
    the priors hold the scale. Plain EM creeps along this ridge for hundreds of steps; this walks
    to its top at once, by Newton steps in ln s and t of all areas.

    References
    ----------
    Liu, Rubin & Wu (1998), Biometrika 85, 755-770 (parameter expansion speeds up EM).
    """
    areas = len(now.population.mean)
    # An area's scale and shift start at nothing.
    stretch, shift = np.zeros(areas), np.zeros(areas)
    tension = np.linalg.inv(now.population.covariance) * prior.population.covariance
    for _ in range(RESCALE_STEPS):
        gradient, hessian = _scale_derivatives(
            now, prior, area_of, tension, stretch, shift
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
    """Return how far each area's ln s and t may be off, of shape (n_areas, 2, 2).

    However many answers there are, the scale is known only as well as the authors' guesses and the
    other priors hold it; this is the inverse of their pull.
    """
    areas = len(now.population.mean)
    tension = np.linalg.inv(now.population.covariance) * prior.population.covariance
    still = np.zeros(areas)
    _, hessian = _scale_derivatives(now, prior, area_of, tension, still, still)
    inverse = np.linalg.inv(hessian).reshape(2, areas, 2, areas)
    covariance: FloatArray = np.einsum("iaja->aij", inverse)
    return covariance


def _scale_derivatives(
    now: ModelParameters,
    prior: CalibrationPrior,
    area_of: IndexArray,
    tension: FloatArray,
    stretch: FloatArray,
    shift: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Return gradient and Gauss-Newton matrix of -log prior, by ln s and then by t."""
    areas = len(stretch)
    scale = np.exp(stretch)
    firm_slope, firm_place = prior.log_slope_sd**-2, prior.difficulty_sd**-2
    moved = scale[area_of] * now.difficulty
    off_slope = now.log_slope - stretch[area_of] - prior.log_slope
    off_place = moved + shift[area_of] - prior.difficulty
    off_mean = scale * now.population.mean + shift - prior.population.mean

    def per_area(values: FloatArray) -> FloatArray:
        sums: FloatArray = np.bincount(area_of, values, minlength=areas).astype(
            np.float64
        )
        return sums

    firm_mean = prior.mean_sd**-2
    spread = tension / np.outer(scale, scale)
    mean_pull = firm_mean * scale * now.population.mean
    by_stretch = (
        per_area(firm_place * off_place * moved - firm_slope * off_slope)
        + prior.people * (1 - spread.sum(axis=1))
        + mean_pull * off_mean
    )
    by_shift = per_area(firm_place * off_place) + firm_mean * off_mean
    cross = np.diag(per_area(firm_place * moved) + mean_pull)
    stretch_twice = np.diag(
        per_area(firm_slope + firm_place * moved**2)
        + mean_pull * scale * now.population.mean
    ) + prior.people * np.eye(areas)
    shift_twice = np.diag(per_area(firm_place) + firm_mean)
    hessian = np.block([[stretch_twice, cross], [cross, shift_twice]])
    return np.concatenate([by_stretch, by_shift]), hessian
