"""Simulated people who take whole sittings on the real bank, and the questions' true parameters."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit

from quiz.bank.repository import Catalogue
from quiz.measurement.assessment_plan import (
    AssessmentPlan,
    ExposurePolicy,
    Length,
)
from quiz.measurement.engine import NextItem, estimate_abilities, select_from_state
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Exposure, Item, Response
from quiz.measurement.irt.response_models import (
    FloatArray,
    guessing_parameter,
    lower_asymptotes,
    relative_thresholds,
)
from quiz.measurement.reporting.classification import (
    DECISION_CERTAINTY,
    theta_from_level,
)
from quiz.measurement.specification import AssessmentSpecification

#: true difficulty = authored + N(0, .5²), ln a ~ N(ln 1.2, .3²): as the engine assumes
AUTHORING_SD, SLOPE, SLOPE_SPREAD = 0.5, 1.2, 0.3
CORRELATION = 0.5
#: probability of "I don't know" where nothing is known
DONT_KNOW_PROBABILITY = 0.4


@dataclass(frozen=True, eq=False)
class SimulatedExaminees:
    """Abilities of people, true parameters of questions, and the random draws behind every answer."""

    areas: tuple[str, ...]
    #: of shape (n_people, n_areas), in logits
    abilities: FloatArray
    #: id of an item -> its index in the arrays below; a pool has its own order
    item_index: dict[str, int]
    #: of shape (n_items,)
    discrimination: FloatArray
    difficulty: FloatArray
    #: of shape (n_people, n_items, 3): draws for knowing, guessing and "I don't know", fixed in advance
    uniforms: FloatArray
    #: how often somebody misses what they know
    slip: float = 0.0

    @classmethod
    def from_items(
        cls, items: Sequence[Item], areas: tuple[str, ...], people: int, seed: int
    ) -> "SimulatedExaminees":
        """Draw people and true item parameters."""
        rng = np.random.default_rng(seed)
        count = len(items)
        covariance = np.full((len(areas), len(areas)), CORRELATION)
        np.fill_diagonal(covariance, 1.0)
        authored = np.array([item.difficulty for item in items])
        return cls(
            areas,
            rng.multivariate_normal(np.zeros(len(areas)), covariance, people),
            {item.id: number for number, item in enumerate(items)},
            SLOPE * np.exp(rng.normal(0, SLOPE_SPREAD, count)),
            authored + rng.normal(0, AUTHORING_SD, count),
            rng.random((people, count, 3)),
        )

    def simulate_response(self, person: int, item: Item) -> Response:
        """Return a person's answer to an item."""
        number = self.item_index[item.id]
        knowledge_draw, guess_draw, dont_know_draw = self.uniforms[person, number]
        ability = self.abilities[person, self.areas.index(item.area)]
        distance = ability - self.difficulty[number] - relative_thresholds(item)
        top = item.categories - 1
        reach = (1 - self.slip) * expit(self.discrimination[number] * distance)
        category = int((knowledge_draw < reach).sum())
        if category == 0 and dont_know_draw < DONT_KNOW_PROBABILITY:
            return Response(item.id, dont_know=True)
        guessed = int(
            (
                guess_draw < lower_asymptotes(item.categories, guessing_parameter(item))
            ).sum()
        )
        return Response(item.id, max(category, guessed) / top)


@dataclass(frozen=True, eq=False)
class SimulationConditions:
    """The pool, goal and length that simulated sittings share."""

    pool: ItemPool
    #: required ability (logits) by area
    cuts: Mapping[str, float]
    length: Length

    #: as the app sets them for people who assess themselves
    floors: Mapping[str, int] = field(default_factory=dict)
    policy: ExposurePolicy = ExposurePolicy.VARIETY

    def assessment_plan(
        self, seed: int = 0, exposure: Exposure | None = None
    ) -> AssessmentPlan:
        """Return the plan of one sitting."""
        return AssessmentPlan(
            cuts=self.cuts,
            length=self.length,
            floors=self.floors,
            seed=seed,
            exposure=exposure,
            exposure_policy=self.policy,
        )


@dataclass(frozen=True, slots=True)
class DecisionAccuracy:
    """Accuracy of the decisions about some people, as shares of areas."""

    right: float
    right_se: float
    #: decided with at least 90% certainty; share of those right; mean stated certainty of those
    sure: float
    sure_right: float
    sure_said: float


def goal_cuts(catalogue: Catalogue, goal: str) -> dict[str, float]:
    """Return the levels that a goal requires, in logits."""
    levels = catalogue.goals[goal].levels
    return {area: theta_from_level(float(level)) for area, level in levels.items()}


def simulate_sittings(
    examinees: SimulatedExaminees,
    conditions: SimulationConditions,
    people: range | None = None,
) -> Iterator[tuple[int, list[Response]]]:
    """Yield each person with their answers; exposure is counted over the sittings before, as in the app."""
    shown: Counter[str] = Counter()
    everyone = range(len(examinees.abilities)) if people is None else people
    for done, person in enumerate(everyone):
        plan = conditions.assessment_plan(person, Exposure(done, dict(shown)))
        state = ExamineeState(
            AssessmentSpecification.compile_plan(conditions.pool, plan)
        )
        responses = take_sitting(examinees, person, state)
        shown.update(response.item for response in responses)
        yield person, responses


def take_sitting(
    examinees: SimulatedExaminees, person: int, state: ExamineeState
) -> list[Response]:
    """Return a person's answers to the questions that the engine chooses, from a state without answers.

    The state holds them all afterwards.
    """
    pool = state.specification.pool
    responses: list[Response] = []
    while isinstance(step := select_from_state(state), NextItem):
        # As in the app: the latest answer may still be changed while the next question is chosen.
        for response in responses[-1:]:
            state.add_response(response)
        item = pool.items[pool.item_index(step.item)]
        responses.append(examinees.simulate_response(person, item))
        state.add_unscored(item.id)
    for response in responses[-1:]:
        state.add_response(response)
    return responses


def score_decisions(
    examinees: SimulatedExaminees,
    conditions: SimulationConditions,
    sittings: Sequence[tuple[int, Sequence[Response]]],
) -> DecisionAccuracy:
    """Return how often "reaches the goal's level or not" is decided correctly."""
    right, said = [], []
    for person, responses in sittings:
        estimates = estimate_abilities(
            conditions.pool, conditions.assessment_plan(), responses
        )
        p = np.array([estimates[area].p_reached for area in examinees.areas])
        cuts = np.array([conditions.cuts[area] for area in examinees.areas])
        right.append((p >= 0.5) == (examinees.abilities[person] >= cuts))
        said.append(np.maximum(p, 1 - p))
    hit, chance = np.array(right), np.array(said)
    stated = chance >= DECISION_CERTAINTY
    by_person = hit.mean(axis=1)
    return DecisionAccuracy(
        float(by_person.mean()),
        float(by_person.std(ddof=1) / np.sqrt(len(by_person))),
        float(stated.mean()),
        float(hit[stated].mean()),
        float(chance[stated].mean()),
    )
