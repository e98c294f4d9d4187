"""A form is balanced like a sitting, and tells more of its areas than questions taken by chance."""

import random
from collections import Counter

import numpy as np
import pytest

from quiz.measurement.assessment_plan import (
    AssessmentPlan,
    ExposurePolicy,
    weighted_floors,
)
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item
from quiz.measurement.irt.response_models import GRID, UPPER_ASYMPTOTE
from quiz.measurement.selection.content_balancing import MAX_IN_A_ROW
from quiz.measurement.selection.difficulty_rules import EASY_SCORE
from quiz.measurement.selection.fixed_form import fisher_information, select_fixed_form
from tests.measurement.banks import bank

AREAS = ("api", "git", "http", "prog", "sql", "test")
POOL = ItemPool.from_items(bank(AREAS, each=40))
LEVELS = {"api": 1.0, "git": 0.8, "http": 1.0, "prog": 1.2, "sql": 1.8, "test": 0.8}


def a_plan(
    questions: int, *, seed: int = 1, pool_areas: tuple[str, ...] = AREAS
) -> AssessmentPlan:
    return AssessmentPlan(
        cuts=dict.fromkeys(pool_areas, -0.5),
        length="quick" if questions <= 24 else "standard",
        floors=weighted_floors(
            {a: LEVELS[a] for a in pool_areas}, "quick", core=("prog", "sql")
        ),
        max_items=questions,
        seed=seed,
        exposure_policy=ExposurePolicy.VARIETY,
    )


def items_of(form: list[str]) -> list[Item]:
    return [POOL.items[POOL.item_index(name)] for name in form]


def test_a_form_has_the_questions_asked_for_each_once() -> None:
    form = select_fixed_form(POOL, a_plan(24))

    assert len(form) == len(set(form)) == 24


@pytest.mark.parametrize("questions", [6, 12, 24, 40])
def test_every_area_gets_its_floor_and_none_more_than_its_share(questions: int) -> None:
    plan = a_plan(questions)

    counts = Counter(item.area for item in items_of(select_fixed_form(POOL, plan)))

    assert all(counts[area] >= floor for area, floor in plan.area_floors.items())
    assert max(counts.values()) <= max(2, 0.4 * questions)


def test_a_form_begins_with_easy_questions_and_changes_the_area() -> None:
    form = select_fixed_form(POOL, a_plan(24))

    easy = POOL.junior_scores[[POOL.item_index(name) for name in form[:2]]]
    areas = [item.area for item in items_of(form)]
    runs = [areas[i : i + MAX_IN_A_ROW + 1] for i in range(len(areas) - MAX_IN_A_ROW)]
    assert (easy >= EASY_SCORE).all()
    assert all(len(set(run)) > 1 for run in runs)


def test_a_form_of_some_areas_asks_about_no_other() -> None:
    form = select_fixed_form(POOL, a_plan(12, pool_areas=("git", "sql")))

    assert {item.area for item in items_of(form)} == {"git", "sql"}


def test_questions_that_give_each_other_away_never_meet() -> None:
    items = [
        Item(f"sql-{number:02}", "sql", enemies=frozenset({f"sql-{number ^ 1:02}"}))
        for number in range(20)
    ]
    pool = ItemPool.from_items(items)

    form = select_fixed_form(pool, a_plan(20, pool_areas=("sql",)))

    assert len({int(name[-2:]) // 2 for name in form}) == len(form) == 10


def test_a_pool_that_is_too_small_gives_all_it_has() -> None:
    pool = ItemPool.from_items([Item(f"git-{number}", "git") for number in range(5)])

    assert len(select_fixed_form(pool, a_plan(12, pool_areas=("git",)))) == 5


def test_the_same_seed_makes_the_same_form_and_another_seed_another() -> None:
    first, again, other = (
        select_fixed_form(POOL, a_plan(24, seed=seed)) for seed in (1, 1, 2)
    )

    assert first == again
    assert set(first) != set(other)


def test_a_form_tells_more_at_the_required_level_than_questions_by_chance() -> None:
    information = fisher_information(POOL)
    near = np.abs(GRID + 0.5) <= 1.0
    rng = random.Random(5)

    def tell(form: list[str]) -> float:
        numbers = [POOL.item_index(name) for name in form]
        return float(information[numbers][:, near].mean(axis=1).sum())

    chosen = tell(select_fixed_form(POOL, a_plan(24)))
    by_chance = [
        tell([item.id for item in rng.sample(POOL.items, 24)]) for _ in range(200)
    ]

    assert chosen > np.quantile(by_chance, 0.95)


def test_the_difficulties_of_a_form_spread_round_the_required_level() -> None:
    locations = [
        item.location for item in items_of(select_fixed_form(POOL, a_plan(40)))
    ]

    assert abs(float(np.median(locations)) + 0.5) < 0.8
    assert float(np.std(locations)) > 0.3


def test_information_is_that_of_the_four_parameter_model() -> None:
    """Barton & Lord (1981): P'² / (P (1 - P)), where P' = a P (1 - P / d) without guessing."""
    pool = ItemPool.from_items([Item("x", "sql", a=1.4, b=0.3, c=0.0)])

    measured = fisher_information(pool)[0]

    p, d = pool.category_probabilities[0][0], UPPER_ASYMPTOTE
    inside = slice(1, -1)
    expected = ((1.4 * p * (1 - p / d)) ** 2 / (p * (1 - p)))[inside]
    # Slopes are taken on the grid, whose steps are a tenth of a logit.
    assert measured[inside] == pytest.approx(expected, rel=0.02)


def test_information_of_guessing_is_lower() -> None:
    typed, chosen = (
        fisher_information(ItemPool.from_items([Item("x", "sql", options=options)]))
        for options in (0, 4)
    )

    assert (chosen <= typed + 1e-9).all()
    assert chosen.max() < 0.8 * typed.max()
