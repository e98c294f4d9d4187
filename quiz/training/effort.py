"""How many hours lie between a person and a goal, objective by objective. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from quiz.catalogue.skills import (
    Objective,
    collect_prerequisites,
    sort_by_prerequisites,
)
from quiz.measurement.reporting.classification import LEVEL_THETAS, LEVELS

Floats: TypeAlias = npt.NDArray[np.float64]

LEVEL_NUMBER = {"J": 0, "C": 1, "S": 2}
#: how many answers the level of the whole area counts for beside answers on the objective itself
AREA_PSEUDO_ANSWERS = 3.0
#: from here on an objective counts as mastered
MASTERED = 0.8
#: projects, as a share of the hours of the objectives
PROJECT_SHARE = 0.30
#: share of all hours that is planned; the rest is for review
PLANNED_SHARE = 0.8
#: ends of the range that is shown: 80 of 100 cases
RANGE = (0.1, 0.9)
#: In 80 of 100 cases a person needs between .7 and 1.6 of the stated hours. Nobody has measured this: 1.6 / .7 is
#: about the ratio between the most and the least hours that one and the same course states (docs/routes.md, 1).
HOURS_FACTOR_RANGE = (0.7, 1.6)
#: equally likely factors of a lognormal distribution with that range
_FACTORS = np.exp(
    (math.log(HOURS_FACTOR_RANGE[0]) + math.log(HOURS_FACTOR_RANGE[1])) / 2
    + (math.log(HOURS_FACTOR_RANGE[1]) - math.log(HOURS_FACTOR_RANGE[0]))
    / (2 * ndtri(RANGE[1]))
    * ndtri((np.arange(15) + 0.5) / 15)
)


@dataclass(frozen=True, slots=True)
class ObjectiveScore:
    """What the answers to one objective's questions showed."""

    right: float
    asked: int


