"""A latent growth model of a cohort: mean and covariance of its abilities at entry and exit, from likelihoods. Pure maths.

θ is of shape (2 n_areas,): all areas at entry, then all areas at exit. Of one person

    θ ~ N(m, Σ),   Σ = G ⊗ J + A ⊗ I

with a free mean m for each area and check, a 2 × 2 covariance G (entry and exit) of what all areas of a person share, and a
2 × 2 covariance A of what is an area's own; J is all ones. The answers enter as likelihoods on the grid, exactly; no
estimate of a person is formed on the way, so nothing leans towards a prior that knows nothing of the cohort.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from quiz.measurement.ability.posterior import NaturalPrior, compute_posterior
from quiz.measurement.ability.prior import (
    ASSUMED_CORRELATION,
    ASSUMED_SD,
    AbilityPrior,
)
from quiz.measurement.irt.item_pool import IndexArray
from quiz.measurement.irt.response_models import GRID, FloatArray

#: correlation between entry and exit that is assumed at first
ASSUMED_STABILITY = 0.8
#: how many people the assumed covariance counts for beside those of the cohort
PSEUDO_PEOPLE = 10.0
#: rounds of likelihood approximation, each followed by a fit to the approximated likelihoods
MAX_ROUNDS = 12
#: a round that moves no mean by more than this (logits) is the last
ROUND_TOLERANCE = 0.005
FIT_STEPS = 25


@dataclass(frozen=True, eq=False)
class GrowthPopulation:
    """Mean and covariance of the abilities at entry and exit."""

    #: of shape (2 n_areas,)
    mean: FloatArray
    #: of shape (2, 2): covariance of √n_areas times the mean over areas, and of an area's distance from it
    shared: FloatArray
    specific: FloatArray

    @classmethod
    def from_defaults(cls, areas: int) -> "GrowthPopulation":
        """Return what is assumed before the cohort's answers: the prior for strangers, at both checks."""
        stability = np.array([[1.0, ASSUMED_STABILITY], [ASSUMED_STABILITY, 1.0]])
        specific = (1 - ASSUMED_CORRELATION) * ASSUMED_SD**2 * stability
        shared = areas * ASSUMED_CORRELATION * ASSUMED_SD**2 * stability + specific
        return cls(np.zeros(2 * areas), shared, specific)

    @property
    def areas(self) -> int:
        """The number of areas."""
        return len(self.mean) // 2

    @property
    def covariance(self) -> FloatArray:
        """Σ, of shape (2 n_areas, 2 n_areas)."""
        count = self.areas
        general = (self.shared - self.specific) / count
        shared = np.kron(general, np.ones((count, count)))
        return cast("FloatArray", shared + np.kron(self.specific, np.eye(count)))

    def as_prior(self) -> NaturalPrior:
        """Return the population as the prior of a posterior."""
        names = tuple(str(number) for number in range(len(self.mean)))
        return NaturalPrior.from_prior(AbilityPrior(names, self.mean, self.covariance))


@dataclass(frozen=True, eq=False)
class LikelihoodSites:
    """The likelihoods as normal densities up to a factor: precision and precision times mean, (n_people, 2 n_areas)."""

    precision: FloatArray
    shift: FloatArray


@dataclass(frozen=True, eq=False)
class GrowthFit:
    """The fitted model and what its uncertainty is computed from."""

    population: GrowthPopulation
    #: of shape (n_people, 2 n_areas) and (n_people, 2 n_areas, 2 n_areas): each person's posterior under the model
    mean: FloatArray
    covariance: FloatArray
    #: of shape (n_people, 2 n_areas, n_grid)
    density: FloatArray
    #: of shape (n_people, 2 n_areas, 2 n_areas): information about m in each person's answers
    information: FloatArray
    #: of shape (2 n_areas, 2 n_areas): inverse of Σ
    precision: FloatArray

    @property
    def scores(self) -> FloatArray:
        """The slope of each person's ln likelihood in m, of shape (n_people, 2 n_areas)."""
        slopes: FloatArray = (self.mean - self.population.mean) @ self.precision
        return slopes


