"""Accuracy figures with standard errors from records of sittings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from lab.simulation.sittings import SittingRecord
from lab.simulation.worlds import World
from quiz.measurement.irt.response_models import FloatArray
from quiz.measurement.reporting.classification import DECISION_CERTAINTY

BoolArray: TypeAlias = npt.NDArray[np.bool_]

#: from this number of worlds on, standard errors come from the spread between worlds instead of people
ENOUGH_WORLDS = 5
#: a wrong decision about an ability further from the cut than this (logits) is a serious one
FAR_FROM_CUT = 0.5
BINS = 10
BOOTSTRAP_SAMPLES = 200


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """A measured number and its standard error."""

    value: float
    error: float


@dataclass(frozen=True, eq=False)
class SimulationResults:
    """Results for many people, of shape (n_people, n_areas) unless stated otherwise."""

    #: of shape (n_people,): cluster for standard errors
    cluster: npt.NDArray[np.intp]
    truth: FloatArray
    cut: FloatArray
    p_reached: FloatArray
    theta: FloatArray
    low: FloatArray
    high: FloatArray
    asked: FloatArray
    #: of shape (n_people,)
    questions: FloatArray
    minutes: FloatArray
    #: of shape (n_checkpoints, n_people) and (n_checkpoints, n_people, n_areas)
    checkpoint_questions: FloatArray
    checkpoint_p_reached: FloatArray
    #: of shape (n_steps,), in milliseconds
    step_ms: FloatArray
    #: for each shard and goal: share of sittings that saw the most exposed item
    max_exposure: FloatArray
    #: for each shard: share of the bank that was shown at all
    bank_usage: FloatArray
    #: number of items asked twice in one sitting
    repeats: int

    @property
    def truly_reached(self) -> BoolArray:
        """Whether the person truly reaches the cut."""
        reaches: BoolArray = self.truth >= self.cut
        return reaches

    @property
    def is_correct(self) -> BoolArray:
        """Whether the decision is right."""
        right: BoolArray = (self.p_reached >= 0.5) == self.truly_reached
        return right


def collect_results(
    shards: Sequence[tuple[World, Sequence[SittingRecord]]],
) -> SimulationResults:
    """Combine the records of all shards; a shard is one run of sittings in one world."""
    worlds = {world.options.seed for world, _ in shards}
    by_world = len(worlds) >= ENOUGH_WORLDS
    pairs = [(world, record) for world, records in shards for record in records]
    return SimulationResults(
        cluster=np.array(
            [
                world.options.seed if by_world else n
                for n, (world, _) in enumerate(pairs)
            ]
        ),
        truth=np.array([world.abilities[record.person] for world, record in pairs]),
        cut=np.array(
            [world.cuts[world.goal_index(record.person)] for world, record in pairs]
        ),
        p_reached=np.array([record.report.p_reached for _, record in pairs]),
        theta=np.array([record.report.theta for _, record in pairs]),
        low=np.array([record.report.low for _, record in pairs]),
        high=np.array([record.report.high for _, record in pairs]),
        asked=np.array([record.report.asked for _, record in pairs]),
        questions=np.array([float(len(record.asked)) for _, record in pairs]),
        minutes=np.array([record.expected_seconds / 60 for _, record in pairs]),
        checkpoint_questions=np.array(
            [record.checkpoint_questions for _, record in pairs], dtype=float
        ).T,
        checkpoint_p_reached=np.array(
            [record.checkpoint_p_reached for _, record in pairs]
        ).swapaxes(0, 1),
        step_ms=1000 * np.concatenate([record.step_seconds for _, record in pairs]),
        max_exposure=np.array(
            [share for shard in shards for share in _max_exposure_rates(*shard)]
        ),
        bank_usage=np.array([_bank_usage(*shard) for shard in shards]),
        repeats=sum(len(record.asked) - len(set(record.asked)) for _, record in pairs),
    )


def _max_exposure_rates(world: World, records: Sequence[SittingRecord]) -> list[float]:
    shares = []
    for goal in range(len(world.cuts)):
        sittings = [
            record for record in records if world.goal_index(record.person) == goal
        ]
        shown = Counter(item for record in sittings for item in set(record.asked))
        if sittings:
            shares.append(max(shown.values(), default=0) / len(sittings))
    return shares


def _bank_usage(world: World, records: Sequence[SittingRecord]) -> float:
    return len({item for record in records for item in record.asked}) / len(
        world.discrimination
    )


def compute_figures(results: SimulationResults) -> dict[str, MeasuredValue]:
    """Return every figure of decisions, honesty and exposure by name."""
    truth, right = results.truly_reached, results.is_correct
    sure = np.maximum(results.p_reached, 1 - results.p_reached) >= DECISION_CERTAINTY
    far = np.abs(results.truth - results.cut) > FAR_FROM_CUT
    covered = (results.low <= results.truth) & (results.truth <= results.high)
    people, everywhere = np.ones(len(truth)), np.ones(truth.shape)

    def share_of(
        of: npt.NDArray[np.generic], among: npt.NDArray[np.generic]
    ) -> MeasuredValue:
        return ratio_estimate(_per_person(of), _per_person(among), results.cluster)

    return {
        "reach the level": share_of(truth, everywhere),
        "accuracy": share_of(right, everywhere),
        "questions": ratio_estimate(results.questions, people, results.cluster),
        "minutes": ratio_estimate(results.minutes, people, results.cluster),
        "accuracy far from the cut": share_of(right & far, far),
        "stated sure": share_of(sure, everywhere),
        "right of those": share_of(right & sure, sure),
        "shape": ratio_estimate(
            profile_correlations(results.theta, results.truth), people, results.cluster
        ),
        "fewest in an area": ratio_estimate(
            results.asked.min(axis=1), people, results.cluster
        ),
        "coverage": share_of(covered, everywhere),
        "calibration error": calibration_error(
            results.p_reached, truth, results.cluster
        ),
        "most shown item": MeasuredValue(
            float(results.max_exposure.max()), _standard_error(results.max_exposure)
        ),
        "bank used": MeasuredValue(
            float(results.bank_usage.mean()), _standard_error(results.bank_usage)
        ),
        "repeats": MeasuredValue(float(results.repeats), 0.0),
        "step p50 ms": MeasuredValue(float(np.percentile(results.step_ms, 50)), 0.0),
        "step p95 ms": MeasuredValue(float(np.percentile(results.step_ms, 95)), 0.0),
    }


def accuracy_curve(
    results: SimulationResults,
) -> list[tuple[MeasuredValue, MeasuredValue]]:
    """Return mean questions and accuracy at each checkpoint."""
    people = np.ones(len(results.truth))
    areas = results.truth.shape[1] * people
    return [
        (
            ratio_estimate(asked, people, results.cluster),
            ratio_estimate(
                _per_person((p >= 0.5) == results.truly_reached), areas, results.cluster
            ),
        )
        for asked, p in zip(
            results.checkpoint_questions, results.checkpoint_p_reached, strict=True
        )
    ]


def profile_correlations(theta: FloatArray, truth: FloatArray) -> FloatArray:
    """Return each person's correlation over the areas of estimated and true abilities, of shape (n_people,).

    The shape of a profile: which areas are stronger than others. 0 for a flat profile and for a single area.

    Examples
    --------
    >>> profile_correlations(np.array([[0.0, 1.0, 2.0], [1.0, 1.0, 1.0]]), np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 2.0]])).tolist()
    [1.0, 0.0]
    """
    estimated = theta - theta.mean(axis=1, keepdims=True)
    true = truth - truth.mean(axis=1, keepdims=True)
    norms = np.sqrt((estimated**2).sum(axis=1) * (true**2).sum(axis=1))
    products = (estimated * true).sum(axis=1)
    correlations: FloatArray = np.where(
        norms > 1e-12, products / np.maximum(norms, 1e-12), 0.0
    ).round(12)
    return correlations


def ratio_estimate(
    part: FloatArray, whole: FloatArray, cluster: npt.NDArray[np.intp]
) -> MeasuredValue:
    """Return Σ part / Σ whole with the error of a ratio of cluster totals.

    se² = n/(n-1) Σ_c (y_c - R x_c)² / (Σ x)²

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., ch. 6 (ratio estimators) and ch. 9A (clusters).

    Examples
    --------
    >>> found = ratio_estimate(np.array([1.0, 0.0]), np.array([1.0, 1.0]), np.array([0, 1]))
    >>> (found.value, found.error)
    (0.5, 0.5)
    """
    _, group = np.unique(cluster, return_inverse=True)
    parts, wholes = np.bincount(group, part), np.bincount(group, whole)
    total, count = wholes.sum(), len(parts)
    if total == 0:
        return MeasuredValue(float("nan"), float("nan"))
    value = parts.sum() / total
    if count < 2:
        return MeasuredValue(float(value), float("nan"))
    squares = np.square(parts - value * wholes).sum()
    return MeasuredValue(
        float(value), float(np.sqrt(count / (count - 1) * squares) / total)
    )


def calibration_error(
    p_reached: FloatArray, truth: BoolArray, cluster: npt.NDArray[np.intp]
) -> MeasuredValue:
    """Return the expected calibration error over ten bins, its error by bootstrap of clusters.

    Σ_b n_b/n |mean p - share that reaches|. Chance alone makes it about .3/√n_b per bin, so that
    small runs never come near 0.

    References
    ----------
    Naeini, Cooper & Hauskrecht (2015), AAAI 29, 2901-2907.
    """
    _, group = np.unique(cluster, return_inverse=True)
    bins = np.minimum((p_reached * BINS).astype(int), BINS - 1)
    place = group[:, None] * BINS + bins
    excess = np.bincount(
        place.ravel(), (p_reached - truth).ravel(), minlength=(group.max() + 1) * BINS
    ).reshape(-1, BINS)
    size = p_reached.size
    chance = np.random.default_rng(0)
    drawn = chance.integers(0, len(excess), (BOOTSTRAP_SAMPLES, len(excess)))
    again = np.abs(excess[drawn].sum(axis=1)).sum(axis=1) / size
    return MeasuredValue(
        float(np.abs(excess.sum(axis=0)).sum() / size), float(again.std(ddof=1))
    )


def _per_person(values: npt.NDArray[np.generic]) -> FloatArray:
    sums: FloatArray = values.astype(float).sum(axis=1)
    return sums


def _standard_error(values: FloatArray) -> float:
    """Return the standard error of the mean over shards; NaN for one."""
    if len(values) < 2:
        return float("nan")
    return float(values.std(ddof=1) / np.sqrt(len(values)))
