"""Whole sittings: how they end, how they repeat, and the extremes."""

from dataclasses import replace

import numpy as np
import pytest

from quiz.measurement.assessment_plan import (
    BARE_COVERAGE,
    STOPPING_RULES,
    AssessmentPlan,
    Length,
)
from quiz.measurement.engine import (
    EndReason,
    NextItem,
    Stop,
    estimate_abilities,
    select_from_state,
    select_item,
)
from quiz.measurement.errors import ImpossiblePlan, ImpossibleResponse, UnknownItem
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response
from quiz.measurement.reporting.estimates import estimate_from_state
from quiz.measurement.specification import AssessmentSpecification
from tests.measurement.banks import bank, cuts, guessed, taken

AREAS = tuple(f"area{number:02d}" for number in range(10))
POOL = ItemPool.from_items(bank(AREAS, each=60))
PLAN = AssessmentPlan(cuts=cuts(POOL), max_items=40, coverage=BARE_COVERAGE)


def test_the_same_seed_and_answers_lead_to_the_same_question() -> None:
    responses = [Response("area03-030", 1.0), Response("area05-020", 0.0)]

    steps = [select_item(POOL, replace(PLAN, seed=8), responses) for _ in range(3)]

    assert steps[0] == steps[1] == steps[2]


def test_another_seed_begins_differently() -> None:
    firsts = {select_item(POOL, replace(PLAN, seed=seed), []) for seed in range(12)}

    assert len(firsts) > 1


def test_a_standing_kept_from_answer_to_answer_agrees_with_starting_anew() -> None:
    rng = np.random.default_rng(1)
    standing = ExamineeState(AssessmentSpecification.compile_plan(POOL, PLAN))
    responses: list[Response] = []

    while isinstance(step := select_from_state(standing), NextItem):
        assert step == select_item(POOL, PLAN, responses)
        given = Response(
            step.item, float(rng.random() < 0.5), dont_know=rng.random() < 0.1
        )
        responses.append(given)
        standing.add_response(given)

    assert estimate_from_state(standing) == estimate_abilities(POOL, PLAN, responses)


@pytest.mark.parametrize("length", STOPPING_RULES)
def test_a_sitting_keeps_to_its_length(length: Length) -> None:
    areas = frozenset({"area01"}) if length == "settle" else None
    plan = AssessmentPlan(cuts=cuts(POOL), length=length, areas=areas)
    rng = np.random.default_rng(2)

    asked = len(guessed(POOL, plan, rng))

    assert STOPPING_RULES[length].min_items <= asked <= STOPPING_RULES[length].max_items


def test_a_quick_sitting_has_24_questions() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL), length="quick")

    assert len(taken(POOL, plan, 1.0)) == 24


def test_a_sitting_may_be_capped_below_its_length() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL), length="quick", max_items=5)

    assert len(taken(POOL, plan, 1.0)) == 5


def test_a_clear_case_ends_early() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL, -1.5), coverage=BARE_COVERAGE)

    responses = taken(POOL, plan, 1.0)
    end = select_item(POOL, plan, responses)

    assert len(responses) <= 14
    assert isinstance(end, Stop)
    assert end.reason in (EndReason.DECIDED, EndReason.NOT_WORTH_IT)


def test_settling_asks_only_about_its_area() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL), length="settle", areas=frozenset({"area04"}))

    responses = taken(POOL, plan, 1.0)

    assert {response.item[:6] for response in responses} == {"area04"}


def test_objectives_restrict_what_is_asked() -> None:
    items = [replace(item, objective=f"o{n % 3}") for n, item in enumerate(bank())]
    plan = AssessmentPlan(cuts={"git": 0.0, "sql": 0.0}, objectives=frozenset({"o1"}))

    responses = taken(ItemPool.from_items(items), plan, 1.0)

    asked = {response.item for response in responses}
    assert asked
    assert asked <= {item.id for item in items if item.objective == "o1"}


def test_all_right_and_all_wrong_lie_apart_in_every_area() -> None:
    best = estimate_abilities(POOL, PLAN, taken(POOL, PLAN, 1.0))
    worst = estimate_abilities(POOL, PLAN, taken(POOL, PLAN, 0.0))
    unknown = estimate_abilities(POOL, PLAN, taken(POOL, PLAN, None))

    for area in AREAS:
        assert best[area].theta - worst[area].theta >= 1.2
        assert best[area].theta - unknown[area].theta >= 1.2


