"""Person fit: lz* by Snijders' own formula, its distribution, and what is and is not flagged."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import expit

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response
from quiz.measurement.reporting.person_fit import (
    PersonFitFlag,
    lz_star,
    person_fit,
)

Floats = npt.NDArray[np.float64]

#: forty typed questions, from very easy to very hard
LADDER = tuple(
    Item(f"q{n:02d}", "sql", a=1.5, b=float(b), c=0.0, seconds=60)
    for n, b in enumerate(np.linspace(-3, 3, 40))
)


def three_parameter(
    theta: float, a: Floats, b: Floats, c: Floats
) -> tuple[Floats, Floats]:
    """Return P and dP/dθ of the 3PL model."""
    knows = expit(a * (theta - b))
    return c + (1 - c) * knows, (1 - c) * a * knows * (1 - knows)


def as_categories(p: Floats, slope: Floats) -> tuple[list[Floats], list[Floats]]:
    """Return ln P and its slope for wrong and right."""
    logs = [np.log([1 - one, one]) for one in p]
    slopes = [
        np.array([-d / (1 - one), d / one]) for one, d in zip(p, slope, strict=True)
    ]
    return logs, slopes


def snijders(p: Floats, slope: Floats, x: Floats) -> float:
    """Return lz* as Snijders (2001) writes it for right/wrong items: weights w, r, c_n and τ_n.

    With r_i = P'/(PQ) (maximum likelihood), so that Σ (x - P) w̃ needs no further term.
    """
    w, r = np.log(p / (1 - p)), slope / (p * (1 - p))
    c = (slope * w).sum() / (slope * r).sum()
    corrected = w - c * r
    tau = np.sqrt((corrected**2 * p * (1 - p)).mean())
    return float(((x - p) * corrected).sum() / (np.sqrt(len(p)) * tau))


def test_it_is_the_published_formula_for_right_and_wrong() -> None:
    rng = np.random.default_rng(3)
    p, slope = three_parameter(
        0.4, rng.uniform(0.8, 2, 25), rng.normal(0, 1, 25), rng.choice([0, 0.25], 25)
    )
    given = (rng.random(25) < p).astype(int)

    found = lz_star(*as_categories(p, slope), given.tolist())

    assert found == pytest.approx(snijders(p, slope, given.astype(float)), abs=1e-9)


def test_it_is_standard_normal_for_people_who_answer_by_the_model() -> None:
    rng = np.random.default_rng(5)
    a, b, c = rng.uniform(1, 2, 60), rng.normal(0, 1.2, 60), np.full(60, 0.2)
    grid = np.linspace(-4, 4, 401)
    on_grid = c + (1 - c) * expit(a * (grid[:, None] - b))
    values = []
    for theta in rng.normal(0, 1, 600):
        p, _ = three_parameter(float(theta), a, b, c)
        given = rng.random(60) < p
        likelihood = np.log(np.where(given, on_grid, 1 - on_grid)).sum(axis=1)
        best = float(grid[likelihood.argmax()])
        values.append(
            lz_star(
                *as_categories(*three_parameter(best, a, b, c)),
                given.astype(int).tolist(),
            )
        )

    # Four standard errors of a mean and of a standard deviation of 600, and .05 for the
    # skewness that 60 items leave.
    assert abs(np.mean(values)) < 4 / np.sqrt(600) + 0.05
    assert abs(np.std(values) - 1) < 4 / np.sqrt(2 * 600) + 0.05


def test_easy_questions_wrong_and_hard_ones_right_do_not_fit_together() -> None:
    pool = ItemPool.from_items(LADDER)
    upside_down = [Response(item.id, float((item.b or 0) > 0)) for item in LADDER]

    fit = person_fit(pool, AssessmentPlan(cuts={"sql": 0.0}), upside_down)

    assert fit.lz_star is not None
    assert fit.lz_star < -4
    assert fit.flags == (PersonFitFlag.PATTERN,)
    assert not fit.is_interpretable


def test_easy_questions_right_and_hard_ones_wrong_fit_together() -> None:
    pool = ItemPool.from_items(LADDER)
    expected = [Response(item.id, float((item.b or 0) < 0)) for item in LADDER]

    fit = person_fit(pool, AssessmentPlan(cuts={"sql": 0.0}), expected)

    assert fit.is_interpretable
    assert fit.lz_star is not None
    assert fit.lz_star > 0


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_all_right_and_all_wrong_fit(score: float) -> None:
    pool = ItemPool.from_items(LADDER)

    fit = person_fit(
        pool,
        AssessmentPlan(cuts={"sql": 0.0}),
        [Response(item.id, score) for item in LADDER],
    )

    assert fit.is_interpretable


def test_not_knowing_counts_as_wrong() -> None:
    pool = ItemPool.from_items([*LADDER, Item("last", "sql", a=1.0, b=0.0, c=0.0)])
    answers = [Response(item.id, float((item.b or 0) < 0)) for item in LADDER]

    says_so = person_fit(
        pool,
        AssessmentPlan(cuts={"sql": 0.0}),
        [*answers, Response("last", dont_know=True)],
    )

    assert says_so.lz_star is not None
    assert says_so.is_interpretable


def test_a_few_answers_say_nothing_about_fit() -> None:
    pool = ItemPool.from_items(LADDER)

    fit = person_fit(
        pool,
        AssessmentPlan(cuts={"sql": 0.0}),
        [Response("q00", 0.0), Response("q39", 1.0)],
    )

    assert fit.lz_star is None
    assert fit.is_interpretable


def test_answers_of_areas_that_are_not_measured_are_left_out() -> None:
    pool = ItemPool.from_items([*LADDER, *(Item(f"g{n}", "git") for n in range(20))])

    fit = person_fit(
        pool,
        AssessmentPlan(cuts={"sql": 0.0}),
        [Response(f"g{n}", 1.0) for n in range(20)],
    )

    assert fit.lz_star is None


@pytest.mark.parametrize(
    ("seconds", "doubts"),
    [(30.0, ()), (6.5, ()), (5.5, (PersonFitFlag.HASTE,))],
    ids=["calm", "quick", "hasty"],
)
def test_answers_in_less_than_a_tenth_of_the_time_are_hasty(
    seconds: float, doubts: tuple[PersonFitFlag, ...]
) -> None:
    pool = ItemPool.from_items(LADDER)
    answers = [Response(item.id, 1.0, seconds=seconds) for item in LADDER[:12]]

    fit = person_fit(pool, AssessmentPlan(cuts={"sql": 0.0}), answers)

    assert fit.flags == doubts


def test_one_hasty_answer_in_ten_is_forgiven() -> None:
    pool = ItemPool.from_items(LADDER)
    answers = [
        Response(item.id, 1.0, seconds=1.0 if n == 0 else 30.0)
        for n, item in enumerate(LADDER[:10])
    ]

    fit = person_fit(pool, AssessmentPlan(cuts={"sql": 0.0}), answers)

    assert fit.response_time_effort == pytest.approx(0.9)
    assert fit.is_interpretable


def test_not_knowing_may_be_quick() -> None:
    pool = ItemPool.from_items(LADDER)
    answers = [Response(item.id, dont_know=True, seconds=1.0) for item in LADDER[:12]]

    fit = person_fit(pool, AssessmentPlan(cuts={"sql": 0.0}), answers)

    assert fit.response_time_effort is None


def three_areas() -> ItemPool:
    return ItemPool.from_items(
        Item(f"{area}{n:02d}", area, a=1.3, b=float(b), c=0.25, options=4)
        for area in ("git", "http", "sql")
        for n, b in enumerate(np.linspace(-2.4, 2.4, 16))
    )


@pytest.mark.parametrize("dont_know", [True, False])
def test_with_nothing_right_nothing_is_said_about_hard_questions(
    *, dont_know: bool
) -> None:
    pool = three_areas()
    answers = [Response(item.id, dont_know=dont_know) for item in pool.items]

    fit = person_fit(pool, AssessmentPlan(cuts=dict.fromkeys(pool.areas, 0.0)), answers)

    assert fit.flags == ()


def uneven_answers(rng: np.random.Generator, pool: ItemPool) -> list[Response]:
    """Return honest answers of somebody who is very good in one area and weak in the others."""
    ability = {"git": 2.0, "http": -1.3, "sql": -1.3}
    chances = [
        0.25 + 0.73 * expit(1.3 * (ability[item.area] - item.location))
        for item in pool.items
    ]
    return [
        Response(item.id, float(rng.random() < chance))
        for item, chance in zip(pool.items, chances, strict=True)
    ]


def test_uneven_but_honest_people_are_hardly_ever_flagged() -> None:
    rng, pool = np.random.default_rng(8), three_areas()
    plan = AssessmentPlan(cuts=dict.fromkeys(pool.areas, 0.0))

    flagged = [
        bool(person_fit(pool, plan, uneven_answers(rng, pool)).flags)
        for _ in range(200)
    ]

    # 5% and three standard errors of 200.
    assert np.mean(flagged) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 200)


@pytest.mark.parametrize(
    "right",
    [lambda b: b > -0.4, lambda b: b < -1.2 or b > 1.8],
    ids=["easy ones missed", "hard ones right"],
)
def test_answers_against_the_order_of_difficulty_are_flagged(
    right: Callable[[float], bool],
) -> None:
    pool = ItemPool.from_items(LADDER)
    answers = [Response(item.id, float(right(item.location))) for item in LADDER]

    fit = person_fit(pool, AssessmentPlan(cuts={"sql": 0.0}), answers)

    assert fit.flags == (PersonFitFlag.PATTERN,)
