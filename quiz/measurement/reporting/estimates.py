"""What is reported of an area: ability, bands, and the chance to reach the required level."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.response_models import GRID, GRID_STEP, FloatArray
from quiz.measurement.reporting.classification import (
    MasteryStatement,
    classify_area,
    level_from_theta,
    min_answers_to_decide,
)

#: how many equally likely abilities are drawn as dots
DOTS = 20
_QUANTILE_SHARES = np.concatenate(
    [[0.025, 0.1, 0.9, 0.975], (np.arange(DOTS) + 0.5) / DOTS]
)


@dataclass(frozen=True, slots=True)
class AreaEstimate:
    """One area of one sitting. Abilities in logits; the bands hold the truth in 80 and 95 of 100 cases."""

    theta: float
    sd: float
    low80: float
    high80: float
    low95: float
    high95: float
    p_reached: float
    #: answers of this sitting about the area; then those that statements rest on, without another programming
    #: language and with those of an earlier sitting that this one adds to
    asked: int
    own_answers: int
    #: fewest own answers on which the area is decided
    min_answers: int
    #: chance to reach the level from this sitting alone; None where there was no earlier one
    p_alone: float | None
    #: twenty equally likely abilities, rising
    quantiles: tuple[float, ...]

    @property
    def statement(self) -> MasteryStatement:
        """What is said about reaching the required level."""
        return classify_area(
            self.p_reached,
            own_answers=self.own_answers,
            min_answers=self.min_answers,
            p_alone=self.p_alone,
        )

    @property
    def is_decided(self) -> bool:
        """Whether the area counts as decided."""
        return self.statement.is_decided

    @property
    def level(self) -> float:
        """The level from 0 to 3."""
        return level_from_theta(self.theta)

    @property
    def low(self) -> float:
        """The lower end of the 80% band, as a level."""
        return level_from_theta(self.low80)

    @property
    def high(self) -> float:
        """The upper end of the 80% band, as a level."""
        return level_from_theta(self.high80)

    @property
    def quantile_levels(self) -> tuple[float, ...]:
        """The quantiles as levels, rounded as they are stored and drawn."""
        return tuple(round(level_from_theta(theta), 3) for theta in self.quantiles)


def estimate_from_state(state: ExamineeState) -> dict[str, AreaEstimate]:
    """Return the estimate of every measured area, in alphabetical order."""
    density = state.posterior.density
    mean = density @ GRID
    sd = np.sqrt(density @ GRID**2 - mean**2)
    alone, answers_behind = state.p_reached_alone, state.answers_behind
    min_answers = min_answers_to_decide(state.specification.plan.length)
    estimates = {}
    for k, area in enumerate(state.specification.areas):
        points = density_quantiles(density[k], _QUANTILE_SHARES).tolist()
        low95, low80, high80, high95 = points[:4]
        estimates[area] = AreaEstimate(
            theta=float(mean[k]),
            sd=float(sd[k]),
            low80=low80,
            high80=high80,
            low95=low95,
            high95=high95,
            p_reached=float(np.clip(state.p_reached[k], 0, 1)),
            asked=int(state.counts[k]),
            own_answers=int(answers_behind[k]),
            min_answers=min_answers,
            p_alone=None if alone is None else float(np.clip(alone[k], 0, 1)),
            quantiles=tuple(points[4:]),
        )
    return estimates


def statements_from_state(
    state: ExamineeState, cuts: Mapping[str, float]
) -> dict[str, MasteryStatement]:
    """Return the statements about reaching other cuts (logits) than the plan's, by area."""
    reached = state.p_reached_at(cuts)
    posterior = state.posterior_alone
    alone = state.p_reached_at(cuts, posterior) if posterior else {}
    own_answers = dict(
        zip(state.specification.areas, state.answers_behind.tolist(), strict=True)
    )
    min_answers = min_answers_to_decide(state.specification.plan.length)
    return {
        area: classify_area(
            chance,
            own_answers=int(own_answers[area]),
            min_answers=min_answers,
            p_alone=alone.get(area),
        )
        for area, chance in reached.items()
    }


def density_quantiles(density: FloatArray, shares: FloatArray) -> FloatArray:
    """Return the abilities below which these shares lie, straight within a grid cell.

    Examples
    --------
    >>> from quiz.measurement.irt.response_models import GRID
    >>> even = np.full(len(GRID), 1 / len(GRID))
    >>> density_quantiles(even, np.array([0.5])).round(6).tolist()
    [0.0]
    """
    edges = np.append(GRID - GRID_STEP / 2, GRID[-1] + GRID_STEP / 2)
    below = np.concatenate([[0.0], np.cumsum(density)])
    found: FloatArray = np.interp(shares, below, edges)
    return found
