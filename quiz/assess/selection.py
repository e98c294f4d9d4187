"""What each question is worth: by how much its answer is expected to settle the decisions still open."""

from dataclasses import dataclass
from typing import cast

import numpy as np

from quiz.assess.curves import COARSE, GRID, Floats
from quiz.assess.pool import LEAST_CHANCE, Singles
from quiz.assess.standing import Standing

#: what a drop of variance (logits²) counts beside a drop of decision risk
VARIANCE_WEIGHT = 0.02
#: how much of the risk is the chance to decide wrongly, min(p, 1-p); the rest is p(1-p), which
#: also rewards becoming surer of what is decided. Found by simulation.
BLUNT_SHARE = 0.1

_COARSE_GRID = GRID[COARSE]
#: of shape (n_grid, n_coarse): how each fine ability is shared by the coarse ones beside it
_SHARES: Floats = np.stack(
    [np.interp(GRID, _COARSE_GRID, one) for one in np.eye(len(_COARSE_GRID))], axis=1
)


@dataclass(frozen=True, eq=False)
class Worth:
    """For every item of the pool: what its answer is expected to gain, and how hard it will be."""

    #: of shape (n_items,): expected drop of risk; 0 outside the measured areas
    gain: Floats
    #: of shape (n_items,): expected score of this person
    chance: Floats


def worth(standing: Standing) -> Worth:
    """Return the expected drop of risk for every item.

    The risk is Σ w r(p) + .02 Σ variance over the areas, with r(p) = .9 p(1-p) + .05 min(p, 1-p). For an item
    of area k with answers x the drops are, area by area,

        of p(1-p)        Σ_x P(x) (p_x - p)²
        of min(p, 1-p)   Σ_x P(x) |p_x - ½| - |p - ½|
        of variance      Σ_x P(x) (m_x - m)²

    where p_x is what p = P(θ_j >= cut_j) would become, and m_x the mean. Areas other than k
    follow θ_k as in the joint normal distribution.

    References
    ----------
    Frazier, Powell & Dayanik (2008), SIAM J. Control Optim. 47, 2410-2439 (value of one more
    observation under correlated beliefs); van der Linden (1998), Psychometrika 63, 201-216
    (expected loss over the answers yet to come).
    """
    pool, terms = standing.terms.pool, standing.terms
    table = pool.coarse[int(standing.honest)]
    consequences = _consequences(standing)
    parts = np.zeros((len(table), consequences.shape[1]), dtype=np.float32)
    parts[:, 0] = 0.5
    for area, (low, high) in enumerate(terms.bounds):
        rows = slice(pool.first_row[low], pool.first_row[high])
        np.dot(table[rows], consequences[area].T, out=parts[rows])
    scale = _Scale.of(standing)
    gain = scale.drop(parts)
    likely = parts[:, 0].astype(float)
    nothing, gain, likely = (
        (parts, gain, likely)
        if len(table) == len(pool)
        else (
            pool.by_item(parts),
            pool.by_item(gain),
            pool.by_item(likely * pool.row_score),
        )
    )
    gain += scale.drop(_nothing(nothing)) - scale.now
    # Exactly nothing, whatever the processor's rounding makes of sums that cancel.
    gain[terms.item_area < 0] = 0
    return Worth(gain, likely)


def _nothing(credit: Singles) -> Singles:
    """Return the parts that belong to no credit at all: what is left of each column's sum."""
    rest = -credit
    rest[:, 0] += 1
    return rest


@dataclass(frozen=True, eq=False)
class _Scale:
    """How the parts of an outcome add up: columns are its chance, then one an area, then the means."""

    squares: Singles
    sides: Singles
    #: p - ½ by area
    lean: Singles
    #: the blunt part of the risk as it is, with the sign of a drop
    now: float

    @classmethod
    def of(cls, standing: Standing) -> "_Scale":
        weights, lean = standing.terms.weights, standing.p_reached - 0.5
        blunt = BLUNT_SHARE / 2 * weights
        return cls(
            np.concatenate([[0], (1 - BLUNT_SHARE) * weights, [1]]).astype(np.float32),
            np.concatenate([[0], blunt, [0]]).astype(np.float32),
            np.concatenate([[0], lean, [0]]).astype(np.float32),
            float(blunt @ np.abs(lean)),
        )

    def drop(self, parts: Singles) -> Floats:
        """Return what each outcome adds to the expected drop, of shape (n_outcomes,)."""
        likely = np.maximum(parts[:, :1], np.float32(LEAST_CHANCE))
        total = (np.square(parts) @ self.squares) / likely[:, 0]
        total += np.abs(parts + likely * self.lean) @ self.sides
        return cast("Floats", total.astype(float))


def _consequences(standing: Standing) -> Singles:
    """Return what knowing θ of each area would say, of shape (n_areas, 2 + n_areas, n_coarse).

    For every area k, on the coarse grid and multiplied by the area's density: first a row of ones, then
    P(reached_j | θ_k) - mean for every area j, then the weighted means of all areas, which
    are straight lines in θ_k.
    """
    terms, posterior = standing.terms, standing.posterior
    mean, covariance = posterior.mean, posterior.covariance
    variance = covariance.diagonal()
    slope = covariance / variance[:, None]
    left = np.sqrt(np.maximum(variance - slope * covariance, 0) + terms.blur**2)
    away = (_COARSE_GRID - mean[:, None]).astype(np.float32)
    density = _thinned(posterior.density)
    rows = np.empty((len(mean), 2 + len(mean), away.shape[1]), dtype=np.float32)
    rows[:, 0] = density
    lines = rows[:, 1:-1]
    np.multiply(_singles(slope / left), away[:, None], out=lines)
    lines += _singles((mean - terms.cuts) / left)
    _reach(lines)
    lines *= density[:, None]
    spread = np.sqrt(VARIANCE_WEIGHT * np.einsum("kj,kj->k", slope, slope))
    rows[:, -1] = spread.astype(np.float32)[:, None] * away * density
    # An area's own step at its cut is too sharp for the coarse grid, so it is thinned from the fine one.
    own = np.arange(len(mean))
    rows[own, 1 + own] = _thinned(posterior.density * terms.steps)
    rows[:, 1:] -= rows[:, 1:].sum(axis=2, keepdims=True) * density[:, None]
    return rows


def _singles(table: Floats) -> Singles:
    return table.astype(np.float32)[:, :, None]


def _reach(lines: Singles) -> None:
    """Put Φ(x) in the place of x, to three digits: (1 + tanh(√(2/π) (x + .044715 x³))) / 2.

    Several times as fast as to all digits, which choosing does not need (Page 1977, Applied Statistics 26, 75-76).
    """
    cubes = lines * lines
    cubes *= 0.044715
    cubes += 1
    lines *= cubes
    lines *= np.float32(np.sqrt(2 / np.pi))
    np.tanh(lines, out=lines)
    lines += 1
    lines *= 0.5


def _thinned(density: Floats) -> Singles:
    """Return the chances on the coarse grid, those between shared by their neighbours."""
    return (density @ _SHARES).astype(np.float32)
