"""How many hours lie between a person and a goal, objective by objective. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from quiz.catalogue.skills import Objective

Floats: TypeAlias = npt.NDArray[np.float64]

#: ability (logits) at which half of the people master an objective of a level, before its verb counts
LEVEL_BASE = {"J": -1.2, "C": 0.3, "S": 1.6}
#: what the verb adds: understanding comes a little earlier, judging and creating a little later
BLOOM_OFFSET = {"U": -0.3, "Ap": 0.0, "An": 0.15, "E": 0.3, "C": 0.3}
LEVEL_NUMBER = {"J": 0, "C": 1, "S": 2}
#: steepness of mastery in ability, 1/logit: the mean discrimination of a question
STEEPNESS = 1.2
#: how many answers the level of the whole area counts for beside answers on the objective itself
AREA_PSEUDO_ANSWERS = 3.0
#: from here on an objective counts as mastered
MASTERED = 0.8
#: what comes on top of the hours of the objectives: projects
PROJECT_SHARE = 0.30
#: ends of the range that is shown, as shares of the draws: 80 of 100 cases
RANGE = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class ObjectiveScore:
    """What the answers to one objective's questions showed."""

    right: float
    asked: int


@dataclass(frozen=True, eq=False)
class LearnerState:
    """Where a person stands, as a sitting says it."""

    areas: tuple[str, ...]
    #: of shape (n_areas,): expected ability, in logits
    theta: Floats
    #: of shape (n_draws, n_areas): abilities drawn from the posterior
    draws: Floats
    #: required level, 0 to 3, by area; areas that are missing are not required
    required: Mapping[str, float]
    shown: Mapping[str, ObjectiveScore]
    #: Objectives that the person has ticked off as learned.
    learned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Need:
    """What is left to learn of one objective."""

    objective: Objective
    #: chance that it is mastered already
    mastery: float
    #: how much of it the goal asks for, 0 to 1
    weight: float
    hours: float
    #: Everything that it builds on, directly or through others, mastered or not.
    builds_on: frozenset[str]


@dataclass(frozen=True)
class Effort:
    """Everything that is left to learn for a goal."""

    #: Gaps of the goal and what they build on, in the order of the bank.
    needs: tuple[Need, ...]
    #: low and high of 80 cases in 100, hours with projects
    low: float
    high: float

    @cached_property
    def by_area(self) -> dict[str, float]:
        """Hours of the objectives by area, without projects."""
        hours: dict[str, float] = {}
        for need in self.needs:
            area = need.objective.area
            hours[area] = hours.get(area, 0.0) + need.hours
        return hours

    @cached_property
    def objectives(self) -> float:
        """Hours of the objectives, without projects."""
        return sum(self.by_area.values())

    @property
    def total(self) -> float:
        """Hours with projects."""
        return (1 + PROJECT_SHARE) * self.objectives


def estimate_effort(
    standing: LearnerState, objectives: Mapping[str, Objective], *, pace: float = 1.0
) -> Effort:
    """Return what is left to learn.

    With m the chance that an objective is mastered, h its hours and w how much of it the goal asks for,

        m = 1 / (1 + exp(-1.2 (θ - b))),   b = level base + verb offset
        m ← (3 m + right) / (3 + asked)                        answers on the objective itself
        w = clamp(required level of the area - k, 0, 1)        k = 0, 1, 2 for J, C, S
        hours = pace · Σ h w (1 - m)   over m < .8

    and 30 % for projects. What a gap builds on is included, as far as it is not mastered, with the weight of
    what builds on it. The range takes the same sum at abilities drawn from the posterior.

    Parameters
    ----------
    pace
        Hours of this person for an hour of the plan.
    """
    expected = _ObjectiveTable.from_abilities(
        standing, objectives, standing.theta[None, :]
    )
    below = collect_prerequisites(objectives)
    needs = tuple(
        Need(one, float(mastery), float(weight), pace * float(hours), below[one.id])
        for one, mastery, weight, hours in zip(
            objectives.values(),
            expected.mastery[0],
            expected.weight[0],
            expected.hours[0],
            strict=True,
        )
        if weight > 0
    )
    drawn = _ObjectiveTable.from_abilities(
        standing, objectives, standing.draws
    ).hours.sum(axis=1)
    total = (1 + PROJECT_SHARE) * sum(need.hours for need in needs)
    low, high = ((1 + PROJECT_SHARE) * pace * np.quantile(drawn, RANGE)).tolist()
    # The expected ability is one point of the posterior; the range never leaves it out.
    return Effort(needs, min(low, total), max(high, total))


