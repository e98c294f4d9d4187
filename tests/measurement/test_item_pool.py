"""Pools: what is refused by name, and what the tables hold."""

import math
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from quiz.errors import NotValid
from quiz.measurement.errors import (
    DuplicateItem,
    ImpossibleItem,
    ImpossibleResponse,
    UnknownArea,
    UnknownItem,
)
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import GradedModel, Item, Response

GOOD = Item("q1", "sql", options=4)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (replace(GOOD, id=""), "no id"),
        (replace(GOOD, area=""), "no area"),
        (replace(GOOD, difficulty=math.nan), "not finite"),
        (replace(GOOD, a=math.inf, b=0.0), "not finite"),
        (replace(GOOD, options=1), "options"),
        (replace(GOOD, options=-2), "options"),
        (replace(GOOD, seconds=0.0), "seconds"),
        (replace(GOOD, categories=1), "categories"),
        (replace(GOOD, categories=99), "categories"),
        (replace(GOOD, a=1.0), "together"),
        (replace(GOOD, b=1.0), "together"),
        (replace(GOOD, a=-0.1, b=0.0), "negative"),
        (replace(GOOD, c=1.0), "c lies"),
        (replace(GOOD, c=-0.1), "c lies"),
        (replace(GOOD, b_se=-1.0), "standard error"),
        (replace(GOOD, model=cast("GradedModel", "other")), "no model"),
        (replace(GOOD, thresholds=(0.1, 0.2)), "one step"),
        (replace(GOOD, thresholds=(math.nan,)), "not finite"),
        (replace(GOOD, categories=3, thresholds=(0.5, -0.5)), "rise"),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_an_impossible_item_is_refused_by_name(item: Item, words: str) -> None:
    with pytest.raises(ImpossibleItem, match=words) as refused:
        ItemPool.from_items([item])

    assert isinstance(refused.value, NotValid)
    assert item.id in str(refused.value)


def test_two_items_with_one_id_are_refused() -> None:
    with pytest.raises(DuplicateItem, match="q1"):
        ItemPool.from_items([GOOD, replace(GOOD, area="git")])


def test_an_item_of_an_unknown_area_is_refused_when_the_areas_are_known() -> None:
    with pytest.raises(UnknownArea, match="sql"):
        ItemPool.from_items([GOOD], areas=["git"])


def test_an_answer_to_an_unknown_item_is_refused() -> None:
    pool = ItemPool.from_items([GOOD])

    with pytest.raises(UnknownItem, match="q9"):
        pool.item_index("q9")


@pytest.mark.parametrize("score", [-0.1, 1.1, 0.5, math.nan, math.inf])
def test_a_score_no_answer_can_have_is_refused(score: float) -> None:
    pool = ItemPool.from_items([GOOD])

    with pytest.raises(ImpossibleResponse):
        pool.score_category(Response("q1", score))


@pytest.mark.parametrize(("score", "category"), [(0, 0), (0.33, 1), (2 / 3, 2), (1, 3)])
def test_a_graded_score_is_read_as_its_category(score: float, category: int) -> None:
    pool = ItemPool.from_items([replace(GOOD, categories=4)])

    assert pool.score_category(Response("q1", score)) == category


def test_items_are_kept_by_area_and_id_whatever_their_order() -> None:
    items = [Item("b", "sql"), Item("a", "sql"), Item("c", "git")]

    pool = ItemPool.from_items(items)

    assert [item.id for item in pool.items] == ["c", "a", "b"]
    assert pool.bounds == ((0, 1), (1, 3))


@pytest.mark.parametrize("honest", [0, 1])
def test_the_chances_of_all_categories_sum_to_one(honest: int) -> None:
    pool = ItemPool.from_items(
        [GOOD, replace(GOOD, id="q2", categories=4), Item("q3", "git")]
    )

    for number, item in enumerate(pool.items):
        rows = [
            pool.outcome_row(number, category) for category in range(item.categories)
        ]
        total = np.exp(pool.log_probabilities[honest][rows]).sum(axis=0)
        assert total == pytest.approx(np.ones(len(total)))


def test_someone_who_says_so_when_they_do_not_know_is_credited_with_less_luck() -> None:
    pool = ItemPool.from_items([replace(GOOD, a=1.2, b=0.0)])
    right = pool.outcome_row(0, 1)

    lowest = [
        float(np.exp(pool.log_probabilities[honest][right, 0])) for honest in (0, 1)
    ]

    assert lowest == pytest.approx([0.25, 0.125], abs=0.005)


def test_not_knowing_is_stronger_evidence_than_a_wrong_pick() -> None:
    pool = ItemPool.from_items([replace(GOOD, a=1.2, b=0.0)])
    wrong, unknown = pool.outcome_row(0, 0), pool.outcome_row(0, None)

    table = pool.log_probabilities[0]
    falls = [table[row, 0] - table[row, -1] for row in (wrong, unknown)]

    assert falls[1] > falls[0]


def test_enemies_are_enemies_both_ways_and_strangers_are_passed_over() -> None:
    one = replace(GOOD, enemies=frozenset({"q2", "not-in-this-pool"}))

    pool = ItemPool.from_items([one, Item("q2", "sql")])

    assert pool.enemies == {0: (1,), 1: (0,)}
