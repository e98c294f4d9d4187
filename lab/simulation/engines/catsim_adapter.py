"""An adapter of catsim, used as its documentation describes.

Maximum information and its own estimator, separately for each area, areas in turn. It gets the
dichotomous items only.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from lab.simulation.sittings import EngineReport
from lab.simulation.worlds import SimulatedAnswer, World
from quiz.measurement.errors import ImpossiblePlan


class CatsimMissing(ImpossiblePlan):
    """The comparison needs catsim, which is a development dependency."""


@dataclass(eq=False)
class CatsimEngine:
    """catsim's selector and estimator over one item bank per area."""

    world: World
    #: questions in a sitting; catsim has no stopping rule over several areas
    length: int = 26
    name: str = "catsim"

    def __post_init__(self) -> None:
        try:
            from catsim.estimation import NumericalSearchEstimator
            from catsim.item_bank import ItemBank
            from catsim.selection import MaxInfoSelector
        except ImportError:
            raise CatsimMissing(
                "The comparison needs catsim: install the test dependencies, pip install -e '.[test]'."
            ) from None
        world = self.world
        authored = world.options.knowledge == "authored"
        parameters = np.stack(
            [
                np.full(len(world.discrimination), 1.2)
                if authored
                else world.discrimination,
                world.authored if authored else world.difficulty,
                1 / np.where(world.choices > 0, world.choices, np.inf)
                if authored
                else world.guessing,
                np.ones(len(world.discrimination)),
            ],
            axis=1,
        )
        #: numbers of the items of each area's bank
        self.members = [
            np.flatnonzero((world.item_area == area) & (world.categories == 2))
            for area in range(len(world.areas))
        ]
        self.banks = [
            ItemBank(parameters[members], validate=False) for members in self.members
        ]
        self.selector = MaxInfoSelector()
        self.estimator = NumericalSearchEstimator()

    def open_sitting(self, person: int) -> "CatsimSitting":
        """Open a sitting with every area's estimate at 0."""
        return CatsimSitting(self, self.world.cuts[self.world.goal_index(person)])


class CatsimSitting:
    """One sitting: areas take turns, each with its own estimate."""

    def __init__(self, engine: CatsimEngine, cuts: npt.NDArray[np.float64]) -> None:
        self._engine = engine
        self._cuts = cuts
        areas = len(cuts)
        self._theta = np.zeros(areas)
        self._given: list[list[int]] = [[] for _ in range(areas)]
        self._right: list[list[bool]] = [[] for _ in range(areas)]
        self._asked = 0

    def next_item(self) -> int | None:
        """Return the most informative item of the area whose turn it is."""
        areas = len(self._cuts)
        if self._asked >= self._engine.length:
            return None
        for turn in range(areas):
            area = (self._asked + turn) % areas
            if len(self._given[area]) < len(self._engine.members[area]):
                chosen = self._engine.selector.select(
                    item_bank=self._engine.banks[area],
                    administered_items=self._given[area],
                    est_theta=self._theta[area],
                )
                # None would mean that no item is left, which was checked above.
                self._given[area].append(cast("int", chosen))
                return int(self._engine.members[area][chosen])
        return None

    def record_answer(self, item: int, given: SimulatedAnswer) -> None:
        """Update the estimate of the item's area."""
        area = int(self._engine.world.item_area[item])
        self._right[area].append(given.score == 1)
        self._asked += 1
        self._theta[area] = self._engine.estimator.estimate(
            item_bank=self._engine.banks[area],
            administered_items=self._given[area],
            response_vector=self._right[area],
            est_theta=self._theta[area],
        )

    def report_areas(self) -> EngineReport:
        """Return estimates with the standard errors that test information gives."""
        error = np.array(
            [self._standard_error(area) for area in range(len(self._cuts))]
        )
        return EngineReport(
            ndtr((self._theta - self._cuts) / error),
            self._theta.copy(),
            self._theta - 1.96 * error,
            self._theta + 1.96 * error,
            np.array([float(len(items)) for items in self._given]),
        )

    def _standard_error(self, area: int) -> float:
        """Return 1/√information at the estimate; 4 logits without answers."""
        if not self._given[area]:
            return 4.0
        information = self._engine.banks[area].test_information(
            self._theta[area], self._given[area]
        )
        return float(min(4.0, 1 / np.sqrt(max(information, 1e-9))))
