"""How evenly and how truly sittings on the real bank measure: coverage, profile shape, decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from lab.bank_simulation.examinees import (
    SimulatedExaminees,
    SimulationConditions,
    goal_cuts,
    simulate_sittings,
)
from lab.simulation.figures import MeasuredValue, profile_correlations, ratio_estimate
from quiz.bank.item_calibration.question_items import build_items
from quiz.bank.repository import Catalogue
from quiz.measurement.assessment_plan import Length, weighted_floors
from quiz.measurement.engine import estimate_abilities
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import FloatArray
from quiz.measurement.reporting.estimates import AreaEstimate
from quiz.sittings.assessment.context import CORE_AREAS

SECONDS_IN_MINUTE = 60
FIRST_QUESTIONS = 10

Sittings: TypeAlias = Sequence[tuple[int, Sequence[Response]]]


@dataclass(frozen=True, slots=True)
class CoverageFigures:
    """Results of the sittings of one length, goal and language. Shares lie between 0 and 1."""

    #: the middle and the mean of the number of questions; minutes by the authors' seconds
    middle_questions: float
    questions: float
    minutes: float
    #: own questions of the area that has the fewest, on average
    floor: float
    #: correlation of the profile with the truth, per person
    shape: MeasuredValue
    #: areas stated as reached or not yet; of those right; of all right
    sure: MeasuredValue
    sure_right: MeasuredValue
    right: MeasuredValue
    #: mean standard deviation of the abilities, in logits
    deviation: float
    #: share of the questions above the junior level
    above_junior: float
    #: sittings that read another language among the first ten questions; such questions in a sitting
    foreign_early: float
    foreign: float


def measure_coverage(
    catalogue: Catalogue,
    goal: str,
    language: str | None,
    length: Length,
    *,
    people: int,
    seed: int,
) -> CoverageFigures:
    """Return the figures of simulated people with one goal and language, each with one sitting."""
    questions = catalogue.questions_asked_of(language)
    items, cuts = build_items(questions, language=language), goal_cuts(catalogue, goal)
    examinees = SimulatedExaminees.from_items(items, tuple(sorted(cuts)), people, seed)
    levels = {
        area: float(level) for area, level in catalogue.goals[goal].levels.items()
    }
    conditions = SimulationConditions(
        ItemPool.from_items(items),
        cuts,
        length,
        floors=weighted_floors(levels, length, core=CORE_AREAS),
    )
    sittings = list(simulate_sittings(examinees, conditions))
    return summarise_sittings(examinees, conditions, sittings)


def summarise_sittings(
    examinees: SimulatedExaminees,
    conditions: SimulationConditions,
    sittings: Sittings,
) -> CoverageFigures:
    """Return the figures of some sittings, with standard errors over people."""
    pool, areas = conditions.pool, examinees.areas
    estimates = [
        list(estimate_abilities(pool, conditions.assessment_plan(), responses).values())
        for _, responses in sittings
    ]
    truth = examinees.abilities[[person for person, _ in sittings]]
    cuts = np.array([conditions.cuts[area] for area in areas])
    decided = _collect(estimates, "is_decided")
    correct = (_collect(estimates, "p_reached") >= 0.5) == (truth >= cuts)
    everyone, cluster = np.ones(len(truth)), np.arange(len(truth))
    asked = [
        [pool.items[pool.item_index(response.item)] for response in responses]
        for _, responses in sittings
    ]
    everything = [item for items in asked for item in items]
    counts = np.array([len(items) for items in asked], dtype=float)
    all_areas = everyone * len(areas)
    return CoverageFigures(
        middle_questions=float(np.median(counts)),
        questions=float(counts.mean()),
        minutes=sum(i.seconds for i in everything) / SECONDS_IN_MINUTE / len(asked),
        floor=float(_collect(estimates, "own_answers").min(axis=1).mean()),
        shape=ratio_estimate(
            profile_correlations(_collect(estimates, "theta"), truth), everyone, cluster
        ),
        sure=ratio_estimate(decided.sum(axis=1), all_areas, cluster),
        sure_right=ratio_estimate(
            (decided * correct).sum(axis=1), decided.sum(axis=1), cluster
        ),
        right=ratio_estimate(correct.sum(axis=1).astype(float), all_areas, cluster),
        deviation=float(_collect(estimates, "sd").mean()),
        above_junior=float(np.mean([i.difficulty > -0.6 for i in everything])),
        foreign_early=float(
            np.mean(
                [any(i.foreign for i in items[:FIRST_QUESTIONS]) for items in asked]
            )
        ),
        foreign=sum(i.foreign for i in everything) / len(asked),
    )


def _collect(estimates: Sequence[Sequence[AreaEstimate]], name: str) -> FloatArray:
    """Return an attribute of all estimates, of shape (n_people, n_areas)."""
    return np.array(
        [[float(getattr(estimate, name)) for estimate in row] for row in estimates]
    )
