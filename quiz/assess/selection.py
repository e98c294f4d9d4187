"""What each question is worth: by how much its answer is expected to settle the decisions still open."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from quiz.assess.curves import GRID, Floats
from quiz.assess.standing import Standing

#: what a drop of variance (logits²) counts beside a drop of decision risk
VARIANCE_WEIGHT = 0.05


@dataclass(frozen=True, eq=False)
class Worth:
    """For every item of the pool: what its answer is expected to gain, and how hard it will be."""

    #: of shape (n_items,): expected drop of risk; 0 outside the measured areas
    gain: Floats
    #: of shape (n_items,): expected score of this person
    chance: Floats


def worth(standing: Standing) -> Worth:
    """Return the expected drop of Σ w p(1-p) + .05 Σ variance for every item.

    Because p(1-p) is quadratic, its expected drop is the variance, over the possible answers, of what
    the chance p would become; the drop of variance is the variance of what the mean would become. For an item of
    area k with answers x:

        gain = Σ_x P(x) Σ_f w_f (E[f(θ_k) | x] - E[f(θ_k)])²

    where f runs over the chances P(θ_j >= cut_j | θ_k) of every area j, and θ_k itself standing for all areas'
    means. Areas other than k follow θ_k as in the joint normal distribution.

    References
    ----------
    Frazier, Powell & Dayanik (2008), SIAM J. Control Optim. 47, 2410-2439 (value of one more
    observation under correlated beliefs); van der Linden (1998), Psychometrika 63, 201-216
    (expected loss over the answers yet to come).
    """
    terms, posterior = standing.terms, standing.posterior
    gain, chance = np.zeros(len(terms.pool)), np.zeros(len(terms.pool))
    table = terms.pool.category[int(standing.honest)]
    for area, (low, high) in enumerate(terms.bounds):
        if low == high:
            continue
        rows = slice(terms.pool.first_row[low], terms.pool.first_row[high])
        parts = (
            table[rows] @ (_consequences(standing, area) * posterior.density[area]).T
        )
        squares = np.einsum("rf,rf->r", parts[:, 1:], parts[:, 1:])
        if not terms.pool.is_graded[low:high].any():
            gain[low:high] = squares / (parts[:, 0] * (1 - parts[:, 0]))
            chance[low:high] = parts[:, 0]
        else:
            starts = terms.pool.first_row[low:high] - rows.start
            rest = np.add.reduceat(parts, starts, axis=0)
            gain[low:high] = np.add.reduceat(squares / parts[:, 0], starts) + (
                np.einsum("rf,rf->r", rest[:, 1:], rest[:, 1:]) / (1 - rest[:, 0])
            )
            chance[low:high] = np.add.reduceat(
                parts[:, 0] * terms.pool.row_score[rows], starts
            )
    return Worth(gain, chance)


def _consequences(standing: Standing, area: int) -> Floats:
    """Return what knowing θ of one area would say, of shape (2 + n_areas, n_grid).

    First a row of ones, then √w_j (P(reached_j | θ) - mean) for every area, then the
    weighted means of all areas, which are straight lines in θ.
    """
    terms, posterior = standing.terms, standing.posterior
    mean, covariance = posterior.mean, posterior.covariance
    slope = covariance[area] / covariance[area, area]
    left = np.sqrt(covariance.diagonal() - slope * covariance[area] + terms.blur**2)
    away = GRID - mean[area]
    lines = (mean - terms.cuts)[:, None] + slope[:, None] * away
    lines[area] = GRID - terms.cuts[area]
    left[area] = terms.blur
    rows = np.empty((2 + len(mean), len(GRID)))
    rows[0] = 1
    rows[1:-1] = np.sqrt(terms.weights)[:, None] * ndtr(lines / left[:, None])
    rows[-1] = np.sqrt(VARIANCE_WEIGHT * np.dot(slope, slope)) * away
    rows[1:] -= (rows[1:] @ posterior.density[area])[:, None]
    return rows
