"""The graph of prerequisites."""

import pytest

from quiz.catalogue.skills import (
    Objective,
    collect_prerequisites,
    sort_by_prerequisites,
    sort_chosen_objectives,
)
from tests.training.people import bank


def graph(**before: tuple[str, ...]) -> dict[str, Objective]:
    return {
        name: Objective(
            id=name,
            area="sql",
            level="J",
            bloom="Ap",
            hours=1,
            prerequisites=names,
            name=name,
            text=name,
        )
        for name, names in before.items()
    }


def test_the_order_given_stays_as_far_as_prerequisites_allow() -> None:
    objectives = graph(C=(), B=("A",), A=(), D=("B",))

    assert sort_by_prerequisites(objectives) == ("C", "A", "B", "D")


def test_everything_below_is_collected_through_others() -> None:
    below = collect_prerequisites(graph(A=(), B=("A",), C=("B",), D=("C", "A")))

    assert below["A"] == frozenset()
    assert below["D"] == {"A", "B", "C"}


def test_some_objectives_are_sorted_by_what_they_build_on_and_otherwise_stay() -> None:
    objectives = graph(A=(), B=("A",), C=("B",), X=())
    chosen = [objectives[name] for name in ("C", "B", "X", "A")]

    order = [one.id for one in sort_chosen_objectives(chosen, objectives)]

    assert order == ["X", "A", "B", "C"]


def test_what_is_built_on_through_something_not_chosen_comes_first_as_well() -> None:
    objectives = graph(A=(), B=("A",), C=("B",))
    chosen = [objectives["C"], objectives["A"]]

    order = [one.id for one in sort_chosen_objectives(chosen, objectives)]

    assert order == ["A", "C"]


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="circle: A, B"):
        sort_by_prerequisites(graph(A=("B",), B=("A",), C=()))


def test_the_bank_has_an_order() -> None:
    order = sort_by_prerequisites(bank().objectives)
    place = {name: number for number, name in enumerate(order)}

    assert set(order) == set(bank().objectives)
    assert all(
        place[before] < place[name]
        for name, objective in bank().objectives.items()
        for before in objective.prerequisites
    )
