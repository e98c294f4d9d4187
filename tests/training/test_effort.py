"""Hours between a person and a goal."""

from itertools import pairwise

import numpy as np
import pytest

from quiz.catalogue.skills import Objective
from quiz.training.effort import (
    Effort,
    LearnerState,
    ObjectiveScore,
    estimate_effort,
    score_objectives,
    select_required,
    total_hours,
)
from tests.training.people import bank, effort_at, learner

OBJECTIVES = bank().objectives


def objective(
    name: str, hours: float, level: str = "J", before: tuple[str, ...] = ()
) -> Objective:
    return Objective(
        id=name,
        area="sql",
        level=level,
        bloom="Ap",
        hours=hours,
        prerequisites=before,
        name=name,
        text=name,
    )


#: ten hours of junior and twenty of mid-level objectives in one area
FEW = {
    each.id: each
    for each in (
        objective("J1", 4),
        objective("J2", 6, before=("J1",)),
        objective("C1", 8, "C"),
        objective("C2", 12, "C", before=("C1",)),
    )
}


def one_area(
    theta: float, required: float, *, shown: dict[str, ObjectiveScore] | None = None
) -> Effort:
    state = LearnerState(
        ("sql",),
        np.array([theta]),
        np.full((4, 1), theta),
        {"sql": required},
        shown or {},
    )
    return estimate_effort(state, FEW)


def hours(effort: Effort) -> dict[str, float]:
    return {need.objective.id: round(need.hours, 3) for need in effort.needs}


def test_nobody_knows_anything_at_level_0_and_everything_is_missing() -> None:
    # θ = -1.8 is level 0.
    assert hours(one_area(-1.8, 2.0)) == {"J1": 4, "J2": 6, "C1": 8, "C2": 12}


def test_half_a_level_is_half_of_the_hours_in_order() -> None:
    # θ = -1.15 is level .5: five of ten junior hours, all of J1 and one hour of J2.
    assert hours(one_area(-1.15, 1.0)) == {"J2": 5.0}


def test_a_goal_between_two_levels_asks_for_whole_objectives() -> None:
    # 1.3 asks for six of twenty mid-level hours: C1, whose middle lies at four, and not C2.
    assert hours(one_area(-1.8, 1.3)) == {"J1": 4, "J2": 6, "C1": 8}
    assert hours(one_area(-1.8, 1.1)) == {"J1": 4, "J2": 6}


def test_who_stands_at_the_goal_misses_nothing() -> None:
    # θ = .8 is level 2; wrong answers on one objective do not open the goal again.
    at_goal = one_area(0.8, 2.0, shown={"C1": ObjectiveScore(0, 5)})

    assert at_goal.needs == ()
    assert (at_goal.low, at_goal.total, at_goal.high) == (0, 0, 0)


def test_answers_on_an_objective_move_what_is_mastered_of_it() -> None:
    missed = one_area(-1.15, 1.0, shown={"J1": ObjectiveScore(0, 2)})
    right = one_area(-1.8, 1.0, shown={"J1": ObjectiveScore(2, 2)})

    # (3 · 1 + 0) / (3 + 2) = .6, and (3 · 0 + 2) / (3 + 2) = .4.
    assert hours(missed)["J1"] == pytest.approx(4 * 0.4)
    assert hours(right)["J1"] == pytest.approx(4 * 0.6)


def test_four_fifths_count_as_mastered() -> None:
    # (0 + 12) / (3 + 12) = .8.
    almost = one_area(-1.8, 1.0, shown={"J1": ObjectiveScore(12, 12)})

    assert "J1" not in hours(almost)
    assert almost.mastered == {"J1"}


def test_projects_add_three_tenths_and_review_a_fifth_of_all_time() -> None:
    assert total_hours(80) == pytest.approx(80 * 1.3 / 0.8)
    assert one_area(-1.8, 1.0).total == pytest.approx(10 * 1.3 / 0.8)
    assert one_area(-1.8, 1.0).by_area == {"sql": 10}


