"""Where a person stands after some answers: exact likelihoods per area, coupled through the prior."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quiz.assess.curves import GRID, Floats
from quiz.assess.errors import ImpossiblePrior
from quiz.assess.prior import Prior

#: what one pass may still move before the coupling counts as settled, in logits
TOLERANCE = 1e-8
MOST_PASSES = 100
#: passes after which only half of each step is taken: where two areas swing against each other
PATIENCE = 12
#: a site is never allowed to take certainty away
LEAST_PRECISION = 1e-9

#: 1, θ and θ² on the grid, of shape (n_grid, 3): moments by one product
_POWERS = np.stack([np.ones_like(GRID), GRID, GRID**2], axis=1)
#: -θ²/2 and θ on the grid, of shape (2, n_grid): a normal log density by one product
_NORMAL = np.stack([-(GRID**2) / 2, GRID])


@dataclass(frozen=True, eq=False)
class Posterior:
    """θ given the answers: a joint normal distribution, and each area's own exact shape."""

    #: of shape (n_areas,) and (n_areas, n_areas)
    mean: Floats
    covariance: Floats
    #: of shape (n_areas, n_grid): chances that sum to 1
    density: Floats


@dataclass(frozen=True, eq=False)
class Coupling:
    """A prior made ready for many posteriors: its inverse is taken once."""

    mean: Floats
    covariance: Floats
    precision: Floats
    shift: Floats

    @classmethod
    def of(cls, prior: Prior) -> "Coupling":
        """Invert the prior's covariance."""
        try:
            precision = np.linalg.inv(prior.covariance)
        except np.linalg.LinAlgError:
            raise ImpossiblePrior(
                "A prior's covariance must be positive definite."
            ) from None
        return cls(prior.mean, prior.covariance, precision, precision @ prior.mean)


def posterior(
    coupling: Coupling, log_likelihood: Floats, answered: npt.NDArray[np.bool_]
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
    active = np.flatnonzero(answered)
    precision, shift = np.zeros(len(answered)), np.zeros(len(answered))
    mean, covariance = coupling.mean, coupling.covariance
    if not len(active):
        return Posterior(mean, covariance, _on_grid(mean, np.diag(covariance)))
    likelihood = log_likelihood[active]
    for count in range(MOST_PASSES):
        variance = covariance.diagonal()[active]
        cavity_precision = 1 / variance - precision[active]
        cavity_shift = mean[active] / variance - shift[active]
        tilted = _tilted(likelihood, cavity_precision, cavity_shift)
        moments = tilted @ _POWERS[:, 1:]
        tilted_variance = moments[:, 1] - moments[:, 0] ** 2
        pace = 1.0 if count < PATIENCE else 0.5
        site = np.maximum(1 / tilted_variance - cavity_precision, LEAST_PRECISION)
        site_shift = moments[:, 0] * (site + cavity_precision) - cavity_shift
        precision[active] += pace * (site - precision[active])
        shift[active] += pace * (site_shift - shift[active])
        before = mean
        covariance = np.linalg.inv(coupling.precision + np.diag(precision))
        mean = covariance @ (coupling.shift + shift)
        if float(np.abs(mean - before).max()) < TOLERANCE:
            break
    density = _on_grid(mean, covariance.diagonal())
    density[active] = tilted
    return Posterior(mean, covariance, density)


def _tilted(log_likelihood: Floats, precision: Floats, shift: Floats) -> Floats:
    """Return cavity times likelihood on the grid, each row summing to 1."""
    logs = log_likelihood + np.stack([precision, shift], axis=1) @ _NORMAL
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    total: Floats = weights / weights.sum(axis=1, keepdims=True)
    return total


def _on_grid(mean: Floats, variance: Floats) -> Floats:
    """Return normal distributions as chances on the grid, each row summing to 1."""
    return _tilted(np.zeros((len(mean), len(GRID))), 1 / variance, mean / variance)
