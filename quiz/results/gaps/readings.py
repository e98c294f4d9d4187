"""One assessment read against every goal, without answering again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quiz.catalogue.goals import Goal
from quiz.results.evaluation import Evaluation
from quiz.results.summary import GoalCase, StatementCounts, count_statements


@dataclass(frozen=True)
class GoalReading:
    """How close a person is to one goal."""

    key: str
    name: str
    counts: StatementCounts
    #: Sum of the required levels: how much the goal asks for.
    demand: float


def read_against_goals(
    evaluation: Evaluation, goals: Iterable[Goal]
) -> list[GoalReading]:
    """Return the assessment read against each of the goals."""
    return [
        GoalReading(
            goal.key,
            goal.name,
            count_statements(evaluation.read_statements(goal.required_levels)),
            sum(goal.required_levels.values()),
        )
        for goal in goals
    ]


def find_next_goal(readings: Sequence[GoalReading], key: str) -> GoalReading | None:
    """Return the goal that asks for the least of those that ask for more than this one and are not reached."""
    demand = next((one.demand for one in readings if one.key == key), 0.0)
    further = [
        one
        for one in readings
        if one.demand > demand and one.counts.case is not GoalCase.REACHED
    ]
    return min(further, key=lambda one: one.demand, default=None)
