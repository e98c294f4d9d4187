"""From records of sittings to figures with standard errors. No printing here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from quiz.assess.curves import Floats
from quiz.assess.levels import SURE
from quiz.assess.simulation.sittings import Record
from quiz.assess.simulation.worlds import World

Bools: TypeAlias = npt.NDArray[np.bool_]

#: from so many worlds on, errors are taken from the spread between worlds instead of people
ENOUGH_WORLDS = 5
#: farther from the cut than this, in logits, a wrong decision is a bad one
FAR = 0.5
BINS = 10
BOOTSTRAPS = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured number and its standard error."""

    value: float
    error: float


@dataclass(frozen=True, eq=False)
class Results:
    """What came out for many people, of shape (n_people, n_areas) where nothing else is said."""

    #: of shape (n_people,): people of one cluster may err together
    cluster: npt.NDArray[np.intp]
    truth: Floats
    cut: Floats
    p_reached: Floats
    theta: Floats
    low: Floats
    high: Floats
    #: of shape (n_people,)
    questions: Floats
    minutes: Floats
    #: of shape (n_checkpoints, n_people) and (n_checkpoints, n_people, n_areas)
    asked_by_then: Floats
    on_the_way: Floats
    #: of shape (n_steps,), in milliseconds
    step_ms: Floats
    #: one number a shard and goal: share of its sittings that saw its most shown item
    most_shown: Floats
    #: one number a shard: share of the bank that was shown at all
    bank_used: Floats
    #: how often an item came twice in one sitting
    repeats: int

    @property
    def reaches(self) -> Bools:
        """Whether the person truly reaches the cut."""
        reaches: Bools = self.truth >= self.cut
        return reaches

    @property
    def right(self) -> Bools:
        """Whether the decision is right."""
        right: Bools = (self.p_reached >= 0.5) == self.reaches
        return right


def results_of(shards: Sequence[tuple[World, Sequence[Record]]]) -> Results:
    """Put the records of all shards together; a shard is one run of sittings in one world."""
    worlds = {world.options.seed for world, _ in shards}
    by_world = len(worlds) >= ENOUGH_WORLDS
    pairs = [(world, record) for world, records in shards for record in records]
    return Results(
        cluster=np.array(
            [
                world.options.seed if by_world else n
                for n, (world, _) in enumerate(pairs)
            ]
        ),
        truth=np.array([world.abilities[record.person] for world, record in pairs]),
        cut=np.array(
            [world.cuts[world.goal_of(record.person)] for world, record in pairs]
        ),
        p_reached=np.array([record.verdict.p_reached for _, record in pairs]),
        theta=np.array([record.verdict.theta for _, record in pairs]),
        low=np.array([record.verdict.low for _, record in pairs]),
        high=np.array([record.verdict.high for _, record in pairs]),
        questions=np.array([float(len(record.asked)) for _, record in pairs]),
        minutes=np.array([record.expected_seconds / 60 for _, record in pairs]),
        asked_by_then=np.array(
            [record.asked_by_then for _, record in pairs], dtype=float
        ).T,
        on_the_way=np.array([record.on_the_way for _, record in pairs]).swapaxes(0, 1),
        step_ms=1000 * np.concatenate([record.step_seconds for _, record in pairs]),
        most_shown=np.array(
            [share for shard in shards for share in _most_shown(*shard)]
        ),
        bank_used=np.array([_bank_used(*shard) for shard in shards]),
        repeats=sum(len(record.asked) - len(set(record.asked)) for _, record in pairs),
    )


def _most_shown(world: World, records: Sequence[Record]) -> list[float]:
    shares = []
    for goal in range(len(world.cuts)):
        sittings = [
            record for record in records if world.goal_of(record.person) == goal
        ]
        shown = Counter(item for record in sittings for item in set(record.asked))
        if sittings:
            shares.append(max(shown.values(), default=0) / len(sittings))
    return shares


def _bank_used(world: World, records: Sequence[Record]) -> float:
    return len({item for record in records for item in record.asked}) / len(world.slope)


