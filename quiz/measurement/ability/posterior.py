"""Where a person stands after some answers: exact likelihoods per area, coupled through the prior."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import dposv

from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.errors import ImpossiblePrior
from quiz.measurement.irt.response_models import GRID, FloatArray

#: what the last pass may still move, in logits; about a tenth of it is left after that pass, far below
#: what anybody sees
TOLERANCE = 3e-4
MAX_PASSES = 100
#: passes after which only half of each step is taken: where two areas swing against each other
UNDAMPED_PASSES = 12
#: a site is never allowed to take certainty away
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
    """A prior made ready for many posteriors: its inverse is taken once."""

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
    # Natural parameters throughout: precisions in the first row, shifts (precision times mean) in the second.
    site = np.zeros((2, len(answered)))
    marginal = np.empty_like(site)
    mean, covariance = coupling.mean, coupling.covariance
    likelihood = log_likelihood - log_likelihood.max(axis=1, keepdims=True)
    weights, total = np.empty(0), np.empty(0)
    steady = answered.astype(float)
    count, moved = 0, np.inf
    while moved >= TOLERANCE and count < MAX_PASSES:
        np.divide(1, covariance.diagonal(), out=marginal[0])
        np.multiply(mean, marginal[0], out=marginal[1])
        cavity = marginal - site
        weights = _tilted_weights(likelihood, cavity)
        total, first, second = (weights @ _POWERS).T
        site += (steady if count < UNDAMPED_PASSES else steady / 2) * (
            _match_moments(first / total, second / total, cavity) - cavity - site
        )
        joint = coupling.precision.copy()
        joint.ravel()[:: len(answered) + 1] += site[0]
        covariance = _invert_matrix(joint)
        before, mean = mean, covariance @ (coupling.precision_mean + site[1])
        count, moved = count + 1, float(np.abs(mean - before).max(initial=0.0))
    return Posterior(mean, covariance, weights / total[:, None])


def _match_moments(
    centre: FloatArray, square: FloatArray, cavity: FloatArray
) -> FloatArray:
    """Return the natural parameters of the normals with these first and second moments."""
    matched = np.empty_like(cavity)
    np.maximum(1 / (square - centre**2), cavity[0] + MIN_PRECISION, out=matched[0])
    np.multiply(centre, matched[0], out=matched[1])
    return matched


def _invert_matrix(matrix: FloatArray) -> FloatArray:
    """Return the inverse of a positive definite matrix; by LAPACK itself, which for so few areas is most of the time."""
    if not len(matrix):
        return matrix
    _, inverse, fault = dposv(matrix, np.eye(len(matrix)))
    if fault:
        raise np.linalg.LinAlgError("The matrix is not positive definite.")
    return cast("FloatArray", inverse)


def _tilted_weights(log_likelihood: FloatArray, cavity: FloatArray) -> FloatArray:
    """Return cavity times likelihood on the grid, each row up to a factor.

    Both peak at 1, so that nothing overflows; and what underflows was not believed by either.
    """
    natural = np.empty((cavity.shape[1], 3))
    natural[:, :2] = cavity.T
    natural[:, 2] = cavity[1] ** 2 / (-2 * cavity[0])
    logs = natural @ _NORMAL
    logs += log_likelihood
    return np.exp(logs, out=logs)
