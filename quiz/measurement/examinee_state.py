"""The state of an examinee during a sitting: the answers and the posterior that follows from them."""

from collections.abc import Iterable, Mapping

import numpy as np

from quiz.measurement.ability.posterior import Posterior, compute_posterior
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
        self, specification: AssessmentSpecification, responses: Iterable[Response] = ()
    ) -> None:
        self.specification = specification
        #: item number -> category, or None for "I don't know"; in the order of the answers
        self.answers: dict[int, int | None] = {}
        #: the measured area of each answer, in order; -1 for one that is not measured
        self.areas_asked: list[int] = []
        #: of shape (n_areas,): how many answers each measured area has
        self.counts: FloatArray = np.zeros(len(specification.areas))
        #: whether the person has used "I don't know", and so is assumed to guess less
        self.honest = False
        self._posterior: Posterior | None = None
        self._p_reached: FloatArray | None = None
        for response in responses:
            self.add_response(response)

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
        if number in self.answers:
            if self.answers[number] != category:
                raise ImpossibleResponse(
                    f"Item “{response.item}” has two different answers."
                )
            return
        self.answers[number] = category
        area = specification.item_area_list[number]
        self.areas_asked.append(area)
        if area >= 0:
            self.counts[area] += 1
        self.honest |= category is None
        self._posterior = self._p_reached = None

    @property
    def answer_count(self) -> int:
        """The number of questions answered."""
        return len(self.answers)

    def log_likelihood(self) -> FloatArray:
        """Return ln L of every measured area on the grid, of shape (n_areas, n_grid)."""
        specification = self.specification
        total = np.zeros((len(specification.areas), len(GRID)))
        # In the order of the pool, where the items of an area are next to each other.
        numbers = [
            n for n in sorted(self.answers) if specification.item_area_list[n] >= 0
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

    def p_reached_at(self, cuts: Mapping[str, float]) -> dict[str, float]:
        """Return the chance to reach other cuts (logits) than the plan's, by area.

        What the answers say of the person does not depend on what is required, so one state serves many goals.
        """
        numbers = [self.specification.areas.index(area) for area in cuts]
        curves = mastery_curves(
            np.array(list(cuts.values())), self.specification.cut_standard_error
        )
        reached = np.einsum("kg,kg->k", self.posterior.density[numbers], curves)
        return dict(zip(cuts, np.clip(reached, 0, 1).tolist(), strict=True))
