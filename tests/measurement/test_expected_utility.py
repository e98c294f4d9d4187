"""What a question is worth, against working out every answer to it by itself."""

import numpy as np
import pytest

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response
from quiz.measurement.irt.response_models import GRID, FloatArray
from quiz.measurement.selection.expected_utility import (
    ABSOLUTE_LOSS_SHARE,
    expected_utility,
)
from quiz.measurement.specification import AssessmentSpecification
from tests.measurement.banks import bank, cuts

GRADED = Item("sql-graded", "sql", categories=4, a=1.4, b=0.2)
POOL = ItemPool.from_items([*bank(), GRADED])


def loss(standing: ExamineeState, blunt: slice | int = slice(None)) -> float:
    """Return the risk that selection is to lower: of wrong decisions (bluntly in some areas), and a little of width."""
    p, density = standing.p_reached, standing.posterior.density
    mean = density @ GRID
    variance = density @ GRID**2 - mean**2
    wrong = np.minimum(p, 1 - p)[blunt].sum()
    risk = (1 - ABSOLUTE_LOSS_SHARE) * (
        p * (1 - p)
    ).sum() + ABSOLUTE_LOSS_SHARE / 2 * wrong
    weight = standing.specification.plan.coverage_rule.variance_weight
    return float(risk + weight * variance.sum())


def by_every_answer(
    standing: ExamineeState, given: list[Response], number: int
) -> tuple[float, float]:
    """Return the expected drop of the loss, and the expected score, answer by answer."""
    pool = standing.specification.pool
    item = pool.items[number]
    place = standing.specification.item_area_list[number]
    drop, score = loss(standing, place), 0.0
    for category in range(item.categories):
        table: FloatArray = np.exp(
            pool.log_probabilities[0][pool.outcome_row(number, category)]
        )
        chance = float(standing.posterior.density[place] @ table)
        response = Response(item.id, category / (item.categories - 1))
        drop -= chance * loss(
            ExamineeState(standing.specification, [*given, response]), place
        )
        score += chance * response.score
    return drop, score


@pytest.mark.parametrize("cut", [-0.8, 0.3])
def test_in_one_area_a_question_is_worth_what_its_answers_are_worth(cut: float) -> None:
    terms = AssessmentSpecification.compile_plan(
        POOL, AssessmentPlan(cuts={"sql": cut})
    )
    given = [Response("sql-010", 1.0), Response("sql-013", 0.0)]
    standing = ExamineeState(terms, given)

    value = expected_utility(standing)

    for name in ("sql-004", "sql-011", "sql-016", "sql-graded"):
        number = POOL.item_index(name)
        drop, score = by_every_answer(standing, given, number)
        assert value.gain[number] == pytest.approx(drop, rel=0.02)
        assert value.expected_score[number] == pytest.approx(score, abs=0.002)


def test_over_three_areas_it_counts_what_an_answer_says_about_the_others() -> None:
    terms = AssessmentSpecification.compile_plan(
        POOL, AssessmentPlan(cuts=cuts(POOL, 0.2))
    )
    given = [
        Response("sql-010", 1.0),
        Response("git-013", 0.0),
        Response("git-008", 1.0),
    ]
    standing = ExamineeState(terms, given)

    value = expected_utility(standing)

    # What one area says about another is taken as a straight line that turns no decision round, hence the tolerance.
    for name in ("sql-011", "sql-graded", "git-010", "http-009"):
        number = POOL.item_index(name)
        drop, _ = by_every_answer(standing, given, number)
        assert value.gain[number] == pytest.approx(drop, rel=0.06)


def test_an_item_that_tells_nothing_is_worth_nothing() -> None:
    pool = ItemPool.from_items([Item("flat", "sql", a=0.0, b=0.0), *bank(["sql"])])

    value = expected_utility(
        ExamineeState(
            AssessmentSpecification.compile_plan(
                pool, AssessmentPlan(cuts={"sql": 0.0})
            )
        )
    )

    assert value.gain[pool.item_index("flat")] == pytest.approx(0, abs=1e-6)


def test_areas_that_are_not_measured_are_worth_nothing() -> None:
    value = expected_utility(
        ExamineeState(
            AssessmentSpecification.compile_plan(
                POOL, AssessmentPlan(cuts={"git": 0.0})
            )
        )
    )

    assert value.gain[POOL.item_index("git-010")] > 0.01
    assert value.gain[POOL.item_index("sql-010")] == 0


def test_an_area_without_weight_is_asked_about_only_for_its_width_and_the_others() -> (
    None
):
    heavy = AssessmentPlan(cuts=cuts(POOL))
    light = AssessmentPlan(cuts=cuts(POOL), weights={"sql": 0.0})

    number = POOL.item_index("sql-010")
    with_weight, without = (
        expected_utility(
            ExamineeState(AssessmentSpecification.compile_plan(POOL, plan))
        ).gain[number]
        for plan in (heavy, light)
    )

    assert without < with_weight / 2
