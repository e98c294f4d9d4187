"""What to learn first: missed before unasked, foundations before what builds on them."""

from quiz.catalogue.skills import Level, Objective
from quiz.results.gaps.objectives import (
    ObjectiveCounts,
    count_objective_answers,
    select_area_objectives,
    select_objectives,
    take_turns,
)
from quiz.sittings.assessment.context import AssessmentContext
from tests.results.builders import answer, item, outcome


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
    counts = {"B": ObjectiveCounts(missed=1), "C": ObjectiveCounts(missed=2)}

    chosen = select_objectives(
        [objective("A"), objective("B"), objective("C")], 1.0, counts
    )

    assert names(chosen) == ["C", "B", "A"]


def test_what_was_always_answered_correctly_is_left_out() -> None:
    counts = {
        "A": ObjectiveCounts(correct=1),
        "B": ObjectiveCounts(missed=1, correct=1),
    }

    chosen = select_objectives([objective("A"), objective("B")], 1.0, counts)

    assert names(chosen) == ["B"]


def test_the_required_level_decides_up_to_which_level_there_is_something_to_learn() -> (
    None
):
    everything = [objective("S", "S"), objective("C", "C"), objective("J", "J")]

    assert names(select_objectives(everything, 1.24, {})) == ["J"]
    assert names(select_objectives(everything, 1.25, {})) == ["J", "C"]
    assert names(select_objectives(everything, 2.24, {})) == ["J", "C"]
    assert names(select_objectives(everything, 2.25, {})) == ["J", "C", "S"]


def test_what_others_build_on_comes_first() -> None:
    chosen = select_objectives(
        [objective("A", "J", "B", "C"), objective("B", "J", "C"), objective("C")],
        1.0,
        {},
    )

    assert names(chosen) == ["C", "B", "A"]


def test_a_foundation_that_is_mastered_holds_nothing_back() -> None:
    counts = {"C": ObjectiveCounts(correct=1)}

    chosen = select_objectives(
        [objective("B"), objective("A", "J", "C"), objective("C")], 1.0, counts
    )

    assert names(chosen) == ["A", "B"]


def test_of_an_area_two_objectives_come_first(tools: AssessmentContext) -> None:
    chosen = select_area_objectives(outcome("sql"), {}, tools.catalogue)

    assert len(chosen) == 2
    assert {one.area for one in chosen} == {"sql"}
    assert len(select_area_objectives(outcome("sql"), {}, tools.catalogue, most=3)) == 3


def test_answers_are_counted_by_objective_without_those_a_rescoring_left_out() -> None:
    items = [
        item(answer(1.0), objective="SQL-01"),
        item(answer(0.5), objective="SQL-01"),
        item(answer(0.0), objective="SQL-02"),
        item(None, objective="SQL-03"),
        item(answer(1.0), objective="SQL-04", left_out=True),
    ]

    assert count_objective_answers(items) == {
        "SQL-01": ObjectiveCounts(missed=1, correct=1),
        "SQL-02": ObjectiveCounts(missed=1, correct=0),
    }


def test_areas_take_turns_until_each_has_named_all_it_has() -> None:
    first, second = [objective("A1"), objective("A2")], [objective("B1")]

    assert names(take_turns([first, second])) == ["A1", "B1", "A2"]
