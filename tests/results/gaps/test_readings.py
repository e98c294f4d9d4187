"""The same answers against every goal."""

from sqlalchemy.orm import Session

from quiz.results.evaluation import Evaluation
from quiz.results.gaps.readings import GoalReading, find_next_goal, read_against_goals
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import finished
from tests.results.builders import counts


def test_a_higher_goal_is_reached_in_no_more_areas(
    session: Session, tools: AssessmentContext
) -> None:
    evaluation = Evaluation(finished(session, tools, answers=24), tools)

    readings = {
        reading.key: reading.counts
        for reading in read_against_goals(evaluation, tools.catalogue.goals.values())
    }

    assert (
        readings["junior"].reached
        >= readings["confirmed"].reached
        >= readings["senior"].reached
    )
    assert readings["junior"].reached > readings["senior"].reached
    assert {counts.areas for counts in readings.values()} == {12}


def test_readings_come_in_the_order_of_the_goals(
    session: Session, tools: AssessmentContext
) -> None:
    goals = list(tools.catalogue.goals.values())

    readings = read_against_goals(Evaluation(finished(session, tools), tools), goals)

    assert [(one.key, one.name) for one in readings] == [
        (goal.key, goal.name) for goal in goals
    ]


def test_the_next_goal_asks_for_more_but_as_little_as_possible() -> None:
    open_goal, reached = counts(close=12), counts(reached=12)
    readings = [
        GoalReading("junior", "Junior", reached, 12.0),
        GoalReading("data", "Data", reached, 13.0),
        GoalReading("senior", "Senior", open_goal, 30.0),
        GoalReading("confirmed", "Mid-level", open_goal, 22.0),
    ]

    following = find_next_goal(readings, "junior")

    assert following is not None
    assert following.key == "confirmed"
    assert find_next_goal(readings, "senior") is None
