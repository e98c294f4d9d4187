"""One sitting read against any goal, without answering again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quiz.bank.repository import Catalogue
from quiz.catalogue.goals import Goal
from quiz.charts.strips import StripData
from quiz.measurement.reporting.classification import level_from_theta
from quiz.measurement.reporting.estimates import AreaEstimate
from quiz.results.summary import StatementCounts, count_statements
from quiz.sittings.assessment.context import AssessmentContext, estimate_against_levels
from quiz.sittings.models import Sitting


@dataclass(frozen=True)
class GoalReading:
    """How far a person is for one goal."""

    key: str
    name: str
    counts: StatementCounts
    is_shown: bool


def required_levels(goal: Goal) -> dict[str, float]:
    """Return the required level by area."""
    return {area: float(level) for area, level in goal.levels.items()}


def build_profile_against(
    sitting: Sitting, tools: AssessmentContext, required: Mapping[str, float]
) -> list[StripData]:
    """Return the profile of a sitting against other required levels."""
    [estimates] = estimate_against_levels(sitting, tools, [required])
    return [
        _build_strip_data(area, estimate, required[area], tools.catalogue)
        for area, estimate in estimates.items()
    ]


def read_against_goals(
    sitting: Sitting, tools: AssessmentContext, goals: Iterable[Goal], *, shown: str
) -> list[GoalReading]:
    """Return the sitting read against every one of the goals; `shown` is the one on the page."""
    goals = list(goals)
    read = estimate_against_levels(
        sitting, tools, [required_levels(goal) for goal in goals]
    )
    return [
        GoalReading(
            goal.key,
            goal.name,
            count_statements([one.statement.value for one in estimates.values()]),
            goal.key == shown,
        )
        for goal, estimates in zip(goals, read, strict=True)
    ]


def _build_strip_data(
    area: str, estimate: AreaEstimate, required: float, catalogue: Catalogue
) -> StripData:
    return StripData(
        key=area,
        area_name=catalogue.areas[area].name if area in catalogue.areas else area,
        level=estimate.level,
        low=level_from_theta(estimate.low80),
        high=level_from_theta(estimate.high80),
        required=required,
        statement=estimate.statement.value,
        quantiles=tuple(level_from_theta(theta) for theta in estimate.quantiles),
        p_reached=estimate.p_reached,
    )
