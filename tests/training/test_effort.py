"""Hours between a person and a goal."""

from itertools import pairwise
from math import exp

import numpy as np
import pytest

from quiz.training.effort import (
    LearnerState,
    ObjectiveScore,
    estimate_effort,
    format_hours_range,
    objective_weight,
    score_objectives,
)
from tests.training.people import bank, levels, standing

OBJECTIVES = bank().objectives


def hours_at(theta: float, goal: str = "junior") -> float:
    return estimate_effort(standing(theta, goal), OBJECTIVES).total


def test_one_objective_by_hand() -> None:
    # PROG-01: level J, applied, 10 hours, nothing before it; the junior goal asks for 1.2 of prog.
    found = estimate_effort(standing(-1.0), OBJECTIVES)

    [need] = [one for one in found.needs if one.objective.id == "PROG-01"]
    mastery = 1 / (1 + exp(-1.2 * (-1.0 + 1.2)))
    assert need.weight == 1
    assert need.mastery == pytest.approx(mastery)
    assert need.hours == pytest.approx(10 * (1 - mastery))


def test_answers_on_an_objective_count_beside_the_level_of_its_area() -> None:
    seen = standing(-1.0, shown={"PROG-01": ObjectiveScore(2, 2)})

    [need] = [
        one
        for one in estimate_effort(seen, OBJECTIVES).needs
        if one.objective.id == "PROG-01"
    ]

    assert need.mastery == pytest.approx((3 / (1 + exp(-1.2 * 0.2)) + 2) / 5)


def test_somebody_who_knows_nothing_has_all_hours_before_them() -> None:
    nothing = standing(-20.0, "senior", sd=0.0)

    found = estimate_effort(nothing, OBJECTIVES)

    by_hand = sum(
        one.hours * objective_weight(one, levels("senior"))
        for one in OBJECTIVES.values()
    )
    # What others build on counts at least as much as they do, so it is never less.
    assert by_hand <= found.objectives <= by_hand * 1.1
    assert found.total == pytest.approx(1.3 * found.objectives)


def test_somebody_who_knows_everything_has_nothing_before_them() -> None:
    found = estimate_effort(standing(6.0, "junior", sd=0.1), OBJECTIVES)

    assert found.needs == ()
    assert (found.low, found.total, found.high) == (0, 0, 0)


def test_what_a_gap_builds_on_is_included_unless_it_is_mastered() -> None:
    by_area = dict.fromkeys(bank().areas, 5.0) | {"api": -1.0}
    knows_http = estimate_effort(standing(by_area), OBJECTIVES)
    knows_neither = estimate_effort(standing(by_area | {"http": -1.0}), OBJECTIVES)

    def areas(found: object) -> set[str]:
        return {need.objective.area for need in found.needs}  # type: ignore[attr-defined]  # an Effort

    assert areas(knows_http) == {"api"}
    assert areas(knows_neither) == {"api", "http"}


def test_knowing_more_never_takes_longer() -> None:
    hours = [hours_at(theta) for theta in np.linspace(-3, 3, 25)]

    assert all(later <= earlier for earlier, later in pairwise(hours))


def test_what_was_learned_since_counts_as_mastered() -> None:
    before = estimate_effort(standing(-1.0), OBJECTIVES)
    ticked = frozenset(need.objective.id for need in before.needs[:5])

    after = estimate_effort(standing(-1.0, learned=ticked), OBJECTIVES)

    assert not ticked & {need.objective.id for need in after.needs}
    assert after.total < before.total


def test_the_range_grows_with_doubt_and_holds_what_is_expected() -> None:
    sharp, blurred = (
        estimate_effort(standing(-0.5, sd=sd), OBJECTIVES) for sd in (0.1, 0.8)
    )

    assert sharp.low <= sharp.total <= sharp.high
    assert blurred.low <= blurred.total <= blurred.high
    assert blurred.high - blurred.low > sharp.high - sharp.low


def test_an_area_that_was_not_measured_counts_as_unknown() -> None:
    person = standing(3.0)
    few = LearnerState(
        ("sql",), np.array([3.0]), np.full((4, 1), 3.0), {"sql": 1.0, "git": 1.0}, {}
    )

    assert estimate_effort(person, OBJECTIVES).total < 5
    assert {need.objective.area for need in estimate_effort(few, OBJECTIVES).needs} == {
        "git"
    }


def test_scores_are_gathered_by_objective() -> None:
    assert score_objectives([("A", 1.0), ("B", 0.0), ("A", 0.5)]) == {
        "A": ObjectiveScore(1.5, 2),
        "B": ObjectiveScore(0.0, 1),
    }


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (352.0, 431.0, "350 to 430 hours"),
        (1204.0, 1396.0, "1,200 to 1,400 hours"),
        (41.0, 44.0, "40 to 45 hours"),
        (101.0, 103.0, "about 100 hours"),
        (0.0, 0.0, "about 0 hours"),
    ],
)
def test_hours_are_said_in_round_numbers(low: float, high: float, words: str) -> None:
    assert format_hours_range(low, high) == words
