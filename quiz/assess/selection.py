"""What each question is worth: by how much its answer is expected to settle the decisions still open."""

from dataclasses import dataclass

import numpy as np

from quiz.assess.curves import COARSE, GRID, Floats
from quiz.assess.pool import LEAST_CHANCE, Singles
from quiz.assess.standing import Standing

#: what a drop of variance (logits²) counts beside a drop of decision risk
VARIANCE_WEIGHT = 0.002
#: how much of the risk is the chance to decide wrongly, min(p, 1-p); the rest is p(1-p), which
#: also rewards becoming surer of what is decided. Found by simulation.
BLUNT_SHARE = 0.3
ROOT_2_PI = np.sqrt(2 * np.pi)

_COARSE_GRID = GRID[COARSE].astype(np.float32)
#: of shape (n_grid, n_coarse): how each fine ability is shared by the coarse ones beside it
_SHARES: Singles = np.stack(
    [np.interp(GRID, GRID[COARSE], one) for one in np.eye(len(_COARSE_GRID))], axis=1
).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Worth:
    """For every item of the pool: what its answer is expected to gain, and how hard it will be."""

    #: of shape (n_items,): expected drop of risk; 0 outside the measured areas
    gain: Floats
    #: of shape (n_items,): expected score of this person
    chance: Floats


def worth(standing: Standing) -> Worth:
    """Return the expected drop of risk for every item.

    The risk is Σ w r(p) + .002 Σ variance over the areas, with r(p) = .7 p(1-p) + .15 min(p, 1-p). For an item
    of area k with answers x the drops are, area by area,

        of p(1-p)        Σ_x P(x) (p_x - p)²
        of min(p, 1-p)   Σ_x P(x) |p_x - ½| - |p - ½|
        of variance      Σ_x P(x) (m_x - m)²

    where p_x is what p = P(θ_j >= cut_j) would become, and m_x the mean. In area k itself they are exact on
    the grid. In another area j the mean moves by s = Σ_jk / Σ_kk times as much as in k, and p by its slope at the
    mean, φ(z) / √(Σ_jj + blur²) with z the distance from the cut in those units; that this
    may turn a decision round is left out there.

    References
    ----------
    Frazier, Powell & Dayanik (2008), SIAM J. Control Optim. 47, 2410-2439 (value of one more
    observation under correlated beliefs); van der Linden (1998), Psychometrika 63, 201-216
    (expected loss over the answers yet to come).
    """
    pool, terms = standing.terms.pool, standing.terms
    table = pool.coarse[int(standing.honest)]
    views = _views(standing)
    parts = np.zeros((len(table), 4), dtype=np.float32)
    parts[:, 0] = 0.5
    for area, (low, high) in enumerate(terms.bounds):
        rows = slice(pool.first_row[low], pool.first_row[high])
        np.dot(table[rows], views[area].T, out=parts[rows])
    gain, likely, credit = _drop(parts), parts[:, 0], parts
    if len(table) > len(pool):
        gain, credit = pool.by_item(gain), pool.by_item(parts)
        likely = pool.by_item(likely * pool.row_score.astype(np.float32))
    lean = np.append(views[:, 3].sum(axis=1), np.float32(0))[terms.item_area]
    gain += _drop(_nothing(credit, lean)) - np.abs(lean)
    # Exactly nothing, whatever the processor's rounding makes of sums that cancel.
    gain[terms.item_area < 0] = 0
    return Worth(gain.astype(float), likely.astype(float))


def _drop(parts: Singles) -> Singles:
    """Return what each outcome adds to the expected drop, of shape (n_outcomes,)."""
    moves = parts[:, 1:3]
    drop: Singles = np.einsum("ij,ij->i", moves, moves)
    drop /= np.maximum(parts[:, 0], np.float32(LEAST_CHANCE))
    drop += np.abs(parts[:, 3])
    return drop


def _nothing(credit: Singles, lean: Singles) -> Singles:
    """Return the parts that belong to no credit at all: what is left of each column's sum."""
    rest = -credit
    rest[:, 0] += 1
    rest[:, 3] += lean
    return rest


def _views(standing: Standing) -> Singles:
    """Return what is summed over the answers of each area, of shape (n_areas, 4, n_coarse).

    For every area k, on the coarse grid and multiplied by the area's density: ones; P(reached_k | θ_k) - mean and
    θ_k - mean, scaled so that their squares are drops; and how far the decision leans, in drops.
    """
    terms, posterior = standing.terms, standing.posterior
    weights, mean = terms.weights, posterior.mean
    # An area's own step at its cut is too sharp for the coarse grid, so it is thinned from the fine one.
    fine = np.concatenate([posterior.density, posterior.density * terms.steps])
    density, own = _thinned(fine).reshape(2, len(mean), len(_COARSE_GRID))
    own -= own.sum(axis=1, keepdims=True) * density
    line = (_COARSE_GRID - _column(mean)) * density
    line -= line.sum(axis=1, keepdims=True) * density
    blunt = BLUNT_SHARE / 2 * weights
    views = np.empty((len(mean), 4, len(_COARSE_GRID)), dtype=np.float32)
    views[:, 0] = density
    views[:, 1] = _column(np.sqrt((1 - BLUNT_SHARE) * weights)) * own
    views[:, 2] = _column(np.sqrt(_worth_of_a_move(standing))) * line
    lean = blunt * (standing.p_reached - 0.5)
    views[:, 3] = _column(blunt) * own + _column(lean) * density
    return views


def _worth_of_a_move(standing: Standing) -> Floats:
    """Return what a square logit by which an area's mean moves is worth in all other areas and as variance."""
    terms, covariance = standing.terms, standing.posterior.covariance
    variance = covariance.diagonal()
    spread = np.sqrt(variance + terms.blur**2)
    distance = (standing.posterior.mean - terms.cuts) / spread
    steep = np.exp(-(distance**2) / 2) / (ROOT_2_PI * spread)
    decided = (1 - BLUNT_SHARE) * terms.weights * steep**2
    slope = covariance / variance[:, None]
    moved: Floats = slope**2 @ (decided + VARIANCE_WEIGHT) - decided
    return np.maximum(moved, 0)


def _column(values: Floats) -> Singles:
    return values.astype(np.float32)[:, None]


def _thinned(density: Floats) -> Singles:
    """Return the chances on the coarse grid, those between shared by their neighbours."""
    thinned: Singles = density.astype(np.float32) @ _SHARES
    return thinned