def collect_prerequisites(
    objectives: Mapping[str, Objective],
) -> Mapping[str, frozenset[str]]:
    """Return for each objective everything that it builds on, directly or through others."""
    return _collect_prerequisites(_prerequisite_graph(objectives))


#: objectives with their prerequisites; a bank has one, and it is sorted once
Graph: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


def _prerequisite_graph(objectives: Mapping[str, Objective]) -> Graph:
    return tuple((name, tuple(one.prerequisites)) for name, one in objectives.items())


@lru_cache(maxsize=8)
def _topological_order(graph: Graph) -> tuple[str, ...]:
    """Return the objectives, none before what it builds on."""
    return tuple(TopologicalSorter(dict(graph)).static_order())


@lru_cache(maxsize=8)
def _collect_prerequisites(graph: Graph) -> Mapping[str, frozenset[str]]:
    direct = dict(graph)
    found: dict[str, frozenset[str]] = {}
    for name in _topological_order(graph):
        before = direct[name]
        found[name] = frozenset(before).union(*(found[one] for one in before))
    return MappingProxyType(found)


def objective_weight(objective: Objective, required: Mapping[str, float]) -> float:
    """Return how much of an objective a goal asks for, 0 to 1."""
    wanted = required.get(objective.area, 0.0) - LEVEL_NUMBER[objective.level]
    return min(max(wanted, 0.0), 1.0)


def objective_difficulty(objective: Objective) -> float:
    """Return the ability, in logits, at which half of the people master an objective."""
    return LEVEL_BASE[objective.level] + BLOOM_OFFSET[objective.bloom]


@dataclass(frozen=True, eq=False)
class _ObjectiveTable:
    """Every objective at several abilities, of shape (n_abilities, n_objectives)."""

    mastery: Floats
    weight: Floats
    hours: Floats

    @classmethod
    def from_abilities(
        cls, standing: LearnerState, objectives: Mapping[str, Objective], theta: Floats
    ) -> "_ObjectiveTable":
        """Work out mastery, weight and hours at abilities of shape (n_abilities, n_areas)."""
        mastery = _mastery_probabilities(standing, objectives, theta)
        weight = _needed_weights(mastery, standing.required, objectives)
        guided = np.array([one.hours for one in objectives.values()])
        return cls(mastery, weight, guided * weight * (1 - mastery))


def _mastery_probabilities(
    standing: LearnerState, objectives: Mapping[str, Objective], theta: Floats
) -> Floats:
    place = {area: number for number, area in enumerate(standing.areas)}
    found = np.zeros((len(theta), len(objectives)))
    for number, objective in enumerate(objectives.values()):
        if objective.id in standing.learned:
            found[:, number] = 1.0
        elif objective.area in place:
            away = theta[:, place[objective.area]] - objective_difficulty(objective)
            shown = standing.shown.get(objective.id, ObjectiveScore(0.0, 0))
            found[:, number] = (
                AREA_PSEUDO_ANSWERS * expit(STEEPNESS * away) + shown.right
            ) / (AREA_PSEUDO_ANSWERS + shown.asked)
    return found


def _needed_weights(
    mastery: Floats,
    required: Mapping[str, float],
    objectives: Mapping[str, Objective],
) -> Floats:
    """Return the weights of gaps and of what they build on; 0 for what is mastered or not needed."""
    column = {name: number for number, name in enumerate(objectives)}
    asked = np.array([objective_weight(one, required) for one in objectives.values()])
    weights: Floats = np.tile(asked, (len(mastery), 1))
    # What builds on others comes first here, so that its weight is whole when it is handed down.
    for name in reversed(_topological_order(_prerequisite_graph(objectives))):
        here = column[name]
        weights[mastery[:, here] >= MASTERED, here] = 0.0
        for before in objectives[name].prerequisites:
            np.maximum(
                weights[:, column[before]],
                weights[:, here],
                out=weights[:, column[before]],
            )
    return weights


def round_hours(hours: float) -> int:
    """Return hours as they are said: in tens from a hundred on, in fives below."""
    step = 10 if hours >= 100 else 5
    return max(round(hours / step) * step, 0)


def format_hours_range(low: float, high: float) -> str:
    """Return a range of hours in words."""
    first, last = round_hours(low), round_hours(high)
    return f"{first:,} to {last:,} hours" if first < last else f"about {last:,} hours"


def score_objectives(pairs: Sequence[tuple[str, float]]) -> dict[str, ObjectiveScore]:
    """Return what the answers show by objective; a pair is an objective and a score from 0 to 1."""
    found: dict[str, ObjectiveScore] = {}
    for objective, score in pairs:
        before = found.get(objective, ObjectiveScore(0.0, 0))
        found[objective] = ObjectiveScore(before.right + score, before.asked + 1)
    return found