def fit_growth(
    log_likelihood: FloatArray, answered: npt.NDArray[np.bool_]
) -> GrowthFit:
    """Return the model with the largest marginal likelihood, the assumed covariance counting as ten more people.

    Expectation propagation turns each person's likelihoods into normal sites with the prior divided out; to these the mean is fitted by
    generalised least squares and the covariance by restricted maximum likelihood (EM). Sites are then approximated
    again under the fitted population, until the means stay.

    Parameters
    ----------
    log_likelihood
        Of shape (n_people, 2 n_areas, n_grid).
    answered
        Of shape (n_people, 2 n_areas): whether there are answers.

    References
    ----------
    Bock & Aitkin (1981); Andersen (1985), Psychometrika 50, 3-16 (a latent distribution at two times); Minka (2001); Laird &
    Ware (1982), Biometrics 38, 963-974 (EM for restricted maximum likelihood).
    """
    assumed = GrowthPopulation.from_defaults(log_likelihood.shape[1] // 2)
    population, largest_move, rounds = assumed, np.inf, 0
    while largest_move > ROUND_TOLERANCE and rounds < MAX_ROUNDS:
        sites = _approximate_likelihoods(population, log_likelihood, answered)
        fitted = _fit_to_sites(sites, population, assumed)
        largest_move = float(np.abs(fitted.mean - population.mean).max())
        population = fitted
        rounds += 1
    return _evaluate_fit(population, log_likelihood, answered)


def _evaluate_fit(
    population: GrowthPopulation,
    log_likelihood: FloatArray,
    answered: npt.NDArray[np.bool_],
) -> GrowthFit:
    prior = population.as_prior()
    posteriors = [
        compute_posterior(prior, logs, known)
        for logs, known in zip(log_likelihood, answered, strict=True)
    ]
    covariance = np.array([one.covariance for one in posteriors])
    return GrowthFit(
        population=population,
        mean=np.array([one.mean for one in posteriors]),
        covariance=covariance,
        density=np.array([one.density for one in posteriors]),
        information=prior.precision - prior.precision @ covariance @ prior.precision,
        precision=prior.precision,
    )


def _approximate_likelihoods(
    population: GrowthPopulation,
    log_likelihood: FloatArray,
    answered: npt.NDArray[np.bool_],
) -> LikelihoodSites:
    """Return each person's likelihoods as sites: the posterior in natural parameters minus the prior."""
    prior = population.as_prior()
    precisions, shifts = [], []
    for logs, known in zip(log_likelihood, answered, strict=True):
        posterior = compute_posterior(prior, logs, known)
        inverse = np.linalg.inv(posterior.covariance)
        precision = inverse.diagonal() - prior.precision.diagonal()
        shift = inverse @ posterior.mean - prior.precision_mean
        precisions.append(np.where(known, np.maximum(precision, 0.0), 0.0))
        shifts.append(np.where(known, shift, 0.0))
    return LikelihoodSites(np.array(precisions), np.array(shifts))


def _fit_to_sites(
    sites: LikelihoodSites, population: GrowthPopulation, assumed: GrowthPopulation
) -> GrowthPopulation:
    """Return the population after some EM steps on fixed sites; the mean is the best one of each step."""
    people, size = sites.precision.shape
    diagonal = np.arange(size)
    mean, shared, specific = population.mean, population.shared, population.specific
    for _ in range(FIT_STEPS):
        precision = np.linalg.inv(GrowthPopulation(mean, shared, specific).covariance)
        joint = np.repeat(precision[None], people, axis=0)
        joint[:, diagonal, diagonal] += sites.precision
        covariance = np.linalg.inv(joint)
        weighted = precision @ covariance
        information = people * precision - (weighted @ precision).sum(axis=0)
        mean_covariance = np.linalg.inv(information)
        mean = mean_covariance @ np.einsum("nij,nj->i", weighted, sites.shift)
        centred = (
            np.einsum("nij,nj->ni", covariance, precision @ mean + sites.shift) - mean
        )
        # The doubt about the mean itself belongs to the moments, or a small cohort would look too much alike.
        spread = weighted.transpose(0, 2, 1) @ mean_covariance @ weighted
        moments = (covariance + spread).sum(axis=0) + centred.T @ centred
        total = people + PSEUDO_PEOPLE
        shared, specific = _project_moments(
            (moments + PSEUDO_PEOPLE * assumed.covariance) / total
        )
    return GrowthPopulation(mean, shared, specific)


def _project_moments(moments: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the two covariances of the structure that are nearest: along the mean over areas, and across it."""
    areas = len(moments) // 2
    blocks = moments.reshape(2, areas, 2, areas)
    along = cast("FloatArray", blocks.sum(axis=(1, 3)) / areas)
    trace = np.einsum("iaja->ij", blocks)
    across = (trace - along) / (areas - 1) if areas > 1 else along
    return along, across


def growth_contrasts(areas: int) -> FloatArray:
    """Return the rows that turn m into growth: one for each area, then the mean over areas; (n_areas + 1, 2 n_areas)."""
    single = np.concatenate([-np.eye(areas), np.eye(areas)], axis=1)
    return np.concatenate([single, single.mean(axis=0, keepdims=True)])


@dataclass(frozen=True, eq=False)
class AnswerDoubts:
    """How each answer depends on what is not known of its question; all of shape (n_answers,) or (n_answers, n_grid)."""

    #: index of the person, of the row of θ, and of the question
    person: IndexArray
    row: IndexArray
    item: IndexArray
    #: slope of the answer's ln probability in θ
    slopes: FloatArray
    #: difficulty, its standard error, and that of the ln of the discrimination
    location: FloatArray
    location_sd: FloatArray
    discrimination_sd: FloatArray


def sampling_variance(fit: GrowthFit, contrasts: FloatArray) -> FloatArray:
    """Return the variance of each contrast of m over cohorts of such people, from the spread between these (n_contrasts,).

    The jackknife over people: each is left out once, in one Newton step. It takes neither the covariance of the model nor the
    normal sites for granted, and is a little too large rather than too small with few people.

    References
    ----------
    Bell & McCaffrey (2002), Survey Methodology 28, 169-181 (why the plain sandwich is too small in small samples).
    """
    people = len(fit.mean)
    total = fit.information.sum(axis=0)
    without = np.linalg.solve(total - fit.information, fit.scores[:, :, None])[:, :, 0]
    moves = without @ contrasts.T
    moves = moves - moves.mean(axis=0)
    variance: FloatArray = (people - 1) / people * (moves**2).sum(axis=0)
    return variance


def question_variance(
    fit: GrowthFit, doubts: AnswerDoubts, contrasts: FloatArray
) -> FloatArray:
    """Return the variance that people share because they answered the same questions, (n_contrasts,).

    A question's difficulty and discrimination are off by about their standard errors, for everybody who answers it. What that does to
    one person is in the spread between people already, so only products of different people's answers count here. Questions
    that meet the cohort at entry and at exit alike cancel; that can make the sum slightly negative, and then it is 0.
    """
    total = np.zeros(len(contrasts))
    for moves, sd in (
        (question_moves(fit, doubts, contrasts, -doubts.slopes), doubts.location_sd),
        (
            question_moves(
                fit,
                doubts,
                contrasts,
                (GRID - doubts.location[:, None]) * doubts.slopes,
            ),
            doubts.discrimination_sd,
        ),
    ):
        scaled = moves * sd[:, None]
        by_item = np.zeros((int(doubts.item.max(initial=-1)) + 1, len(contrasts)))
        np.add.at(by_item, doubts.item, scaled)
        total += (by_item**2).sum(axis=0) - (scaled**2).sum(axis=0)
    return np.maximum(total, 0.0)


def question_moves(
    fit: GrowthFit, doubts: AnswerDoubts, contrasts: FloatArray, slopes: FloatArray
) -> FloatArray:
    """Return the derivative of each contrast of m in a parameter of the question, by answer: (n_answers, n_contrasts).

        ∂(c'm)/∂δ = c' B⁻¹ Σ⁻¹ C_i[:, r] / C_i[r, r] · Cov_i(θ_r, ∂ ln P/∂δ)

    for an answer of person i about row r of θ, with the posterior covariance C_i and the cohort's information B about m.

    Parameters
    ----------
    slopes
        ∂ ln P/∂δ of each answer on the grid: minus the slope in θ for the difficulty.
    """
    centred = GRID - np.einsum("nrg,g->nr", fit.density, GRID)[:, :, None]
    weights = (fit.density * centred)[doubts.person, doubts.row]
    pull = np.linalg.solve(fit.information.sum(axis=0), contrasts.T).T @ fit.precision
    reach = pull @ fit.covariance
    reach = reach / np.einsum("nrr->nr", fit.covariance)[:, None, :]
    pulled: FloatArray = reach[doubts.person, :, doubts.row]
    moves: FloatArray = pulled * (weights * slopes).sum(axis=1)[:, None]
    return moves
