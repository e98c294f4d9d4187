"""Goals of the catalogue."""

from decimal import Decimal

from quiz.catalogue.goals import Goal


def test_the_levels_of_a_goal_become_numbers() -> None:
    goal = Goal(key="x", name="X", sentence="", order=1, levels={"sql": Decimal("1.2")})

    assert goal.required_levels == {"sql": 1.2}
