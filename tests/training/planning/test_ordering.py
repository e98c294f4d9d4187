"""In which order to learn."""

from typing import Any

import pytest

from quiz.catalogue.skills import Objective
from quiz.catalogue.study_plans import Curriculum, Project
from quiz.training.effort import Need
from quiz.training.planning.ordering import (
    CircularPrerequisites,
    OpenNeeds,
    order_needs,
)
from tests.training.people import bank, effort_at


def need(
    name: str, hours: float = 4.0, *, before: tuple[str, ...] = (), **fields: Any
) -> Need:
    values = {"area": "prog", "level": "J", "bloom": "Ap", **fields}
    objective = Objective(
        id=name, prerequisites=before, name=name, text=name, hours=hours, **values
    )
    return Need(objective, 0.0, hours, frozenset(before))


def project(name: str, *needs: str, **fields: Any) -> Project:
    values = {"text": name, "level": "J", "size": 1, **fields}
    return Project(id=name, name=name, needs=needs, **values)


def names(order: list[Need]) -> list[str]:
    return [each.objective.id for each in order]


def test_the_lowest_level_comes_first_then_what_is_worth_most_for_its_hours() -> None:
    needs = [need("LONG", 8.0), need("SHORT", 2.0), need("LATER", 1.0, level="C")]

    assert names(order_needs(needs)) == ["SHORT", "LONG", "LATER"]


def test_what_opens_others_is_worth_more() -> None:
    needs = [need("END"), need("ROOT"), need("LEAF", before=("ROOT",))]

    assert names(order_needs(needs)) == ["ROOT", "END", "LEAF"]


def test_of_equals_the_name_decides() -> None:
    assert names(order_needs([need("B"), need("A")])) == ["A", "B"]


def test_the_spine_comes_before_everything_else() -> None:
    needs = [need("A", 1.0), need("B", 9.0), need("C", 9.0, level="S")]

    order = order_needs(needs, Curriculum(spine=("C", "B")))

    assert names(order) == ["C", "B", "A"]


def test_the_spine_waits_for_what_it_builds_on() -> None:
    needs = [need("A"), need("B", before=("A",)), need("C", 1.0)]

    assert names(order_needs(needs, Curriculum(spine=("B",)))) == ["C", "A", "B"]


def test_what_the_next_project_needs_comes_first_of_its_level() -> None:
    needs = [
        need("CHEAP", 1.0),
        need("BASE", 9.0),
        need("TOP", 9.0, before=("BASE",)),
        need("NEXT", 5.0),
    ]
    projects = [project("first", "TOP"), project("second", "NEXT", "TOP")]

    order = order_needs(needs, projects=projects)

    assert names(order) == ["BASE", "TOP", "NEXT", "CHEAP"]


def test_areas_are_kept_to_where_one_has_something_ready() -> None:
    open_needs = OpenNeeds.from_needs(
        [need("A", 1.0), need("B", 2.0, area="sql"), need("C", 3.0, area="git")],
        Curriculum(),
        (),
    )

    assert open_needs.choose().objective.id == "A"
    assert open_needs.choose({"sql", "git"}).objective.id == "B"
    assert open_needs.choose({"web"}).objective.id == "A"


def test_a_circle_of_prerequisites_is_refused() -> None:
    with pytest.raises(CircularPrerequisites, match="circle: A, B"):
        order_needs([need("A", before=("B",)), need("B", before=("A",))])


def test_nothing_comes_before_what_it_builds_on_through_mastered_ones_either() -> None:
    # SQL-03 builds on SQL-02, which is not planned, and that on SQL-01, which is.
    planned = [
        each
        for each in effort_at(-1.8).needs
        if each.objective.id in {"SQL-01", "SQL-03"}
    ]

    assert names(order_needs(planned[::-1])) == ["SQL-01", "SQL-03"]


def test_a_beginner_learns_the_tools_then_values_then_collections_then_functions() -> (
    None
):
    order = names(order_needs(effort_at(-1.8).needs, bank().curriculum))

    assert order[:4] == ["GIT-08", "PROG-01", "GIT-01", "GIT-02"]
    assert order.index("PROG-03") < order.index("PROG-02") < 10
    assert order.index("TEST-03") < 12
    assert order.index("SQL-08") < order.index("WEB-02")
    assert max(map(order.index, ("PROG-01", "PROG-02", "PROG-03"))) < min(
        map(order.index, ("HTTP-01", "STO-01", "SOFT-07", "API-01"))
    )
