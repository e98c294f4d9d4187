"""The maximisation step: from expected counts to better parameters, held by what authors said."""

from dataclasses import dataclass

import numpy as np

from quiz.assess.calibration.counts import ExpectedCounts, Population
from quiz.assess.calibration.curves import Places, ResponseCurves
from quiz.assess.curves import Floats

#: The longest stride of one Newton step, in logits of b and in ln a.
LONGEST_STRIDE = 1.0
NEWTON_STEPS = 2
ANCHOR_STEPS = 6


@dataclass(frozen=True, eq=False)
class Parameters:
    """Everything that is estimated."""

    #: ln a and b, of shape (n_items,)
    slope: Floats
    place: Floats
    population: Population


@dataclass(frozen=True, eq=False)
class Prior:
    """What is believed before any answer: b ~ N(authored, .5²), ln a ~ N(ln 1.2, .3²), and so on."""

    slope: Floats
    slope_sd: Floats
    place: Floats
    place_sd: Floats
    #: mean of the population in each area ~ N(mean, mean_sd²)
    population: Population
    mean_sd: float
    #: how many people the prior covariance counts for
    people: float


def maximised(
    counts: ExpectedCounts,
    now: Parameters,
    prior: Prior,
    curves: ResponseCurves,
    area_of: Places,
) -> Parameters:
    """Return parameters that explain the expected counts better, on the scale of the authors."""
    slope, place = now.slope, now.place
    for _ in range(NEWTON_STEPS):
        slope, place = _item_step(counts, slope, place, prior, curves)
    population = population_step(counts, now.population, prior)
    return anchored(Parameters(slope, place, population), prior, area_of)


def _item_step(
    counts: ExpectedCounts,
    slope: Floats,
    place: Floats,
    prior: Prior,
    curves: ResponseCurves,
) -> tuple[Floats, Floats]:
    """One Fisher scoring step for every item at once, on expected log likelihood plus log prior."""
    by_slope, by_place = curves.scores(slope, place)

    def per_item(values: Floats) -> Floats:
        sums: Floats = np.add.reduceat(
            (counts.responses * values).sum(axis=1), curves.first_row
        )
        return sums

    pull_slope = per_item(by_slope) - (slope - prior.slope) / prior.slope_sd**2
    pull_place = per_item(by_place) - (place - prior.place) / prior.place_sd**2
    stiff_slope = per_item(by_slope**2) + prior.slope_sd**-2
    stiff_place = per_item(by_place**2) + prior.place_sd**-2
    cross = per_item(by_slope * by_place)
    determinant = stiff_slope * stiff_place - cross**2
    return (
        slope + _stride((stiff_place * pull_slope - cross * pull_place) / determinant),
        place + _stride((stiff_slope * pull_place - cross * pull_slope) / determinant),
    )


def _stride(step: Floats) -> Floats:
    return np.clip(step, -LONGEST_STRIDE, LONGEST_STRIDE)


def population_step(
    counts: ExpectedCounts, now: Population, prior: Prior
) -> Population:
    """Return mean and covariance of the abilities, with the prior as if some people more were there."""
    inverse = np.linalg.inv(now.covariance)
    doubt = np.eye(len(now.mean)) / prior.mean_sd**2
    mean = np.linalg.solve(
        counts.people * inverse + doubt,
        inverse @ counts.total + doubt @ prior.population.mean,
    )
    crossed = np.outer(counts.total, mean)
    scatter = counts.square - crossed - crossed.T + counts.people * np.outer(mean, mean)
    covariance = (scatter + prior.people * prior.population.covariance) / (
        counts.people + prior.people
    )
    return Population(np.asarray(mean, dtype=np.float64), covariance)


def anchored(now: Parameters, prior: Prior, area_of: Places) -> Parameters:
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
    for _ in range(ANCHOR_STEPS):
        gradient, hessian = _anchor_slopes(now, prior, area_of, tension, stretch, shift)
        step = np.linalg.solve(hessian, gradient)
        stretch -= np.clip(step[:areas], -0.5, 0.5)
        shift -= np.clip(step[areas:], -LONGEST_STRIDE, LONGEST_STRIDE)
    scale = np.exp(stretch)
    return Parameters(
        now.slope - stretch[area_of],
        scale[area_of] * now.place + shift[area_of],
        Population(
            scale * now.population.mean + shift,
            now.population.covariance * np.outer(scale, scale),
        ),
    )


def anchor_covariance(now: Parameters, prior: Prior, area_of: Places) -> Floats:
    """Return how far each area's ln s and t may be off, of shape (n_areas, 2, 2).

    However many answers there are, the scale is known only as well as the authors' guesses and the
    other priors hold it; this is the inverse of their pull.
    """
    areas = len(now.population.mean)
    tension = np.linalg.inv(now.population.covariance) * prior.population.covariance
    still = np.zeros(areas)
    _, hessian = _anchor_slopes(now, prior, area_of, tension, still, still)
    inverse = np.linalg.inv(hessian).reshape(2, areas, 2, areas)
    covariance: Floats = np.einsum("iaja->aij", inverse)
    return covariance


def _anchor_slopes(
    now: Parameters,
    prior: Prior,
    area_of: Places,
    tension: Floats,
    stretch: Floats,
    shift: Floats,
) -> tuple[Floats, Floats]:
    """Return gradient and Gauss-Newton matrix of -log prior, by ln s and then by t."""
    areas = len(stretch)
    scale = np.exp(stretch)
    firm_slope, firm_place = prior.slope_sd**-2, prior.place_sd**-2
    moved = scale[area_of] * now.place
    off_slope = now.slope - stretch[area_of] - prior.slope
    off_place = moved + shift[area_of] - prior.place
    off_mean = scale * now.population.mean + shift - prior.population.mean

    def per_area(values: Floats) -> Floats:
        sums: Floats = np.bincount(area_of, values, minlength=areas).astype(np.float64)
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
