"""What one sitting says by itself, as the effect of a course is estimated from: likelihoods, and which questions they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import IndexArray
from quiz.measurement.irt.items import Item
from quiz.measurement.irt.response_models import (
    GRID_STEP,
    AuthoringPrior,
    FloatArray,
)


@dataclass(frozen=True, eq=False)
class SittingEvidence:
    """The answers of one sitting, without any prior."""

    areas: tuple[str, ...]
    #: of shape (n_areas, n_grid): ln likelihood of the answers about each area
    log_likelihood: FloatArray
    #: of shape (n_areas,): whether the area has answers
    answered: npt.NDArray[np.bool_]
    #: question of each answer
    items: tuple[str, ...]
    #: of shape (n_answers,): index of the area
    item_area: IndexArray
    #: of shape (n_answers, n_grid): slope of the answer's ln probability in θ
    slopes: FloatArray
    #: of shape (n_answers,): difficulty of the question, and how unsure it and the ln of the discrimination are
    location: FloatArray
    location_sd: FloatArray
    discrimination_sd: FloatArray

    @classmethod
    def from_state(cls, state: ExamineeState) -> "SittingEvidence":
        """Read the evidence of a state; what its prior says is left out."""
        specification = state.specification
        pool = specification.pool
        numbers = [
            number
            for number in sorted(state.answers.keys() - state.unscored)
            if specification.item_area_list[number] >= 0
        ]
        rows = [pool.outcome_row(number, state.answers[number]) for number in numbers]
        items = [pool.items[number] for number in numbers]
        logs = pool.log_probabilities[int(state.honest)][rows]
        doubts = np.array([read_item_doubt(item) for item in items]).reshape(-1, 2)
        return cls(
            areas=specification.areas,
            log_likelihood=state.log_likelihood(),
            answered=state.counts > 0,
            items=tuple(item.id for item in items),
            item_area=np.array(
                [specification.item_area_list[number] for number in numbers],
                dtype=np.intp,
            ),
            slopes=np.gradient(logs, GRID_STEP, axis=1) if numbers else logs,
            location=np.array([item.location for item in items]),
            location_sd=doubts[:, 0],
            discrimination_sd=doubts[:, 1],
        )

    @property
    def answered_areas(self) -> frozenset[str]:
        """The areas with answers."""
        pairs = zip(self.areas, self.answered.tolist(), strict=True)
        return frozenset(area for area, has_answers in pairs if has_answers)

    def place_areas(self, areas: Sequence[str]) -> IndexArray:
        """Return the index of each of this sitting's areas among others; -1 for one that is not there."""
        return np.array(
            [areas.index(area) if area in areas else -1 for area in self.areas],
            dtype=np.intp,
        )


def read_item_doubt(item: Item) -> tuple[float, float]:
    """Return the standard deviations of difficulty and of ln discrimination."""
    if item.a is not None and item.b is not None:
        return item.b_se, item.a_se / item.a if item.a > 0 else 0.0
    authoring = AuthoringPrior()
    return authoring.difficulty_sd, authoring.discrimination_spread