def test_blind_guessers_hardly_ever_reach_a_level() -> None:
    rng = np.random.default_rng(3)
    reached = []

    for seed in range(40):
        plan = AssessmentPlan(cuts=cuts(POOL, -0.75), max_items=40, seed=seed)
        found = estimate_abilities(POOL, plan, guessed(POOL, plan, rng))
        reached += [estimate.p_reached >= 0.5 for estimate in found.values()]

    assert np.mean(reached) <= 0.12


def test_an_empty_bank_ends_at_once_and_reports_the_prior() -> None:
    pool, plan = ItemPool.from_items([]), AssessmentPlan(cuts={"sql": 0.0})

    assert select_item(pool, plan, []) == Stop(EndReason.NO_ITEM_LEFT)
    assert estimate_abilities(pool, plan, [])["sql"].p_reached == pytest.approx(0.5)


def test_a_bank_of_one_item_asks_it_and_ends() -> None:
    pool, plan = (
        ItemPool.from_items([Item("only", "sql")]),
        AssessmentPlan(cuts={"sql": 0.0}),
    )

    assert select_item(pool, plan, []) == NextItem("only")
    assert select_item(pool, plan, [Response("only", 1.0)]) == Stop(
        EndReason.NO_ITEM_LEFT
    )


def test_a_plan_without_areas_ends_at_once() -> None:
    assert select_item(POOL, AssessmentPlan(cuts={}), []) == Stop(
        EndReason.NO_ITEM_LEFT
    )
    assert estimate_abilities(POOL, AssessmentPlan(cuts={}), []) == {}


def test_an_area_without_questions_is_reported_from_the_others() -> None:
    plan = AssessmentPlan(cuts={"area00": 0.0, "nowhere": 0.0})

    found = estimate_abilities(POOL, plan, taken(POOL, plan, 1.0))

    assert found["nowhere"].asked == 0
    assert found["nowhere"].theta > 0.3


def test_a_sitting_works_with_five_thousand_items_and_fifty_areas() -> None:
    areas = [f"area{number:02d}" for number in range(50)]
    pool = ItemPool.from_items(bank(areas, each=100))
    plan = AssessmentPlan(cuts=cuts(pool), length="thorough")

    responses = taken(pool, plan, 1.0)

    assert {response.item[:6] for response in responses} == set(areas)


def test_an_item_that_tells_nothing_is_asked_only_when_nothing_else_is_left() -> None:
    pool = ItemPool.from_items(
        [Item("flat", "sql", a=0.0, b=0.0), *bank(["sql"], each=4)]
    )

    responses = taken(
        pool, AssessmentPlan(cuts={"sql": 0.0}, length="quick", seed=2), 1.0
    )

    assert responses[-1].item == "flat"


def test_graded_items_are_asked_and_understood() -> None:
    items = [replace(item, categories=4, options=0, a=None, b=None) for item in bank()]
    pool = ItemPool.from_items(items)
    plan = AssessmentPlan(cuts=cuts(pool))

    middling = [
        estimate_abilities(pool, plan, taken(pool, plan, score))
        for score in (0, 1 / 3, 2 / 3, 1)
    ]

    for area in pool.areas:
        thetas = [found[area].theta for found in middling]
        assert thetas == sorted(thetas)


def test_two_different_answers_to_one_item_are_refused() -> None:
    with pytest.raises(ImpossibleResponse, match="two different"):
        estimate_abilities(
            POOL, PLAN, [Response("area00-001", 1.0), Response("area00-001", 0.0)]
        )


def test_an_answer_to_an_unknown_item_is_refused() -> None:
    with pytest.raises(UnknownItem, match="nobody"):
        select_item(POOL, PLAN, [Response("nobody", 1.0)])


@pytest.mark.parametrize(
    "terms",
    [
        {"cuts": {"sql": float("nan")}},
        {"cuts": {"sql": 0.0}, "cut_se": -1.0},
        {"cuts": {"sql": 0.0}, "max_items": -1},
        {"cuts": {"sql": 0.0}, "areas": frozenset({"git"})},
        {"cuts": {"sql": 0.0}, "weights": {"sql": -1.0}},
        {"cuts": {"sql": 0.0}, "exposure_cap": 0.0},
        {"cuts": {"sql": 0.0}, "length": "endless"},
    ],
    ids=lambda terms: str(list(terms)[-1]),
)
def test_a_plan_no_sitting_can_keep_is_refused(terms: dict[str, object]) -> None:
    with pytest.raises(ImpossiblePlan):
        AssessmentPlan(**terms)  # type: ignore[arg-type]
