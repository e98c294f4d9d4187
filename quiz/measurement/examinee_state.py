"""The state of an examinee during a sitting: the answers and the posterior that follows from them."""

from collections.abc import Iterable, Mapping

import numpy as np

from quiz.measurement.ability.discounting import discount_prior, expected_share
from quiz.measurement.ability.posterior import (
    NaturalPrior,
    Posterior,
    compute_posterior,
)
from quiz.measurement.errors import ImpossibleResponse
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import GRID, FloatArray
from quiz.measurement.specification import AssessmentSpecification, mastery_curves


class ExamineeState:
    """The answers of one sitting and the posterior that follows from them.

    Responses are added one at a time. The posterior depends on the set of answers alone, to the last
    bit, because likelihoods are summed in the order of the pool and not of the answers.
    """

    def __init__(
        self,
        specification: AssessmentSpecification,
        responses: Iterable[Response] = (),
        *,
        unscored: Iterable[str] = (),
    ) -> None:
        self.specification = specification
        #: item number -> category, or None for "I don't know" and for unscored ones; in the order of the answers
        self.answers: dict[int, int | None] = {}
        #: numbers of the items that count as asked, while nothing depends on their answers
        self.unscored: set[int] = set()
        #: the measured area of each answer, in order; -1 for one that is not measured
        self.areas_asked: list[int] = []
        #: of shape (n_areas,): how many answers each measured area has
        self.counts: FloatArray = np.zeros(len(specification.areas))
        #: of shape (n_areas,): those of them that do not read another programming language
        self.own_counts: FloatArray = np.zeros(len(specification.areas))
        #: whether the person has used "I don't know", and so is assumed to guess less
        self.honest = False
        self._posterior: Posterior | None = None
        self._posterior_alone: Posterior | None = None
        self._p_reached: FloatArray | None = None
        for response in responses:
            self.add_response(response)
        for item in unscored:
            self.add_unscored(item)

    def add_response(self, response: Response) -> None:
        """Add a response; adding the same response again changes nothing.

        Raises
        ------
        UnknownItem, ImpossibleResponse
            The latter also for a second, different answer to one item.
        """
        specification = self.specification
        number = specification.pool.item_index(response.item)
        category = (
            None if response.dont_know else specification.pool.score_category(response)
        )
        if number in self.unscored:
            self.unscored.remove(number)
            self.answers[number] = category
        elif number in self.answers:
            if self.answers[number] != category:
                raise ImpossibleResponse(
                    f"Item “{response.item}” has two different answers."
                )
            return
        else:
            self._count_answer(number, category)
        self.honest |= category is None
        self._posterior = self._posterior_alone = self._p_reached = None

    def add_unscored(self, item: str) -> None:
        """Count an item as asked while its answer may still be changed: nothing else depends on it.

        `add_response` adds the answer later.
        """
        number = self.specification.pool.item_index(item)
        if number not in self.answers:
            self._count_answer(number, None)
            self.unscored.add(number)

    def _count_answer(self, number: int, category: int | None) -> None:
        specification = self.specification
        self.answers[number] = category
        area = specification.item_area_list[number]
        self.areas_asked.append(area)
        if area >= 0:
            self.counts[area] += 1
            self.own_counts[area] += not specification.pool.is_foreign[number]

    @property
    def answer_count(self) -> int:
        """The number of questions answered."""
        return len(self.answers)

    @property
    def answers_behind(self) -> FloatArray:
        """How many own answers a statement about each area rests on, of shape (n_areas,)."""
        plan = self.specification.plan
        if plan.prior is None or not plan.continues_earlier:
            return self.own_counts
        earlier = [plan.prior.answers.get(area, 0) for area in self.specification.areas]
        behind: FloatArray = self.own_counts + np.array(earlier, dtype=float)
        return behind

    def is_miss(self, number: int) -> bool:
        """Return whether an answered item brought less than half of its score."""
        category = self.answers[number]
        top = self.specification.pool.items[number].categories - 1
        return category is None or 2 * category < top

    def log_likelihood(self) -> FloatArray:
        """Return ln L of every measured area on the grid, of shape (n_areas, n_grid)."""
        specification = self.specification
        total = np.zeros((len(specification.areas), len(GRID)))
        # In the order of the pool, where the items of an area are next to each other.
        numbers = [
            n
            for n in sorted(self.answers.keys() - self.unscored)
            if specification.item_area_list[n] >= 0
        ]
        areas = [specification.item_area_list[n] for n in numbers]
        first = [i for i, area in enumerate(areas) if i == 0 or area != areas[i - 1]]
        if numbers:
            rows = [specification.pool.outcome_row(n, self.answers[n]) for n in numbers]
            logs = specification.pool.log_probabilities[int(self.honest)][rows]
            total[[areas[i] for i in first]] = np.add.reduceat(logs, first, axis=0)
        return total

    @property
    def posterior(self) -> Posterior:
        """The person's abilities given the answers, and given the earlier sitting as far as these allow."""
        if self._posterior is None:
            self._posterior = compute_posterior(
                self._discounted_prior(), self.log_likelihood(), self.counts > 0
            )
        return self._posterior

    def _discounted_prior(self) -> NaturalPrior:
        """Return the earlier sitting's prior, discounted where the answers contradict it, or the population's."""
        specification = self.specification
        earlier, population = specification.earlier, specification.population
        if earlier is None:
            return specification.natural_prior
        if specification.plan.length == "settle":
            return NaturalPrior.from_prior(earlier)
        kept = expected_share(
            earlier, population, self.log_likelihood(), self.counts > 0
        )
        return NaturalPrior.from_prior(discount_prior(earlier, population, kept))

    @property
    def p_reached(self) -> FloatArray:
        """The chance that each measured area reaches its cut, of shape (n_areas,)."""
        if self._p_reached is None:
            self._p_reached = self._mastery_probabilities(self.posterior)
        return self._p_reached

    @property
    def posterior_alone(self) -> Posterior | None:
        """The posterior without the earlier sitting; None where there was none, or where this one adds to it."""
        if (
            self.specification.earlier is None
            or self.specification.plan.continues_earlier
        ):
            return None
        if self._posterior_alone is None:
            self._posterior_alone = compute_posterior(
                self.specification.natural_prior, self.log_likelihood(), self.counts > 0
            )
        return self._posterior_alone

    @property
    def p_reached_alone(self) -> FloatArray | None:
        """The chance that each area reaches its cut, without any earlier sitting; None where there was none."""
        alone = self.posterior_alone
        return None if alone is None else self._mastery_probabilities(alone)

    def _mastery_probabilities(self, posterior: Posterior) -> FloatArray:
        chances: FloatArray = np.einsum(
            "kg,kg->k", posterior.density, self.specification.mastery_curves
        )
        return chances

    def p_reached_at(
        self, cuts: Mapping[str, float], posterior: Posterior | None = None
    ) -> dict[str, float]:
        """Return the chance to reach other cuts (logits) than the plan's, by area.

        The posterior does not depend on what is required, so one state serves many goals. `posterior` is the state's
        own if none is given.
        """
        numbers = [self.specification.areas.index(area) for area in cuts]
        curves = mastery_curves(
            np.array(list(cuts.values())), self.specification.cut_standard_error
        )
        density = (posterior or self.posterior).density[numbers]
        reached = np.einsum("kg,kg->k", density, curves)
        return dict(zip(cuts, np.clip(reached, 0, 1).tolist(), strict=True))