def test_the_range_holds_the_stated_doubt_in_the_hours() -> None:
    effort = one_area(-1.8, 1.0)

    # The abilities are certain here, so that only the factor is left: .7 and 1.6 in 80 of 100 cases.
    assert effort.low == pytest.approx(0.7 * effort.total, rel=0.05)
    assert effort.high == pytest.approx(1.6 * effort.total, rel=0.05)


def test_the_range_grows_with_doubt_about_the_level_and_holds_what_is_expected() -> (
    None
):
    sharp, wide = (
        estimate_effort(learner(-0.5, sd=sd), OBJECTIVES) for sd in (0.1, 0.8)
    )

    assert sharp.low <= sharp.total <= sharp.high
    assert wide.low <= wide.total <= wide.high
    assert wide.high - wide.low > sharp.high - sharp.low


def test_saying_i_do_not_know_to_everything_costs_the_hours_from_zero() -> None:
    unsure = estimate_effort(learner(-1.0, from_zero=True), OBJECTIVES)
    zero = estimate_effort(learner(-20.0), OBJECTIVES)

    assert unsure.total == zero.total
    assert unsure.low == pytest.approx(zero.low)
    assert unsure.total > effort_at(-1.0).total


def test_what_a_gap_builds_on_is_included_unless_it_is_mastered() -> None:
    by_area = dict.fromkeys(bank().areas, 5.0) | {"api": -1.5}
    knows_http = estimate_effort(learner(by_area), OBJECTIVES)
    knows_neither = estimate_effort(learner(by_area | {"http": -1.5}), OBJECTIVES)

    assert set(knows_http.by_area) == {"api"}
    assert set(knows_neither.by_area) == {"api", "http"}


def test_a_prerequisite_counts_even_where_the_goal_asks_for_nothing_of_its_area() -> (
    None
):
    state = LearnerState(
        ("sql", "prog"),
        np.array([-1.8, -1.8]),
        np.full((4, 2), -1.8),
        {"sql": 1.0},
        {},
    )

    needs = estimate_effort(state, OBJECTIVES).needs

    # SQL-08 builds on PROG-02, and that on PROG-01.
    names = {need.objective.id for need in needs if need.objective.area == "prog"}
    assert names == {"PROG-01", "PROG-02"}


def test_knowing_more_never_takes_longer() -> None:
    totals = [effort_at(theta).total for theta in np.linspace(-3, 3, 25)]

    assert all(later <= earlier for earlier, later in pairwise(totals))
    assert totals[-1] == 0


def test_what_was_ticked_counts_as_mastered() -> None:
    before = effort_at(-1.0)
    ticked = frozenset(need.objective.id for need in before.needs[:5])

    after = estimate_effort(learner(-1.0, learned=ticked), OBJECTIVES)

    assert not ticked & {need.objective.id for need in after.needs}
    assert ticked <= after.mastered
    assert after.total < before.total


def test_an_area_that_was_not_measured_counts_as_unknown() -> None:
    few = LearnerState(
        ("sql",), np.array([3.0]), np.full((4, 1), 3.0), {"sql": 1.0, "git": 1.0}, {}
    )

    assert set(estimate_effort(few, OBJECTIVES).by_area) == {"git"}


@pytest.mark.parametrize(
    ("required", "chosen"),
    [
        (0.0, [False, False, False]),
        (0.2, [True, False, False]),
        (0.5, [True, True, False]),
        (1.0, [True, True, True]),
        (2.7, [True, True, True]),
    ],
)
def test_a_level_asks_for_the_objectives_whose_middle_it_passes(
    required: float, chosen: list[bool]
) -> None:
    assert select_required(np.array([2.0, 6.0, 8.0]), required, "J").tolist() == chosen


def test_scores_are_gathered_by_objective() -> None:
    assert score_objectives([("A", 1.0), ("B", 0.0), ("A", 0.5)]) == {
        "A": ObjectiveScore(1.5, 2),
        "B": ObjectiveScore(0.0, 1),
    }
