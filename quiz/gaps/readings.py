"""One sitting read against any goal, without answering again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quiz.assess.estimates import AreaEstimate
from quiz.assess.levels import level_of
from quiz.bank.catalogue import Catalogue
from quiz.bank.skills import Goal
from quiz.drawing.strips import StripData
from quiz.gaps.compare import Tally, tally_of
from quiz.sittings.measuring import Tools, estimates_against
from quiz.sittings.models import Sitting


@dataclass(frozen=True)
class GoalReading:
    """How far a person is for one goal."""

    key: str
    name: str
    counts: Tally
    is_shown: bool


def levels_of(goal: Goal) -> dict[str, float]:
    """Return the required level by area."""
    return {area: float(level) for area, level in goal.levels.items()}


def rows_against(
    sitting: Sitting, tools: Tools, required: Mapping[str, float]
) -> list[StripData]:
    """Return the profile of a sitting against other required levels."""
    [estimates] = estimates_against(sitting, tools, [required])
    return [
        _row(area, estimate, required[area], tools.catalogue)
        for area, estimate in estimates.items()
    ]


def readings_of(
    sitting: Sitting, tools: Tools, goals: Iterable[Goal], *, shown: str
) -> list[GoalReading]:
    """Return the sitting read against every one of the goals; `shown` is the one on the page."""
    goals = list(goals)
    read = estimates_against(sitting, tools, [levels_of(goal) for goal in goals])
    return [
        GoalReading(
            goal.key,
            goal.name,
            tally_of([one.statement.value for one in estimates.values()]),
            goal.key == shown,
        )
        for goal, estimates in zip(goals, read, strict=True)
    ]


def _row(
    area: str, estimate: AreaEstimate, required: float, catalogue: Catalogue
) -> StripData:
    return StripData(
        key=area,
        area_name=catalogue.areas[area].name if area in catalogue.areas else area,
        level=estimate.level,
        low=level_of(estimate.low80),
        high=level_of(estimate.high80),
        required=required,
        statement=estimate.statement.value,
        quantiles=tuple(level_of(theta) for theta in estimate.quantiles),
        p_reached=estimate.p_reached,
    )
