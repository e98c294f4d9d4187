"""Where a sitting stands: its answers, in any order, and what they say about the person."""

from collections.abc import Iterable

import numpy as np
from scipy.special import ndtr

from quiz.assess.curves import GRID, Floats
from quiz.assess.errors import ImpossibleResponse
from quiz.assess.items import Response
from quiz.assess.posterior import Posterior, posterior
from quiz.assess.terms import Bools, Terms


class Standing:
    """The answers of one sitting and the posterior that follows from them.

    Grows answer by answer; what it says depends on the set of answers only, to the last bit,
    because likelihoods are summed in the order of the pool and not of the answers.
    """

    def __init__(self, terms: Terms, responses: Iterable[Response] = ()) -> None:
        self.terms = terms
        #: item number -> category, or None for "I don't know"; in the order of the answers
        self.answers: dict[int, int | None] = {}
        self._posterior: Posterior | None = None
        for response in responses:
            self.add(response)

    def add(self, response: Response) -> None:
        """Take one more answer; the same answer again changes nothing.

        Raises
        ------
        UnknownItem, ImpossibleResponse
            The latter also for a second, different answer to one item.
        """
        number = self.terms.pool.number(response.item)
        category = None if response.dont_know else self.terms.pool.category_of(response)
        if number in self.answers and self.answers[number] != category:
            raise ImpossibleResponse(
                f"Item “{response.item}” has two different answers."
            )
        self.answers[number] = category
        self._posterior = None

    @property
    def asked(self) -> int:
        """How many questions were answered."""
        return len(self.answers)

    @property
    def honest(self) -> bool:
        """Whether the person has said "I don't know", and so seems to guess less."""
        return None in self.answers.values()

    def areas_asked(self) -> list[int]:
        """Return the measured area of each answer, in order; -1 for one of another area."""
        place, area_of = self.terms.place, self.terms.pool.area_of
        return [int(place[area_of[number]]) for number in self.answers]

    def counts(self) -> Floats:
        """Return how many answers each measured area has, of shape (n_areas,)."""
        here = [area for area in self.areas_asked() if area >= 0]
        return np.bincount(here, minlength=len(self.terms.areas)).astype(float)

    def log_likelihood(self) -> Floats:
        """Return ln L of every measured area on the grid, of shape (n_areas, n_grid)."""
        pool, honest = self.terms.pool, self.honest
        total = np.zeros((len(self.terms.areas), len(GRID)))
        for number in sorted(self.answers):
            area = self.terms.place[pool.area_of[number]]
            if area >= 0:
                category = self.answers[number]
                chance = (
                    pool.likelihood_unknown(number)
                    if category is None
                    else pool.likelihood(number, category, honest=honest)
                )
                total[area] += np.log(chance)
        return total

    @property
    def posterior(self) -> Posterior:
        """The person's abilities given the answers."""
        if self._posterior is None:
            answered: Bools = self.counts() > 0
            self._posterior = posterior(
                self.terms.coupling, self.log_likelihood(), answered
            )
        return self._posterior

    def p_reached(self) -> Floats:
        """Return the chance that each measured area reaches its cut, of shape (n_areas,)."""
        steps = ndtr((GRID - self.terms.cuts[:, None]) / self.terms.blur)
        reached: Floats = np.einsum("kg,kg->k", self.posterior.density, steps)
        return reached
