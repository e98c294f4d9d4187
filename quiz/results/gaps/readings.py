"""One assessment read against every goal, without answering again."""

from collections.abc import Iterable
from dataclasses import dataclass

from quiz.catalogue.goals import Goal
from quiz.results.evaluation import Evaluation
from quiz.results.summary import StatementCounts, count_statements


@dataclass(frozen=True)
class GoalReading:
    """How close a person is to one goal."""

    key: str
    name: str
    counts: StatementCounts


def read_against_goals(
    evaluation: Evaluation, goals: Iterable[Goal]
) -> list[GoalReading]:
    """Return the assessment read against each of the goals."""
    return [
        GoalReading(
            goal.key,
            goal.name,
            count_statements(evaluation.read_statements(goal.required_levels)),
        )
        for goal in goals
    ]
