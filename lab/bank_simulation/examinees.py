"""Made-up people who take whole sittings on the bank itself, and the questions as they truly are."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from quiz.bank.repository import Catalogue
from quiz.measurement.assessment_plan import AssessmentPlan, Length
from quiz.measurement.engine import NextItem, estimate_abilities, select_item
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

#: true difficulty = authored + N(0, .5²), ln a ~ N(ln 1.2, .3²): what the engine believes of authors
AUTHORING_SD, SLOPE, SLOPE_SPREAD = 0.5, 1.2, 0.3
CORRELATION = 0.5
#: chance to say "I don't know" where nothing is known
DONT_KNOW_PROBABILITY = 0.4


@dataclass(frozen=True, eq=False)
class SimulatedExaminees:
    """People, and the questions as they truly are."""

    areas: tuple[str, ...]
    #: of shape (n_people, n_areas), in logits
    abilities: FloatArray
    #: id of an item -> its number in the arrays below; a pool has an order of its own
    item_index: dict[str, int]
    #: of shape (n_items,)
    discrimination: FloatArray
    difficulty: FloatArray
    #: of shape (n_people, n_items, 3): knows, guesses, says so; the same whoever asks
    uniforms: FloatArray

    @classmethod
    def from_items(
        cls, items: Sequence[Item], areas: tuple[str, ...], people: int, seed: int
    ) -> "SimulatedExaminees":
        """Make them up."""
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
        """Return what a person answers to an item."""
        number = self.item_index[item.id]
        knows, guesses, says = self.uniforms[person, number]
        ability = self.abilities[person, self.areas.index(item.area)]
        away = ability - self.difficulty[number] - relative_thresholds(item)
        top = item.categories - 1
        category = int((knows < expit(self.discrimination[number] * away)).sum())
        if category == 0 and says < DONT_KNOW_PROBABILITY:
            return Response(item.id, dont_know=True)
        lucky = int(
            (
                guesses < lower_asymptotes(item.categories, guessing_parameter(item))
            ).sum()
        )
        return Response(item.id, max(category, lucky) / top)


@dataclass(frozen=True, eq=False)
class SimulationConditions:
    """What the sittings of one kind are measured with and against."""

    pool: ItemPool
    #: required ability (logits) by area
    cuts: Mapping[str, float]
    length: Length

    def assessment_plan(
        self, seed: int = 0, exposure: Exposure | None = None
    ) -> AssessmentPlan:
        """Return them for the engine."""
        return AssessmentPlan(
            cuts=self.cuts,
            length=self.length,
            seed=seed,
            exposure=exposure,
        )


@dataclass(frozen=True, slots=True)
class DecisionAccuracy:
    """What came of the decisions about some people: shares of areas, with the standard error of the first."""

    right: float
    right_se: float
    #: stated at least 90 % sure; of those right; and what was said of their chance to be
    sure: float
    sure_right: float
    sure_said: float


def goal_cuts(catalogue: Catalogue, goal: str) -> dict[str, float]:
    """Return what a goal requires, in logits."""
    levels = catalogue.goals[goal].levels
    return {area: theta_from_level(float(level)) for area, level in levels.items()}


def simulate_sittings(
    crowd: SimulatedExaminees, terms: SimulationConditions, people: range | None = None
) -> Iterator[tuple[int, list[Response]]]:
    """Yield each person with their answers, the exposure of the sittings before counted as in the app."""
    shown: Counter[str] = Counter()
    everyone = range(len(crowd.abilities)) if people is None else people
    for done, person in enumerate(everyone):
        plan = terms.assessment_plan(person, Exposure(done, dict(shown)))
        responses: list[Response] = []
        while isinstance(step := select_item(terms.pool, plan, responses), NextItem):
            item = terms.pool.items[terms.pool.item_index(step.item)]
            responses.append(crowd.simulate_response(person, item))
        shown.update(one.item for one in responses)
        yield person, responses


def score_decisions(
    crowd: SimulatedExaminees,
    terms: SimulationConditions,
    taken: Sequence[tuple[int, Sequence[Response]]],
) -> DecisionAccuracy:
    """Return how much of "reaches the goal's level or not" is decided right."""
    right, said = [], []
    for person, responses in taken:
        found = estimate_abilities(terms.pool, terms.assessment_plan(), responses)
        p = np.array([found[area].p_reached for area in crowd.areas])
        cuts = np.array([terms.cuts[area] for area in crowd.areas])
        right.append((p >= 0.5) == (crowd.abilities[person] >= cuts))
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
