"""Goals with a drawing of the levels that they require."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quiz.bank.repository import Catalogue
from quiz.catalogue.goals import Goal
from quiz.charts.drawing import Drawing
from quiz.charts.outlines import draw_goal_section


@dataclass(frozen=True)
class RequiredLevels:
    """The required levels of all areas: a drawing, and the numbers that describe it."""

    drawing: Drawing
    lowest: float
    highest: float
    areas: int


@dataclass(frozen=True)
class OfferedGoal:
    """A goal that can be chosen."""

    key: str
    name: str
    sentence: str
    levels: RequiredLevels
    is_own: bool


def list_offered_goals(
    goals: Iterable[Goal], catalogue: Catalogue
) -> list[OfferedGoal]:
    """Return the goals with their drawings."""
    return [
        OfferedGoal(
            goal.key,
            goal.name,
            goal.sentence,
            draw_required_levels(goal.required_levels, catalogue),
            is_own=goal.key not in catalogue.goals,
        )
        for goal in goals
    ]


def draw_required_levels(
    levels: Mapping[str, float], catalogue: Catalogue
) -> RequiredLevels:
    """Draw required levels, in the order of the areas; an area without one is drawn at 0."""
    in_order = [levels.get(area, 0.0) for area in catalogue.areas]
    return RequiredLevels(
        draw_goal_section(in_order), min(in_order), max(in_order), len(in_order)
    )
