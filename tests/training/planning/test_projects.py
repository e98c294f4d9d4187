"""Which projects a plan has, and their hours."""

import pytest

from quiz.catalogue.study_plans import Curriculum
from quiz.training.planning.projects import select_projects
from tests.training.people import bank, effort_at
from tests.training.planning.test_ordering import need, project


def select(
    hours: float, *projects_: object, mastered: tuple[str, ...] = ()
) -> dict[str, float]:
    found = select_projects(
        [need("A", hours), need("B", 1.0)],
        mastered,
        Curriculum(projects=projects_),  # type: ignore[arg-type]  # projects
    )
    return {planned.project.id: planned.hours for planned in found}


def test_a_project_needs_something_planned_and_nothing_unknown() -> None:
    found = select(
        99.0,
        project("planned", "A"),
        project("half", "A", "KNOWN"),
        project("known", "KNOWN"),
        project("unknown", "A", "ELSEWHERE"),
        mastered=("KNOWN",),
    )

    assert set(found) == {"planned", "half"}


def test_three_tenths_of_the_hours_are_shared_by_size_in_halves() -> None:
    found = select(99.0, project("small", "A"), project("large", "B", size=3))

    assert found == {"small": 7.5, "large": 22.5}


def test_the_halves_add_up_to_what_is_shared() -> None:
    found = select(99.0, *(project(f"p{n}", "A") for n in range(7)))

    assert sum(found.values()) == pytest.approx(30, abs=0.25)


def test_with_few_hours_the_projects_that_need_the_least_go() -> None:
    # Three tenths of 16 hours are 4.8: enough for two projects of two hours.
    found = select(
        15.0,
        project("both", "A", "B"),
        project("one", "A"),
        project("other", "B"),
    )

    assert found == {"both": 2.5, "one": 2.5}


def test_a_last_project_stays_however_short() -> None:
    assert select(1.0, project("only", "A")) == {"only": 0.5}


def test_nothing_planned_is_nothing_to_build() -> None:
    assert select_projects([], ("A",), bank().curriculum) == ()


def test_projects_follow_goal_and_level() -> None:
    def chosen(theta: float, goal: str) -> list[str]:
        gap = effort_at(theta, goal)
        found = select_projects(gap.needs, gap.mastered, bank().curriculum)
        return [planned.project.id for planned in found]

    assert chosen(-1.8, "junior")[:2] == ["workshop", "list-keeper"]
    assert "growth" not in chosen(-1.8, "confirmed")
    assert not {"workshop", "list-keeper", "form"} & set(chosen(0.3, "senior"))
    assert {"failure", "old-code", "growth"} & set(chosen(0.3, "senior"))


def test_who_comes_from_another_language_begins_with_a_bridge() -> None:
    gap = effort_at(0.0, "confirmed")

    plain, bridged = (
        select_projects(gap.needs, gap.mastered, bank().curriculum, bridge_to=language)
        for language in ("", "python")
    )

    assert bridged[0].project.id == "bridge-python"
    assert [planned.project.id for planned in bridged[1:]] == [
        planned.project.id for planned in plain
    ]
    assert sum(planned.hours for planned in bridged) == pytest.approx(
        sum(planned.hours for planned in plain), abs=0.5
    )
