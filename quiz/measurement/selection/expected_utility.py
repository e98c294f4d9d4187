"""What each question is worth: by how much its answer is expected to settle the decisions still open."""

from dataclasses import dataclass

import numpy as np

from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import MIN_PROBABILITY, Float32Array
from quiz.measurement.irt.response_models import COARSE_SLICE, GRID, FloatArray

#: how much of the risk is the chance to decide wrongly, min(p, 1-p); the rest is p(1-p), which
#: also rewards becoming surer of what is decided. Found by simulation.
ABSOLUTE_LOSS_SHARE = 0.3
ROOT_2_PI = np.sqrt(2 * np.pi)

_COARSE_GRID = GRID[COARSE_SLICE].astype(np.float32)
#: of shape (n_grid, n_coarse): how each fine ability is shared by the coarse ones beside it
_INTERPOLATION: Float32Array = np.stack(
    [np.interp(GRID, GRID[COARSE_SLICE], basis) for basis in np.eye(len(_COARSE_GRID))],
    axis=1,
).astype(np.float32)


@dataclass(frozen=True, eq=False)
class ExpectedUtility:
    """For every item of the pool: what its answer is expected to gain, and how hard it will be."""

    #: of shape (n_items,): expected drop of risk; 0 outside the measured areas
    gain: FloatArray
    #: of shape (n_items,): expected score of this person
    expected_score: FloatArray


def expected_utility(state: ExamineeState) -> ExpectedUtility:
    """Return the expected drop of risk for every item.

    The risk is Σ w r(p) + v Σ variance over the areas, v as the plan says, with r(p) = .7 p(1-p) + .15 min(p, 1-p). For an item
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
    pool, specification = state.specification.pool, state.specification
    table = pool.coarse_probabilities[int(state.honest)]
    projections = _area_weights(state)
    parts = np.zeros((len(table), 4), dtype=np.float32)
    parts[:, 0] = 0.5
    for area, (low, high) in enumerate(specification.bounds):
        rows = slice(pool.first_row[low], pool.first_row[high])
        np.dot(table[rows], projections[area].T, out=parts[rows])
    gain, expected_score, credit = _risk_reduction(parts), parts[:, 0], parts
    if len(table) > len(pool):
        gain, credit = pool.sum_by_item(gain), pool.sum_by_item(parts)
        expected_score = pool.sum_by_item(
            expected_score * pool.row_score.astype(np.float32)
        )
    loss_difference = np.append(projections[:, 3].sum(axis=1), np.float32(0))[
        specification.item_area
    ]
    gain += _risk_reduction(_no_credit_parts(credit, loss_difference)) - np.abs(
        loss_difference
    )
    # Exactly nothing, whatever the processor's rounding makes of sums that cancel.
    gain[specification.item_area < 0] = 0
    return ExpectedUtility(gain.astype(float), expected_score.astype(float))


def _risk_reduction(parts: Float32Array) -> Float32Array:
    """Return what each outcome adds to the expected drop, of shape (n_outcomes,)."""
    shifts = parts[:, 1:3]
    drop: Float32Array = np.einsum("ij,ij->i", shifts, shifts)
    drop /= np.maximum(parts[:, 0], np.float32(MIN_PROBABILITY))
    drop += np.abs(parts[:, 3])
    return drop


def _no_credit_parts(
    credit: Float32Array, loss_difference: Float32Array
) -> Float32Array:
    """Return the parts that belong to no credit at all: what is left of each column's sum."""
    remainder = -credit
    remainder[:, 0] += 1
    remainder[:, 3] += loss_difference
    return remainder


def _area_weights(state: ExamineeState) -> Float32Array:
    """Return what is summed over the answers of each area, of shape (n_areas, 4, n_coarse).

    For every area k, on the coarse grid and multiplied by the area's density: ones; P(reached_k | θ_k) - mean and
    θ_k - mean, scaled so that their squares are drops; and how far the decision leans, in drops.
    """
    specification, posterior = state.specification, state.posterior
    weights, mean = specification.weights, posterior.mean
    # An area's own step at its cut is too sharp for the coarse grid, so it is thinned from the fine one.
    fine = np.concatenate(
        [posterior.density, posterior.density * specification.mastery_curves]
    )
    density, own = _coarse_density(fine).reshape(2, len(mean), len(_COARSE_GRID))
    own -= own.sum(axis=1, keepdims=True) * density
    centred_ability = (_COARSE_GRID - _as_column(mean)) * density
    centred_ability -= centred_ability.sum(axis=1, keepdims=True) * density
    absolute_weight = ABSOLUTE_LOSS_SHARE / 2 * weights
    projections = np.empty((len(mean), 4, len(_COARSE_GRID)), dtype=np.float32)
    projections[:, 0] = density
    projections[:, 1] = _as_column(np.sqrt((1 - ABSOLUTE_LOSS_SHARE) * weights)) * own
    projections[:, 2] = _as_column(np.sqrt(_utility_of_shift(state))) * centred_ability
    loss_difference = absolute_weight * (state.p_reached - 0.5)
    projections[:, 3] = (
        _as_column(absolute_weight) * own + _as_column(loss_difference) * density
    )
    return projections


def _utility_of_shift(state: ExamineeState) -> FloatArray:
    """Return what a square logit by which an area's mean moves is worth in all other areas and as variance."""
    specification, covariance = state.specification, state.posterior.covariance
    variance = covariance.diagonal()
    spread = np.sqrt(variance + specification.cut_standard_error**2)
    distance = (state.posterior.mean - specification.cuts) / spread
    steep = np.exp(-(distance**2) / 2) / (ROOT_2_PI * spread)
    decided = (1 - ABSOLUTE_LOSS_SHARE) * specification.weights * steep**2
    slope = covariance / variance[:, None]
    variance_weight = specification.plan.coverage_rule.variance_weight
    moved: FloatArray = slope**2 @ (decided + variance_weight) - decided
    return np.maximum(moved, 0)


def _as_column(values: FloatArray) -> Float32Array:
    return values.astype(np.float32)[:, None]


def _coarse_density(density: FloatArray) -> Float32Array:
    """Return the chances on the coarse grid, those between shared by their neighbours."""
    coarse: Float32Array = density.astype(np.float32) @ _INTERPOLATION
    return coarse