@dataclass(frozen=True, eq=False)
class LearnerState:
    """Where a person stands, as an assessment says it."""

    areas: tuple[str, ...]
    #: of shape (n_areas,): expected ability, in logits
    theta: Floats
    #: of shape (n_draws, n_areas): abilities drawn from the posterior
    draws: Floats
    #: required level, 0 to 3, by area; areas that are missing are not required
    required: Mapping[str, float]
    shown: Mapping[str, ObjectiveScore]
    #: Objectives that the person has ticked as learned.
    learned: frozenset[str] = frozenset()
    #: Whether "I don't know" was the answer to every question.
    from_zero: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What is left to learn of one objective."""

    objective: Objective
    #: share of it that is mastered already
    mastery: float
    hours: float
    #: Everything that it builds on, directly or through others, mastered or not.
    builds_on: frozenset[str]


@dataclass(frozen=True)
class Effort:
    """Everything that is left to learn for a goal."""

    #: Gaps of the goal and what they build on, in the order of the bank.
    needs: tuple[Need, ...]
    #: low and high of 80 cases in 100, hours with projects and review
    low: float
    high: float
    #: Objectives that are mastered already.
    mastered: frozenset[str] = frozenset()

    @cached_property
    def by_area(self) -> dict[str, float]:
        """Hours of the objectives by area, without projects and review."""
        hours: dict[str, float] = {}
        for need in self.needs:
            area = need.objective.area
            hours[area] = hours.get(area, 0.0) + need.hours
        return hours

    @cached_property
    def objectives(self) -> float:
        """Hours of the objectives, without projects and review."""
        return sum(self.by_area.values())

    @property
    def total(self) -> float:
        """All hours: objectives, projects and review."""
        return total_hours(self.objectives)


def total_hours(objectives: float) -> float:
    """Return all hours for so many hours of objectives: with projects, and with time for review."""
    return objectives * (1 + PROJECT_SHARE) / PLANNED_SHARE


def estimate_effort(
    learner: LearnerState, objectives: Mapping[str, Objective]
) -> Effort:
    """Return what is left to learn.

    In each area the objectives of one level k (0, 1, 2 for J, C, S) lie end to end in an order in which they can be
    learned. A person at level l has learned the first l - k of their hours, and a goal of level r asks for the
    objectives whose middle lies in the first r - k; both shares are held between 0 and 1. Answers on an objective move
    what is mastered of it:

        m = (3 learned + right) / (3 + asked)
        hours = sum of h (1 - m) over the objectives that are asked for and have m < .8

    Who stands at the required level or above misses nothing in that area. What a gap builds on is included as far as it
    is not mastered. Projects add 30 %, and a fifth of all time is for review.

    The range takes the same sum at abilities drawn from the posterior, each times a factor for the doubt in the hours.
    """
    tables = _ObjectiveTables(learner, objectives)
    mastery, hours = tables.evaluate(learner.theta[None, :])
    needs = _list_needs(objectives, mastery[0], hours[0])
    drawn = tables.evaluate(learner.draws)[1].sum(axis=1)
    low, high = np.quantile(np.outer(drawn, _FACTORS), RANGE).tolist()
    total = total_hours(sum(need.hours for need in needs))
    # The expected ability is one point of the posterior; the range never leaves it out.
    return Effort(
        needs,
        min(total_hours(low), total),
        max(total_hours(high), total),
        frozenset(
            name
            for name, share in zip(objectives, mastery[0], strict=True)
            if share >= MASTERED
        ),
    )


def find_needs(
    learner: LearnerState, objectives: Mapping[str, Objective]
) -> tuple[Need, ...]:
    """Return what is left to learn as `estimate_effort` does, without the range of hours, which takes as long again."""
    tables = _ObjectiveTables(learner, objectives)
    mastery, hours = tables.evaluate(learner.theta[None, :])
    return _list_needs(objectives, mastery[0], hours[0])


def _list_needs(
    objectives: Mapping[str, Objective], mastery: Floats, hours: Floats
) -> tuple[Need, ...]:
    before = collect_prerequisites(objectives)
    return tuple(
        Need(objective, float(share), float(left), before[objective.id])
        for objective, share, left in zip(
            objectives.values(), mastery, hours, strict=True
        )
        if left > 0
    )


class _ObjectiveTables:
    """The objectives of a bank as arrays, evaluated at many abilities at once."""

    def __init__(
        self, learner: LearnerState, objectives: Mapping[str, Objective]
    ) -> None:
        """Lay the objectives of each area and level end to end."""
        self.learner = learner
        self.objectives = objectives
        self.column = {name: number for number, name in enumerate(objectives)}
        self.hours = np.array([one.hours for one in objectives.values()])
        self.order = sort_by_prerequisites(objectives)
        self.lines: dict[tuple[str, str], list[int]] = {}
        for name in self.order:
            objective = objectives[name]
            self.lines.setdefault((objective.area, objective.level), []).append(
                self.column[name]
            )

    def evaluate(self, theta: Floats) -> tuple[Floats, Floats]:
        """Return mastery and hours left, of shape (n_abilities, n_objectives), at abilities (n_abilities, n_areas)."""
        levels = np.interp(theta, LEVEL_THETAS, LEVELS)
        mastery = self._mastery(levels)
        needed = self._needed(levels, mastery)
        return mastery, np.where(needed, self.hours * (1 - mastery), 0.0)

    def _mastery(self, levels: Floats) -> Floats:
        place = {area: number for number, area in enumerate(self.learner.areas)}
        learned = np.zeros((len(levels), len(self.objectives)))
        for (area, level), columns in self.lines.items():
            if area not in place or self.learner.from_zero:
                continue
            ends = np.cumsum(self.hours[columns])
            share = np.clip(levels[:, place[area]] - LEVEL_NUMBER[level], 0.0, 1.0)
            reach = share[:, None] * ends[-1] - (ends - self.hours[columns])
            learned[:, columns] = np.clip(reach / self.hours[columns], 0.0, 1.0)
        for name, score in self.learner.shown.items():
            if name in self.column:
                column = self.column[name]
                learned[:, column] = (
                    AREA_PSEUDO_ANSWERS * learned[:, column] + score.right
                ) / (AREA_PSEUDO_ANSWERS + score.asked)
        for name in self.learner.learned & self.column.keys():
            learned[:, self.column[name]] = 1.0
        return learned

    def _needed(self, levels: Floats, mastery: Floats) -> npt.NDArray[np.bool_]:
        """Return which objectives are gaps of the goal, or needed for one and not mastered."""
        needed = np.zeros(mastery.shape, dtype=bool)
        place = {area: number for number, area in enumerate(self.learner.areas)}
        for (area, level), columns in self.lines.items():
            required = self.learner.required.get(area, 0.0)
            chosen = select_required(self.hours[columns], required, level)
            below: npt.NDArray[np.bool_] = np.ones(len(levels), dtype=bool)
            if area in place and not self.learner.from_zero:
                below = levels[:, place[area]] < required
            needed[:, columns] = chosen[None, :] & below[:, None]
        # What builds on others comes first here, so that its need is known when it is handed down.
        for name in reversed(self.order):
            here = needed[:, self.column[name]]
            here &= mastery[:, self.column[name]] < MASTERED
            for before in self.objectives[name].prerequisites:
                needed[:, self.column[before]] |= here
        return needed


def select_required(
    hours: Floats, required: float, level: str
) -> npt.NDArray[np.bool_]:
    """Return which objectives of one area and level, in order, a required level asks for: whole ones only."""
    share = min(max(required - LEVEL_NUMBER[level], 0.0), 1.0)
    ends = np.cumsum(hours)
    chosen: npt.NDArray[np.bool_] = ends - hours / 2 < share * ends[-1]
    return chosen


def score_objectives(pairs: Sequence[tuple[str, float]]) -> dict[str, ObjectiveScore]:
    """Return what the answers show by objective; a pair is an objective and a score from 0 to 1."""
    scores: dict[str, ObjectiveScore] = {}
    for objective, score in pairs:
        before = scores.get(objective, ObjectiveScore(0.0, 0))
        scores[objective] = ObjectiveScore(before.right + score, before.asked + 1)
    return scores
