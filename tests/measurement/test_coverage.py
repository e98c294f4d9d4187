"""Coverage: a floor of own questions in each area, an easy start, the own language first, lengths that keep their promise."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from quiz.measurement.assessment_plan import (
    COVERAGE_RULES,
    AssessmentPlan,
    CoverageRule,
    ExposurePolicy,
    Length,
    weighted_floors,
)
from quiz.measurement.engine import NextItem, Stop, select_item
from quiz.measurement.errors import ImpossiblePlan
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Exposure, Item, Response
from quiz.measurement.selection.difficulty_rules import EASY_SCORE
from tests.measurement.banks import bank, cuts, guessed, taken

AREAS = ("api", "git", "http", "ops", "prog", "sql", "test", "web")
#: every second question about programming reads a foreign language
ITEMS = [
    replace(
        item,
        foreign=item.area == "prog" and number % 2 == 0,
        objective=f"{item.area}-{number % 6}",
    )
    for number, item in enumerate(bank(AREAS, each=40))
]
POOL = ItemPool.from_items(ITEMS)
FULL_LENGTHS: tuple[Length, ...] = ("quick", "standard", "thorough")
SCORES = (1.0, 0.0, None)


def item_of(response: Response) -> Item:
    return POOL.items[POOL.item_index(response.item)]


def own_answers(responses: list[Response]) -> Counter[str]:
    return Counter(
        item_of(response).area
        for response in responses
        if not item_of(response).foreign
    )


@pytest.mark.parametrize("length", FULL_LENGTHS)
@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("cut", [-1.2, 1.2])
def test_every_area_has_its_floor_of_own_questions(
    length: Length, score: float | None, cut: float
) -> None:
    responses = taken(POOL, AssessmentPlan(cuts=cuts(POOL, cut), length=length), score)

    counted = own_answers(responses)
    assert min(counted[area] for area in AREAS) >= COVERAGE_RULES[length].area_floor


def test_the_floor_is_kept_however_short_the_sitting_is_cut() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL), length="standard", max_items=17)

    counted = own_answers(taken(POOL, plan, 1.0))

    assert min(counted[area] for area in AREAS) == 2


def test_an_area_with_fewer_questions_than_its_floor_gets_all_it_has() -> None:
    pool = ItemPool.from_items([*bank(["git"], each=40), Item("only", "sql")])

    asked = taken(pool, AssessmentPlan(cuts=cuts(pool), length="standard"), 1.0)

    assert "only" in {response.item for response in asked}


def test_a_floor_may_be_higher_where_the_goal_asks_for_more() -> None:
    floors = weighted_floors(
        {"git": 0.5, "sql": 1.6, "prog": 0.9}, "standard", core=["prog"]
    )
    plan = AssessmentPlan(cuts=cuts(POOL, -1.5), floors={"sql": floors["sql"]})

    counted = own_answers(taken(POOL, plan, 1.0))

    assert floors == {"git": 3, "sql": 4, "prog": 4}
    assert counted["sql"] >= 4


def test_floors_that_do_not_fit_fall_back_to_those_of_the_length() -> None:
    plan = AssessmentPlan(
        cuts=cuts(POOL), length="quick", floors=dict.fromkeys(AREAS, 9)
    )

    assert set(plan.area_floors.values()) == {2}


def test_a_negative_floor_is_refused() -> None:
    with pytest.raises(ImpossiblePlan, match="floor"):
        AssessmentPlan(cuts={"sql": 0.0}, floors={"sql": -1})


def test_the_questions_of_an_area_are_spread_over_its_objectives() -> None:
    asked = taken(POOL, AssessmentPlan(cuts=cuts(POOL), length="quick"), 1.0)

    for area in AREAS:
        objectives = [
            item_of(one).objective for one in asked if item_of(one).area == area
        ]
        assert len(set(objectives)) == len(objectives)


@pytest.mark.parametrize("length", ["standard", "thorough"])
@pytest.mark.parametrize("score", SCORES)
def test_another_language_is_never_read_among_the_first_ten_and_at_most_once(
    length: Length, score: float | None
) -> None:
    asked = taken(POOL, AssessmentPlan(cuts=cuts(POOL), length=length), score)

    foreign = [place for place, one in enumerate(asked) if item_of(one).foreign]
    assert len(foreign) <= 1
    assert all(place >= 10 for place in foreign)


@pytest.mark.parametrize("length", ["quick", "settle"])
def test_short_sittings_never_read_another_language(length: Length) -> None:
    plan = AssessmentPlan(cuts=cuts(POOL), length=length)

    assert not any(item_of(one).foreign for one in taken(POOL, plan, 0.0))


def test_a_check_of_reading_another_language_asks_about_it() -> None:
    pool = ItemPool.from_items(
        Item(f"read-{n}", "prog", foreign=True, objective="read") for n in range(14)
    )
    plan = AssessmentPlan(
        cuts={"prog": 0.0}, length="check", objectives=frozenset({"read"})
    )

    assert len(taken(pool, plan, 1.0)) == 12


@pytest.mark.parametrize("cut", [-0.5, 1.5])
def test_the_first_two_questions_are_easy_and_differ_between_neighbours(
    cut: float,
) -> None:
    firsts: set[str] = set()
    for seed in range(60):
        plan = AssessmentPlan(cuts=cuts(POOL, cut), seed=seed)
        responses: list[Response] = []
        for _ in range(2):
            step = select_item(POOL, plan, responses)
            assert isinstance(step, NextItem)
            assert POOL.junior_scores[POOL.item_index(step.item)] >= EASY_SCORE
            responses.append(Response(step.item, 0.0))
        firsts.update(one.item for one in responses)

    assert len(firsts) >= 30


@pytest.mark.parametrize("seed", range(4))
def test_after_two_misses_the_next_question_of_the_area_is_easier(seed: int) -> None:
    plan = AssessmentPlan(cuts=cuts(POOL, 0.5), length="thorough", seed=seed)

    by_area: dict[str, list[Item]] = {}
    for response in taken(POOL, plan, 0.0):
        item = item_of(response)
        before = by_area.setdefault(item.area, [])
        limit = min((other.location for other in before[-2:]), default=0.0)
        left = [
            other
            for other in ITEMS
            if other.area == item.area and not other.foreign and other not in before
        ]
        if len(before) >= 2 and any(other.location < limit for other in left):
            assert item.location < limit
        before.append(item)


def test_a_junior_goal_is_asked_few_questions_above_it() -> None:
    rng = np.random.default_rng(2)
    asked = [
        item_of(response)
        for seed in range(6)
        for response in guessed(
            POOL, AssessmentPlan(cuts=cuts(POOL, -0.5), seed=seed), rng
        )
    ]

    assert np.mean([item.location > 0.2 for item in asked]) < 0.25


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("areas", [None, frozenset({"sql"})])
def test_a_longer_length_is_never_shorter(
    score: float | None, areas: frozenset[str] | None
) -> None:
    counts = [
        len(
            taken(
                POOL,
                AssessmentPlan(cuts=cuts(POOL, -0.5), length=length, areas=areas),
                score,
            )
        )
        for length in FULL_LENGTHS
    ]

    assert counts == sorted(counts)


def test_no_cap_is_put_on_questions_in_a_self_assessment() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL), seed=3)
    first = select_item(POOL, plan, [])
    assert isinstance(first, NextItem)
    worn = Exposure(1000, {first.item: 900})

    capped = replace(plan, exposure=worn)
    free = replace(capped, exposure_policy=ExposurePolicy.VARIETY)

    assert select_item(POOL, capped, []) != first
    assert select_item(POOL, free, []) == first


def test_neighbours_in_a_self_assessment_get_different_questions() -> None:
    plan = AssessmentPlan(
        cuts=cuts(POOL), exposure_policy=ExposurePolicy.VARIETY, length="quick"
    )
    one, other = (
        {response.item for response in taken(POOL, replace(plan, seed=seed), 1.0)}
        for seed in (1, 2)
    )

    assert len(one & other) < 16


def test_a_sitting_may_be_held_to_other_rules() -> None:
    rule = CoverageRule(area_floor=4, min_items=40)
    plan = AssessmentPlan(cuts=cuts(POOL, -1.5), coverage=rule)

    responses = taken(POOL, plan, 1.0)

    assert len(responses) >= 40
    assert min(own_answers(responses).values()) >= 4
    assert isinstance(select_item(POOL, plan, responses), Stop)
