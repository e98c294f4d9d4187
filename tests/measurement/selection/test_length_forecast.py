"""The forecast of how many questions would settle an area."""

import pytest

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import forecast_questions
from quiz.measurement.errors import UnknownArea
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response
from tests.measurement.banks import bank, cuts

POOL = ItemPool.from_items(bank(each=40, options=0))
RIGHT = [Response(f"git-{number:03d}", 1.0) for number in range(0, 40, 4)]


def test_a_settled_area_needs_no_question() -> None:
    assert (
        forecast_questions(POOL, AssessmentPlan(cuts=cuts(POOL, -1.5)), RIGHT, "git")
        == 0
    )


def test_an_area_nearer_to_its_cut_needs_more_questions() -> None:
    forecast = [
        forecast_questions(POOL, AssessmentPlan(cuts=cuts(POOL, cut)), [], "git")
        for cut in (-1.2, -0.8, -0.4)
    ]

    assert None not in forecast
    assert forecast == sorted(forecast, key=lambda count: count or 0)
    assert forecast[0] != forecast[-1]


def test_questions_that_do_not_suffice_are_told_apart() -> None:
    small = ItemPool.from_items([Item("only", "git", options=4), *bank(["sql"])])

    assert (
        forecast_questions(small, AssessmentPlan(cuts=cuts(small)), [], "git") is None
    )


def test_an_area_without_questions_cannot_be_settled() -> None:
    assert (
        forecast_questions(
            POOL, AssessmentPlan(cuts={"ops": 0.0, "git": 0.0}), [], "ops"
        )
        is None
    )


def test_an_area_outside_the_plan_is_refused() -> None:
    with pytest.raises(UnknownArea, match="ops"):
        forecast_questions(POOL, AssessmentPlan(cuts=cuts(POOL)), [], "ops")
