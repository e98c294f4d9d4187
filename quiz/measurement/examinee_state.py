"""Where a sitting stands: its answers, in any order, and what they say about the person."""

from collections.abc import Iterable

import numpy as np

from quiz.measurement.ability.posterior import Posterior, compute_posterior
from quiz.measurement.errors import ImpossibleResponse
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import GRID, FloatArray
from quiz.measurement.specification import AssessmentSpecification


class ExamineeState:
    """The answers of one sitting and the posterior that follows from them.

    Grows answer by answer; what it says depends on the set of answers only, to the last bit,
    because likelihoods are summed in the order of the pool and not of the answers.
    """

    def __init__(
        self, terms: AssessmentSpecification, responses: Iterable[Response] = ()
    ) -> None:
        self.specification = terms
        #: item number -> category, or None for "I don't know"; in the order of the answers
        self.answers: dict[int, int | None] = {}
        #: the measured area of each answer, in order; -1 for one that is not measured
        self.areas_asked: list[int] = []
        #: of shape (n_areas,): how many answers each measured area has
        self.counts: FloatArray = np.zeros(len(terms.areas))
        #: whether the person has said "I don't know", and so seems to guess less
        self.honest = False
        self._posterior: Posterior | None = None
        self._p_reached: FloatArray | None = None
        for response in responses:
            self.add_response(response)

    def add_response(self, response: Response) -> None:
        """Take one more answer; the same answer again changes nothing.

        Raises
        ------
        UnknownItem, ImpossibleResponse
            The latter also for a second, different answer to one item.
        """
        terms = self.specification
        number = terms.pool.item_index(response.item)
        category = None if response.dont_know else terms.pool.score_category(response)
        if number in self.answers:
            if self.answers[number] != category:
                raise ImpossibleResponse(
                    f"Item “{response.item}” has two different answers."
                )
            return
        self.answers[number] = category
        area = terms.item_area_list[number]
        self.areas_asked.append(area)
        if area >= 0:
            self.counts[area] += 1
        self.honest |= category is None
        self._posterior = self._p_reached = None

    @property
    def answer_count(self) -> int:
        """How many questions were answered."""
        return len(self.answers)

    def log_likelihood(self) -> FloatArray:
        """Return ln L of every measured area on the grid, of shape (n_areas, n_grid)."""
        terms = self.specification
        total = np.zeros((len(terms.areas), len(GRID)))
        # In the order of the pool, where the items of an area are next to each other.
        numbers = [n for n in sorted(self.answers) if terms.item_area_list[n] >= 0]
        areas = [terms.item_area_list[n] for n in numbers]
        first = [i for i, area in enumerate(areas) if i == 0 or area != areas[i - 1]]
        if numbers:
            rows = [terms.pool.outcome_row(n, self.answers[n]) for n in numbers]
            logs = terms.pool.log_probabilities[int(self.honest)][rows]
            total[[areas[i] for i in first]] = np.add.reduceat(logs, first, axis=0)
        return total

    @property
    def posterior(self) -> Posterior:
        """The person's abilities given the answers."""
        if self._posterior is None:
            self._posterior = compute_posterior(
                self.specification.natural_prior, self.log_likelihood(), self.counts > 0
            )
        return self._posterior

    @property
    def p_reached(self) -> FloatArray:
        """The chance that each measured area reaches its cut, of shape (n_areas,)."""
        if self._p_reached is None:
            self._p_reached = np.einsum(
                "kg,kg->k", self.posterior.density, self.specification.mastery_curves
            )
        return self._p_reached
