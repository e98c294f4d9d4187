"""What a balanced and kind sitting keeps to, whatever is answered."""

from collections import Counter
from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import EXPLORATION_POSITION, NextItem, select_item
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Exposure, Item, Response
from quiz.measurement.selection.content_balancing import eligible_items
from quiz.measurement.selection.difficulty_rules import EASY_SCORE
from quiz.measurement.specification import AssessmentSpecification
from tests.measurement.banks import bank, cuts, guessed, taken

AREAS = ("api", "git", "http", "ops", "sql", "test")
POOL = ItemPool.from_items(bank(AREAS, each=30))


def areas_of(responses: list[Response]) -> list[str]:
    return [POOL.items[POOL.item_index(response.item)].area for response in responses]


def sittings() -> list[list[Response]]:
    """Return sittings of people of many kinds: all right, all wrong, all unknown, guessing."""
    plans = [
        AssessmentPlan(cuts=cuts(POOL, cut), seed=seed)
        for seed, cut in enumerate((-1, 0, 1))
    ]
    found = [taken(POOL, plan, score) for plan in plans for score in (1.0, 0.0, None)]
    rng = np.random.default_rng(4)
    return found + [guessed(POOL, plan, rng) for plan in plans]


SITTINGS = sittings()


@pytest.mark.parametrize("responses", SITTINGS)
def test_every_area_is_touched(responses: list[Response]) -> None:
    assert set(areas_of(responses)) == set(AREAS)


@pytest.mark.parametrize("responses", SITTINGS)
def test_no_area_takes_more_than_two_fifths(responses: list[Response]) -> None:
    most = max(Counter(areas_of(responses)).values())

    assert most <= max(2, 0.4 * len(responses))


@pytest.mark.parametrize("responses", SITTINGS)
def test_no_area_is_asked_more_than_three_times_in_a_row(
    responses: list[Response],
) -> None:
    runs = [len(list(run)) for _, run in groupby(areas_of(responses))]

    assert max(runs) <= 3


@pytest.mark.parametrize("responses", SITTINGS)
def test_no_question_is_asked_twice(responses: list[Response]) -> None:
    assert len({response.item for response in responses}) == len(responses)


@pytest.mark.parametrize("responses", SITTINGS)
def test_the_share_of_code_questions_is_kept(responses: list[Response]) -> None:
    share = float(POOL.is_code.mean())
    shown = sum(
        POOL.items[POOL.item_index(response.item)].code for response in responses
    )

    assert abs(shown - share * len(responses)) <= 2


def test_no_way_of_answering_crowds_out_another() -> None:
    items = [
        replace(item, form="choose" if item.options else "type", code=False)
        for item in bank(AREAS, each=30)
    ]
    pool = ItemPool.from_items(items)
    share = np.mean([item.form == "type" for item in items])

    for score in (1.0, 0.0, None):
        responses = taken(pool, AssessmentPlan(cuts=cuts(pool)), score)
        for until in range(1, len(responses) + 1):
            typed = sum(
                pool.items[pool.item_index(one.item)].form == "type"
                for one in responses[:until]
            )
            assert share * until / 2 - 2 <= typed <= share * until * 2 + 1


def test_a_short_sitting_still_touches_every_area() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL), max_items=6)

    responses = taken(POOL, plan, 1.0)

    assert sorted(areas_of(responses)) == sorted(AREAS)


def test_a_sitting_starts_with_questions_that_most_people_can_answer() -> None:
    first = select_item(POOL, AssessmentPlan(cuts=cuts(POOL, 1.5)), [])

    assert isinstance(first, NextItem)
    assert POOL.junior_scores[POOL.item_index(first.item)] >= EASY_SCORE


def test_enemies_never_meet() -> None:
    items = [
        replace(item, enemies=frozenset({f"git-{number ^ 1:03d}"}))
        for number, item in enumerate(bank(["git"], each=30))
    ]
    pool = ItemPool.from_items([*items, *bank(["sql"])])

    responses = taken(pool, AssessmentPlan(cuts=cuts(pool), length="quick"), 1.0)

    asked = {int(one.item[4:]) for one in responses if one.item.startswith("git")}
    assert len(asked) > 5
    assert not any(number ^ 1 in asked for number in asked)