def figures_of(results: Results) -> dict[str, Figure]:
    """Return every figure of decisions, honesty and exposure by name."""
    truth, right = results.reaches, results.right
    sure = np.maximum(results.p_reached, 1 - results.p_reached) >= SURE
    far = np.abs(results.truth - results.cut) > FAR
    covered = (results.low <= results.truth) & (results.truth <= results.high)
    people, everywhere = np.ones(len(truth)), np.ones(truth.shape)

    def share(of: npt.NDArray[np.generic], among: npt.NDArray[np.generic]) -> Figure:
        return ratio(_per_person(of), _per_person(among), results.cluster)

    return {
        "reach the level": share(truth, everywhere),
        "accuracy": share(right, everywhere),
        "questions": ratio(results.questions, people, results.cluster),
        "minutes": ratio(results.minutes, people, results.cluster),
        "accuracy far from the cut": share(right & far, far),
        "stated sure": share(sure, everywhere),
        "right of those": share(right & sure, sure),
        "coverage": share(covered, everywhere),
        "calibration error": calibration_error(
            results.p_reached, truth, results.cluster
        ),
        "most shown item": Figure(
            float(results.most_shown.max()), _spread(results.most_shown)
        ),
        "bank used": Figure(
            float(results.bank_used.mean()), _spread(results.bank_used)
        ),
        "repeats": Figure(float(results.repeats), 0.0),
        "step p50 ms": Figure(float(np.percentile(results.step_ms, 50)), 0.0),
        "step p95 ms": Figure(float(np.percentile(results.step_ms, 95)), 0.0),
    }


def curve_of(results: Results) -> list[tuple[Figure, Figure]]:
    """Return mean questions and accuracy at each checkpoint."""
    people = np.ones(len(results.truth))
    areas = results.truth.shape[1] * people
    return [
        (
            ratio(asked, people, results.cluster),
            ratio(_per_person((p >= 0.5) == results.reaches), areas, results.cluster),
        )
        for asked, p in zip(results.asked_by_then, results.on_the_way, strict=True)
    ]


def ratio(part: Floats, whole: Floats, cluster: npt.NDArray[np.intp]) -> Figure:
    """Return Σ part / Σ whole with the error of a ratio of cluster totals.

    se² = n/(n-1) Σ_c (y_c - R x_c)² / (Σ x)²

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., ch. 6 (ratio estimators) and ch. 9A (clusters).

    Examples
    --------
    >>> found = ratio(np.array([1.0, 0.0]), np.array([1.0, 1.0]), np.array([0, 1]))
    >>> (found.value, found.error)
    (0.5, 0.5)
    """
    _, group = np.unique(cluster, return_inverse=True)
    parts, wholes = np.bincount(group, part), np.bincount(group, whole)
    total, count = wholes.sum(), len(parts)
    if total == 0:
        return Figure(float("nan"), float("nan"))
    value = parts.sum() / total
    if count < 2:
        return Figure(float(value), float("nan"))
    squares = np.square(parts - value * wholes).sum()
    return Figure(float(value), float(np.sqrt(count / (count - 1) * squares) / total))


def calibration_error(
    p_reached: Floats, truth: Bools, cluster: npt.NDArray[np.intp]
) -> Figure:
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
    drawn = chance.integers(0, len(excess), (BOOTSTRAPS, len(excess)))
    again = np.abs(excess[drawn].sum(axis=1)).sum(axis=1) / size
    return Figure(
        float(np.abs(excess.sum(axis=0)).sum() / size), float(again.std(ddof=1))
    )


def _per_person(values: npt.NDArray[np.generic]) -> Floats:
    sums: Floats = values.astype(float).sum(axis=1)
    return sums


def _spread(values: Floats) -> float:
    """Return the standard error of a mean of shards; unknown for one."""
    if len(values) < 2:
        return float("nan")
    return float(values.std(ddof=1) / np.sqrt(len(values)))
