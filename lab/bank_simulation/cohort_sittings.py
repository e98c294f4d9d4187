"""Simulated cohorts with a known growth: an entry sitting and, after some weeks, an exit sitting as the app gives it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lab.bank_simulation.examinees import (
    SimulatedExaminees,
    SimulationConditions,
    goal_cuts,
    take_sitting,
)
from quiz.bank.item_calibration.question_items import build_items
from quiz.bank.repository import Catalogue
from quiz.cohorts.analysis.effect import PairedMember
from quiz.cohorts.analysis.growth.evidence import SittingEvidence
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import Length, weighted_floors
from quiz.measurement.engine import posterior_as_prior
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import UPPER_ASYMPTOTE, FloatArray
from quiz.measurement.specification import AssessmentSpecification
from quiz.sittings.assessment.context import CORE_AREAS

#: Learners at entry lie below the people that the prior assumes, in logits: an estimate that leans on the prior shows.
ENTRY_MEAN = -0.8
#: Standard deviations of growth between people: of all areas together, and of each area by itself.
GENERAL_GROWTH_SD, AREA_GROWTH_SD = 0.3, 0.3
WEEKS_BETWEEN = 10


@dataclass(frozen=True, eq=False)
class SimulatedMember:
    """One member's sittings: one at entry, and one at exit for each growth."""

    entry: SittingEvidence
    #: By growth.
    exits: Mapping[float, SittingEvidence]
    #: Joint posteriors of each sitting alone, for the change of single members.
    entry_alone: AbilityPrior
    exits_alone: Mapping[float, AbilityPrior]
    #: of shape (n_areas,): how far this member's growth is from the mean, in logits
    own_growth: FloatArray

    def pair_with(self, growth: float, key: str) -> PairedMember:
        """Return the member as the estimate of an effect reads them."""
        return PairedMember(key, self.entry, self.exits[growth])


@dataclass(frozen=True, eq=False)
class CohortConditions:
    """What all simulated cohorts share."""

    catalogue: Catalogue
    goal: str
    language: str | None
    length: Length
    #: How often members miss what they know; the engine assumes this.
    slip: float = 1 - UPPER_ASYMPTOTE


def simulate_members(
    conditions: CohortConditions, growths: Sequence[float], *, people: int, seed: int
) -> Iterator[SimulatedMember]:
    """Yield members of one world, that is with one draw of the questions' true parameters.

    Everybody grows by a draw about the known growth, so that this is the mean over people like these, and not of the
    ones drawn. Growths share entry sittings and draws.
    """
    questions = conditions.catalogue.questions_asked_of(conditions.language)
    items = build_items(questions, language=conditions.language)
    cuts = goal_cuts(conditions.catalogue, conditions.goal)
    areas = tuple(sorted(cuts))
    drawn = SimulatedExaminees.from_items(items, areas, people, seed)
    examinees = replace(
        drawn, abilities=drawn.abilities + ENTRY_MEAN, slip=conditions.slip
    )
    levels = conditions.catalogue.goals[conditions.goal].levels
    sittings = SimulationConditions(
        ItemPool.from_items(items),
        cuts,
        conditions.length,
        floors=weighted_floors(
            {area: float(level) for area, level in levels.items()},
            conditions.length,
            core=CORE_AREAS,
        ),
    )
    rng = np.random.default_rng([seed, 1])
    spread = GENERAL_GROWTH_SD * rng.standard_normal((people, 1))
    spread = spread + AREA_GROWTH_SD * rng.standard_normal((people, len(areas)))
    later = {
        growth: replace(examinees, abilities=examinees.abilities + growth + spread)
        for growth in growths
    }
    for person in range(people):
        yield _simulate_member(person, examinees, later, sittings, spread[person])


def _simulate_member(
    person: int,
    examinees: SimulatedExaminees,
    later: Mapping[float, SimulatedExaminees],
    conditions: SimulationConditions,
    own_growth: FloatArray,
) -> SimulatedMember:
    plan = conditions.assessment_plan(2 * person)
    pool = conditions.pool
    entry = ExamineeState(AssessmentSpecification.compile_plan(pool, plan))
    responses = take_sitting(examinees, person, entry)
    entry_alone = posterior_as_prior(pool, plan, responses)
    # As in the app: the exit sitting begins with the entry result, widened, and repeats no question.
    exit_plan = replace(
        conditions.assessment_plan(2 * person + 1),
        prior=entry_alone.widen_with_time(7 * WEEKS_BETWEEN),
        excluded_items=frozenset(response.item for response in responses),
    )
    specification = AssessmentSpecification.compile_plan(pool, exit_plan)
    exits, exits_alone = {}, {}
    for growth, people in later.items():
        state = ExamineeState(specification)
        answers = take_sitting(people, person, state)
        exits[growth] = SittingEvidence.from_state(state)
        exits_alone[growth] = _estimate_alone(answers, conditions)
    return SimulatedMember(
        SittingEvidence.from_state(entry), exits, entry_alone, exits_alone, own_growth
    )


def _estimate_alone(
    responses: Sequence[Response], conditions: SimulationConditions
) -> AbilityPrior:
    return posterior_as_prior(conditions.pool, conditions.assessment_plan(), responses)
