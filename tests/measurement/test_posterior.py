"""The coupled posterior against exact integration, and against what must hold of any posterior."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import estimate_abilities
from quiz.measurement.errors import ImpossiblePrior
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response
from quiz.measurement.irt.response_models import GRID, FloatArray
from quiz.measurement.specification import AssessmentSpecification
from tests.measurement.banks import bank, cuts

POOL = ItemPool.from_items(bank())
PLAN = AssessmentPlan(cuts=cuts(POOL))


def by_brute_force(standing: ExamineeState) -> FloatArray:
    """Return the exact marginals of two or three areas, by summing over the whole grid."""
    prior = standing.specification.natural_prior
    abilities = GRID[::2]
    axes = np.meshgrid(*[abilities] * len(prior.mean), indexing="ij")
    away = np.stack([axis - mean for axis, mean in zip(axes, prior.mean, strict=True)])
    logs = -0.5 * np.einsum("i...,ij,j...->...", away, prior.precision, away)
    likelihood = standing.log_likelihood()[:, ::2]
    for area, row in enumerate(likelihood):
        shape = [1] * len(prior.mean)
        shape[area] = -1
        logs = logs + row.reshape(shape)
    joint = np.exp(logs - logs.max())
    joint /= joint.sum()
    return np.stack(
        [
            joint.sum(axis=tuple(k for k in range(joint.ndim) if k != area))
            for area in range(joint.ndim)
        ]
    )


def answers(scores: dict[str, list[int]], step: int = 3) -> list[Response]:
    """Return answers to every third item of each area."""
    return [
        Response(f"{area}-{(number * step) % 20:03d}", float(score))
        for area, marks in scores.items()
        for number, score in enumerate(marks)
    ]


@pytest.mark.parametrize(
    "given_answers",
    [
        {"git": [1, 1, 0, 1, 0, 1]},
        {"git": [1, 1, 1, 1], "sql": [0, 0, 0, 0]},
        {"git": [0, 1, 0, 1, 1], "http": [1, 0, 0], "sql": [1, 1, 1, 1, 1, 1]},
        {"git": [0] * 7, "http": [0] * 7, "sql": [1] * 7},
    ],
    ids=["one area", "two apart", "three", "extremes"],
)
@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.8])
def test_the_coupling_agrees_with_integration_over_all_three_areas(
    given_answers: dict[str, list[int]], correlation: float
) -> None:
    plan = AssessmentPlan(
        cuts=cuts(POOL),
        population=AbilityPrior.from_defaults(POOL.areas, correlation=correlation),
    )
    standing = ExamineeState(
        AssessmentSpecification.compile_plan(POOL, plan), answers(given_answers)
    )

    exact = by_brute_force(standing)
    mean = exact @ GRID[::2]
    sd = np.sqrt(exact @ GRID[::2] ** 2 - mean**2)
    density = standing.posterior.density
    ours = density @ GRID

    assert ours == pytest.approx(mean, abs=0.02)
    assert np.sqrt(density @ GRID**2 - ours**2) == pytest.approx(sd, abs=0.02)


def test_one_area_alone_is_exact() -> None:
    plan = AssessmentPlan(cuts={"sql": 0.0})
    standing = ExamineeState(
        AssessmentSpecification.compile_plan(POOL, plan),
        answers({"sql": [1, 0, 0, 1, 1]}),
    )

    weights = np.exp(standing.log_likelihood()[0] - GRID**2 / 2)

    assert standing.posterior.density[0] == pytest.approx(
        weights / weights.sum(), abs=1e-6
    )


def test_nothing_answered_leaves_the_prior() -> None:
    found = estimate_abilities(POOL, PLAN, [])

    for estimate in found.values():
        assert estimate.theta == pytest.approx(0, abs=1e-6)
        assert estimate.sd == pytest.approx(1, abs=1e-3)
        assert estimate.p_reached == pytest.approx(0.5, abs=1e-6)
        assert estimate.asked == 0


def test_the_order_of_answers_changes_nothing() -> None:
    given_answers = answers({"git": [1, 0], "http": [0, 1], "sql": [1]})

    found = [
        estimate_abilities(POOL, PLAN, list(order))
        for order in permutations(given_answers)
    ]

    assert all(one == found[0] for one in found)


def test_a_repeated_answer_changes_nothing() -> None:
    given_answers = answers({"git": [1, 0], "sql": [1]})

    assert estimate_abilities(POOL, PLAN, given_answers * 2) == estimate_abilities(
        POOL, PLAN, given_answers
    )


def test_a_good_area_raises_its_neighbours_by_what_they_share() -> None:
    found = estimate_abilities(POOL, PLAN, answers({"git": [1] * 7}))

    assert 0 < found["sql"].theta < found["git"].theta
    assert found["sql"].theta == pytest.approx(0.5 * found["git"].theta, abs=0.02)


def test_uncorrelated_areas_say_nothing_about_each_other() -> None:
    plan = AssessmentPlan(
        cuts=cuts(POOL),
        population=AbilityPrior.from_defaults(POOL.areas, correlation=0),
    )

    found = estimate_abilities(POOL, plan, answers({"git": [1] * 7}))

    assert found["sql"].theta == pytest.approx(0, abs=1e-6)


MARKS = st.lists(st.integers(0, 1), min_size=1, max_size=9)


@settings(max_examples=40, deadline=None)
@given(git=MARKS, sql=MARKS, turned=st.integers(0, 8))
def test_a_right_answer_in_place_of_a_wrong_one_never_lowers_any_area(
    git: list[int], sql: list[int], turned: int
) -> None:
    place = turned % len(git)
    worse, better = git.copy(), git.copy()
    worse[place], better[place] = 0, 1

    low = estimate_abilities(POOL, PLAN, answers({"git": worse, "sql": sql}))
    high = estimate_abilities(POOL, PLAN, answers({"git": better, "sql": sql}))

    for area in POOL.areas:
        assert high[area].theta >= low[area].theta - 1e-6
        assert high[area].p_reached >= low[area].p_reached - 1e-6


@settings(max_examples=20, deadline=None)
@given(cut=st.floats(-3, 3), higher=st.floats(0, 2), git=MARKS)
def test_raising_a_cut_never_raises_the_chance_to_reach_it(
    cut: float, higher: float, git: list[int]
) -> None:
    given_answers = answers({"git": git})
    at = estimate_abilities(POOL, AssessmentPlan(cuts=cuts(POOL, cut)), given_answers)
    above = estimate_abilities(
        POOL, AssessmentPlan(cuts=cuts(POOL, cut + higher)), given_answers
    )

    for area in POOL.areas:
        assert above[area].p_reached <= at[area].p_reached + 1e-12


def test_bands_shrink_as_answers_come_in() -> None:
    given_answers = answers({"git": [1, 0, 1, 0, 1, 0, 1, 0, 1, 0]}, step=7)

    widths = []
    for count in (0, 4, 10):
        estimate = estimate_abilities(POOL, PLAN, given_answers[:count])["git"]
        widths.append(estimate.high95 - estimate.low95)

    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.75 * widths[0]


def test_a_doubtful_cut_moves_the_chance_towards_a_half() -> None:
    given_answers = answers({"git": [1] * 6})
    sharp = estimate_abilities(
        POOL, AssessmentPlan(cuts=cuts(POOL), cut_se=0.0), given_answers
    )["git"]
    blurred = estimate_abilities(
        POOL, AssessmentPlan(cuts=cuts(POOL), cut_se=0.6), given_answers
    )["git"]

    assert 0.5 < blurred.p_reached < sharp.p_reached


def test_fifty_areas_are_coupled_as_well() -> None:
    areas = [f"area{number:02d}" for number in range(50)]
    pool = ItemPool.from_items(bank(areas, each=5))
    given_answers = [Response(f"{area}-002", 1.0) for area in areas]

    found = estimate_abilities(pool, AssessmentPlan(cuts=cuts(pool)), given_answers)

    assert len(found) == 50
    assert all(estimate.theta > 0.5 for estimate in found.values())


def test_an_item_that_tells_nothing_moves_nothing() -> None:
    pool = ItemPool.from_items(
        [Item("flat", "sql", a=0.0, b=0.0), Item("other", "git")]
    )

    found = estimate_abilities(
        pool, AssessmentPlan(cuts=cuts(pool)), [Response("flat", 1.0)]
    )

    assert found["sql"].theta == pytest.approx(0, abs=1e-6)


def test_answers_of_areas_that_are_not_measured_are_passed_over() -> None:
    plan = AssessmentPlan(cuts={"sql": 0.0})
    given_answers = answers({"sql": [1, 0]})

    with_others = estimate_abilities(
        POOL, plan, [*given_answers, *answers({"git": [1, 1]})]
    )

    assert with_others == estimate_abilities(POOL, plan, given_answers)


def test_a_prior_that_leaves_no_doubt_at_all_is_refused() -> None:
    prior = AbilityPrior(POOL.areas, np.zeros(3), np.zeros((3, 3)))

    with pytest.raises(ImpossiblePrior):
        estimate_abilities(POOL, AssessmentPlan(cuts=cuts(POOL), population=prior), [])


def test_areas_that_are_nearly_one_still_come_to_rest() -> None:
    """Contradicting answers in areas that correlate by .99: the hardest case for coupling."""
    plan = AssessmentPlan(
        cuts=cuts(POOL),
        population=AbilityPrior.from_defaults(POOL.areas, correlation=0.99),
    )
    given_answers = answers({"git": [1] * 9, "http": [0] * 9, "sql": [1, 0] * 4})

    found = estimate_abilities(POOL, plan, given_answers)

    spread = [estimate.theta for estimate in found.values()]
    assert max(spread) - min(spread) < 0.3