def test_an_item_set_aside_keeps_its_enemies_away_too() -> None:
    items = [Item("one", "git", enemies=frozenset({"two"})), Item("two", "git")]
    standing = ExamineeState(
        AssessmentSpecification.compile_plan(
            ItemPool.from_items(items), AssessmentPlan(cuts={"git": 0.0})
        )
    )

    assert not eligible_items(standing, ["one"]).any()


def test_barred_items_are_never_asked() -> None:
    barred = frozenset(f"{area}-{n:03d}" for area in AREAS for n in range(0, 30, 2))

    responses = taken(POOL, AssessmentPlan(cuts=cuts(POOL), excluded_items=barred), 0.0)

    assert responses
    assert barred.isdisjoint(response.item for response in responses)


def test_three_hopeless_questions_never_come_in_a_row() -> None:
    """Typed questions only, so that luck cannot lift a chance; a goal far above the person."""
    pool = ItemPool.from_items(bank(AREAS, each=30, options=0))
    responses = taken(
        pool, AssessmentPlan(cuts=cuts(pool, 1.5), length="thorough"), 0.0
    )

    ability = -1.5
    difficulty = [pool.items[pool.item_index(one.item)].difficulty for one in responses]
    hopeless = [
        1 / (1 + np.exp(-1.2 * (ability - place))) < 0.1 for place in difficulty
    ]

    assert not any(all(hopeless[at : at + 3]) for at in range(len(hopeless)))


def test_a_question_shown_too_often_makes_way() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL), seed=3)
    first = select_item(POOL, plan, [])
    assert isinstance(first, NextItem)

    worn = Exposure(sittings=1000, shown={first.item: 341, "gone-from-the-bank": 9})
    other = select_item(POOL, plan, [], exposure=worn)

    assert isinstance(other, NextItem)
    assert other.item != first.item


def test_the_cap_waits_until_shares_of_sittings_mean_something() -> None:
    plan = AssessmentPlan(cuts=cuts(POOL), seed=3)
    first = select_item(POOL, plan, [])
    assert isinstance(first, NextItem)

    young = Exposure(sittings=29, shown={first.item: 29})

    assert select_item(POOL, plan, [], exposure=young) == first


def test_where_everything_is_worn_the_least_worn_is_asked() -> None:
    pool = ItemPool.from_items(bank(["git"], each=8))
    shown = {f"git-{number:03d}": 900 - 50 * (number in (2, 5)) for number in range(8)}
    plan = AssessmentPlan(cuts={"git": 0.0}, exposure=Exposure(1000, shown))

    step = select_item(pool, plan, [])

    assert isinstance(step, NextItem)
    assert step.item in {"git-002", "git-005"}


def test_some_sittings_give_one_place_to_a_question_that_hardly_anybody_has_met() -> (
    None
):
    seen = {item.id: 20 for item in POOL.items}
    unseen = POOL.items[3].id
    exposure = Exposure(100, seen | {unseen: 0})

    met = []
    for seed in range(60):
        plan = AssessmentPlan(
            cuts=cuts(POOL), seed=seed, length="quick", exposure=exposure
        )
        asked: list[Response] = []
        for _ in range(EXPLORATION_POSITION):
            step = select_item(POOL, plan, asked)
            assert isinstance(step, NextItem)
            asked.append(Response(step.item, float(len(asked) % 2)))
        met.append(asked[-1].item == unseen)

    assert 0.15 < np.mean(met) < 0.5


def test_a_short_check_gives_no_place_away() -> None:
    shown = {item.id: 20 for item in POOL.items}
    plans = [
        AssessmentPlan(
            cuts=cuts(POOL), seed=seed, length="check", exposure=Exposure(100, shown)
        )
        for seed in range(40)
    ]

    assert not any(
        AssessmentSpecification.compile_plan(POOL, plan).explores for plan in plans
    )
