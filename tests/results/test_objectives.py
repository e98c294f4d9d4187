"""What to learn first: missed before unasked, foundations before what stands on them."""

from quiz.catalogue.skills import Level, Objective
from quiz.results.gaps.objectives import (
    ObjectiveCounts,
    select_objectives,
    sort_by_prerequisites,
)


def objective(key: str, level: Level = "J", *before: str) -> Objective:
    return Objective(
        id=key,
        area="sql",
        level=level,
        bloom="Ap",
        hours=4,
        prerequisites=before,
        name=key,
        text=f"can {key}",
    )


def names(objectives: list[Objective]) -> list[str]:
    return [one.id for one in objectives]


def test_what_was_missed_comes_before_what_was_not_asked() -> None:
    choice = select_objectives(
        [objective("A"), objective("B")], 1.0, {"B": ObjectiveCounts(missed=1)}
    )

    assert names(choice) == ["B", "A"]


def test_what_was_answered_right_is_left_out() -> None:
    choice = select_objectives(
        [objective("A"), objective("B")], 1.0, {"A": ObjectiveCounts(right=1)}
    )

    assert names(choice) == ["B"]


def test_right_once_and_missed_once_is_still_open() -> None:
    choice = select_objectives(
        [objective("A")], 1.0, {"A": ObjectiveCounts(missed=1, right=1)}
    )

    assert names(choice) == ["A"]


def test_a_junior_goal_does_not_send_anybody_to_senior_matter() -> None:
    choice = select_objectives([objective("A", "S"), objective("B", "C")], 1.2, {})

    assert choice == []


def test_a_senior_goal_asks_for_all_levels_the_lower_first() -> None:
    everything = [objective("A", "S"), objective("B", "C"), objective("C", "J")]

    assert names(select_objectives(everything, 2.6, {}, most=3)) == ["C", "B", "A"]


def test_what_others_stand_on_comes_first() -> None:
    choice = select_objectives([objective("A", "J", "B"), objective("B")], 1.0, {})

    assert names(choice) == ["B", "A"]


def test_learning_order_never_puts_anything_before_what_it_builds_on() -> None:
    chosen = [
        objective("C", "J", "B"),
        objective("B", "J", "A"),
        objective("X"),
        objective("A"),
    ]

    assert names(sort_by_prerequisites(chosen)) == ["X", "A", "B", "C"]
