"""The posterior of a person's abilities: exact likelihoods per area, coupled through the prior."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import dposv

from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.errors import ImpossiblePrior
from quiz.measurement.irt.response_models import GRID, FloatArray

#: largest change of a mean (logits) in the last pass; about a tenth of it remains afterwards, far
#: below anything that is displayed
TOLERANCE = 3e-4
MAX_PASSES = 100
#: after this many passes only half of each step is taken, which damps oscillation between two areas
UNDAMPED_PASSES = 12
#: the precision of a site is at least this: answers never reduce certainty
MIN_PRECISION = 1e-9

#: 1, θ and θ² on the grid, of shape (n_grid, 3): moments by one product
_POWERS = np.stack([np.ones_like(GRID), GRID, GRID**2], axis=1)
#: -θ²/2, θ and 1 on the grid, of shape (3, n_grid): a normal log density by one product
_NORMAL = np.stack([-(GRID**2) / 2, GRID, np.ones_like(GRID)])


@dataclass(frozen=True, eq=False)
class Posterior:
    """θ given the answers: a joint normal distribution, and each area's own exact shape."""

    #: of shape (n_areas,) and (n_areas, n_areas)
    mean: FloatArray
    covariance: FloatArray
    #: of shape (n_areas, n_grid): chances that sum to 1
    density: FloatArray


@dataclass(frozen=True, eq=False)
class NaturalPrior:
    """A prior in natural parameters, inverted once and used for many posteriors."""

    mean: FloatArray
    covariance: FloatArray
    precision: FloatArray
    precision_mean: FloatArray

    @classmethod
    def from_prior(cls, prior: AbilityPrior) -> "NaturalPrior":
        """Invert the prior's covariance."""
        try:
            precision = _invert_matrix(prior.covariance)
        except np.linalg.LinAlgError:
            raise ImpossiblePrior(
                "A prior's covariance must be positive definite."
            ) from None
        return cls(prior.mean, prior.covariance, precision, precision @ prior.mean)


def compute_posterior(
    coupling: NaturalPrior, log_likelihood: FloatArray, answered: npt.NDArray[np.bool_]
) -> Posterior:
    """Return the posterior by expectation propagation with one normal site per area.

    p(θ | answers) ∝ N(θ; μ, Σ) Π_k L_k(θ_k)  ≈  N(θ; μ, Σ) Π_k N(θ_k; ν_k/τ_k, 1/τ_k)

    Each pass removes every area's site from the joint normal (leaving the cavity), multiplies the
    cavity by the exact likelihood on the grid, and sets the site so that mean and variance agree.

    Parameters
    ----------
    log_likelihood
        Of shape (n_areas, n_grid).
    answered
        Of shape (n_areas,): whether the area has answers; the others keep flat sites.

    Returns
    -------
    Posterior
        A pure function of the arguments: sites always start from nothing.

    References
    ----------
    Minka (2001), Expectation Propagation for Approximate Bayesian Inference, UAI 17, 362-369.
    """
    likelihood = log_likelihood - log_likelihood.max(axis=1, keepdims=True)
    mean, covariance, weights = _propagate_expectations(coupling, likelihood, answered)
    return Posterior(mean, covariance, weights / weights.sum(axis=1, keepdims=True))


def _propagate_expectations(
    coupling: NaturalPrior, likelihood: FloatArray, answered: npt.NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean, covariance and tilted weights after convergence."""
    # Natural parameters throughout: precisions in the first row, precision times mean in the second.
    site = np.zeros((2, len(answered)))
    marginal = np.empty_like(site)
    mean, covariance = coupling.mean, coupling.covariance
    weights = np.empty(0)
    step_size = answered.astype(float)
    count, largest_move = 0, np.inf
    while largest_move >= TOLERANCE and count < MAX_PASSES:
        np.divide(1, covariance.diagonal(), out=marginal[0])
        np.multiply(mean, marginal[0], out=marginal[1])
        cavity = marginal - site
        weights = _tilted_weights(likelihood, cavity)
        total, first, second = (weights @ _POWERS).T
        site += (step_size if count < UNDAMPED_PASSES else step_size / 2) * (
            _match_moments(first / total, second / total, cavity) - cavity - site
        )
        joint = coupling.precision.copy()
        joint.ravel()[:: len(answered) + 1] += site[0]
        covariance = _invert_matrix(joint)
        previous, mean = mean, covariance @ (coupling.precision_mean + site[1])
        largest_move = float(np.abs(mean - previous).max(initial=0.0))
        count += 1
    return mean, covariance, weights


def _match_moments(
    centre: FloatArray, square: FloatArray, cavity: FloatArray
) -> FloatArray:
    """Return the natural parameters of the normals with these first and second moments."""
    matched = np.empty_like(cavity)
    np.maximum(1 / (square - centre**2), cavity[0] + MIN_PRECISION, out=matched[0])
    np.multiply(centre, matched[0], out=matched[1])
    return matched


def _invert_matrix(matrix: FloatArray) -> FloatArray:
    """Return the inverse of a positive definite matrix, calling LAPACK directly: for a dozen areas overhead dominates."""
    if not len(matrix):
        return matrix
    _, inverse, fault = dposv(matrix, np.eye(len(matrix)))
    if fault:
        raise np.linalg.LinAlgError("The matrix is not positive definite.")
    return cast("FloatArray", inverse)


def _tilted_weights(log_likelihood: FloatArray, cavity: FloatArray) -> FloatArray:
    """Return cavity times likelihood on the grid, each row up to a factor.

    Both factors peak at 1, so nothing overflows, and a node that underflows has no weight in either.
    """
    natural = np.empty((cavity.shape[1], 3))
    natural[:, :2] = cavity.T
    natural[:, 2] = cavity[1] ** 2 / (-2 * cavity[0])
    logs = natural @ _NORMAL
    logs += log_likelihood
    return np.exp(logs, out=logs)
