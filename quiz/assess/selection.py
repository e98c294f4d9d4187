"""What each question is worth: by how much its answer is expected to settle the decisions still open."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from quiz.assess.curves import COARSE, GRID, Floats
from quiz.assess.pool import LEAST_CHANCE, Singles
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
    pool, terms = standing.terms.pool, standing.terms
    table = pool.coarse[int(standing.honest)]
    consequences = _consequences(standing)
    parts = np.zeros((len(table), consequences.shape[2]), dtype=np.float32)
    parts[:, 0] = 0.5
    for area, (low, high) in enumerate(terms.bounds):
        rows = slice(pool.first_row[low], pool.first_row[high])
        np.dot(table[rows], consequences[area], out=parts[rows])
    likely = parts[:, 0].astype(float)
    squares = _squares(parts)
    if len(table) == len(pool):
        return Worth(squares / (likely * (1 - likely)), likely)
    starts = pool.first_row[:-1]
    credit = np.add.reduceat(parts, starts, axis=0)
    gain = np.add.reduceat(squares / np.maximum(likely, LEAST_CHANCE), starts)
    gain += _squares(credit) / (1 - credit[:, 0])
    return Worth(gain, np.add.reduceat(likely * pool.row_score, starts))


def _squares(parts: Singles) -> Floats:
    """Return the sum of the squares of all columns but the first."""
    others = np.ones(parts.shape[1], dtype=np.float32)
    others[0] = 0
    total: Floats = (np.square(parts) @ others).astype(float)
    return total


def _consequences(standing: Standing) -> Singles:
    """Return what knowing θ of each area would say, of shape (n_areas, n_coarse, 2 + n_areas).

    For every area k, on the coarse grid and multiplied by the area's density: first a row of ones, then
    √w_j (P(reached_j | θ_k) - mean) for every area j, then the weighted means of all areas, which
    are straight lines in θ_k.
    """
    terms, posterior = standing.terms, standing.posterior
    mean, covariance = posterior.mean, posterior.covariance
    count = len(mean)
    variance = covariance.diagonal()
    slope = covariance / variance[:, None]
    left = np.sqrt(np.maximum(variance - slope * covariance, 0) + terms.blur**2)
    away = GRID[COARSE] - mean[:, None]
    rows = np.empty((count, 2 + count, away.shape[1]))
    rows[:, 0] = 1
    lines = rows[:, 1:-1]
    np.multiply((slope / left)[:, :, None], away[:, None, :], out=lines)
    lines += ((mean - terms.cuts) / left)[:, :, None]
    ndtr(lines, out=lines)
    spread = np.sqrt(VARIANCE_WEIGHT * np.einsum("kj,kj->k", slope, slope))
    rows[:, -1] = spread[:, None] * away
    density = _thinned(posterior.density)
    rows *= density[:, None, :]
    # An area's own step at its cut is too sharp for the coarse grid, so it is thinned from the fine one.
    own = np.arange(count)
    rows[own, 1 + own] = _thinned(posterior.density * terms.steps)
    rows[:, 1:-1] *= np.sqrt(terms.weights)[:, None]
    rows[:, 1:] -= rows[:, 1:].sum(axis=2, keepdims=True) * density[:, None, :]
    return np.ascontiguousarray(rows.transpose(0, 2, 1), dtype=np.float32)


def _thinned(density: Floats) -> Floats:
    """Return the chances on every second grid ability, those between shared by their neighbours."""
    thin: Floats = density[:, COARSE].copy()
    halves = density[:, 1::2] / 2
    thin[:, :-1] += halves
    thin[:, 1:] += halves
    return thin
