"""Goals with a drawing of the levels they require."""

from quiz.goals.presenters import draw_required_levels, list_offered_goals
from quiz.sittings.assessment.context import AssessmentContext
from tests.charts.shapes import elements


def test_an_area_that_a_goal_leaves_out_is_drawn_at_0(tools: AssessmentContext) -> None:
    levels = draw_required_levels({"sql": 1.5, "git": 0.5}, tools.catalogue)

    assert (levels.lowest, levels.highest, levels.areas) == (0.0, 1.5, 12)
    [top] = elements(levels.drawing, "top")
    assert top.get("d", "").count("V48H") == 10


def test_custom_goals_are_told_apart_from_those_of_the_bank(
    tools: AssessmentContext,
) -> None:
    junior = tools.catalogue.goals["junior"]
    own = junior.model_copy(update={"key": "own"})

    offered = list_offered_goals([junior, own], tools.catalogue)

    assert [(goal.key, goal.is_own) for goal in offered] == [
        ("junior", False),
        ("own", True),
    ]
    assert offered[0].name == junior.name
    assert offered[0].sentence == junior.sentence
