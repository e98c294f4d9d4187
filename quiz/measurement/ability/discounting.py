"""Discounting an earlier sitting's prior when the new answers contradict it."""

import numpy as np
import numpy.typing as npt

from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.irt.response_models import GRID, FloatArray

#: shares of the earlier sitting's information that are compared, and how likely each is beforehand
KEPT_SHARES: FloatArray = np.array([1.0, 0.75, 0.5, 0.25, 0.0])
_SHARE_PRIOR: FloatArray = np.array([0.8, 0.05, 0.05, 0.05, 0.05])


def discount_prior(
    prior: AbilityPrior, default: AbilityPrior, kept: float
) -> AbilityPrior:
    """Return a prior between the earlier sitting's (kept = 1) and the default (kept = 0).

    μ = k μ₁ + (1 - k) μ₀, Σ = k² Σ₁ + (1 - k²) Σ₀
    """
    return AbilityPrior(
        prior.areas,
        kept * prior.mean + (1 - kept) * default.mean,
        kept**2 * prior.covariance + (1 - kept**2) * default.covariance,
    )


def expected_share(
    prior: AbilityPrior,
    default: AbilityPrior,
    log_likelihood: FloatArray,
    answered: npt.NDArray[np.bool_],
) -> float:
    """Return how much of the earlier sitting the new answers let stand, between 0 and 1.

    The posterior mean of k in `discount_prior`, with the likelihood of k taken area by area,

        L(k) = Π_j ∫ N(θ_j; μ_j(k), Σ_jj(k)) L_j(θ_j) dθ_j

    over the areas with answers. Leaving out that areas are correlated makes surprise count more.

    Parameters
    ----------
    log_likelihood
        Of shape (n_areas, n_grid).
    answered
        Of shape (n_areas,): whether the area has answers.
    """
    logs = log_likelihood[answered]
    if not len(logs):
        return 1.0
    top = logs.max(axis=1, keepdims=True)
    evidence = np.log(_SHARE_PRIOR)
    for number, kept in enumerate(KEPT_SHARES):
        between = discount_prior(prior, default, float(kept))
        mean = between.mean[answered, None]
        variance = between.covariance.diagonal()[answered, None]
        weights = np.exp(-((GRID - mean) ** 2) / (2 * variance))
        weights /= weights.sum(axis=1, keepdims=True)
        evidence[number] += np.log((weights * np.exp(logs - top)).sum(axis=1)).sum()
    share = np.exp(evidence - evidence.max())
    return float(share @ KEPT_SHARES / share.sum())
