"""The plan: order, weeks, projects, checks; and what a school leaves open."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from quiz.catalogue.skills import Objective
from quiz.training.comparison.measures import measure_route
from quiz.training.comparison.school_questions import (
    build_school_questions,
    select_open_needs,
)
from quiz.training.effort import Need, ObjectiveScore, estimate_effort
from quiz.training.planning.ordering import order_needs
from quiz.training.planning.schedule import (
    StudyPlan,
    assert_in_order,
    build_plan,
    remaining_needs,
)
from tests.training.people import ANN, BEN, TODAY, bank, random_person, standing

ROUTES = bank().routes
PEOPLE = 1000


def objective(
    name: str, *, before: tuple[str, ...] = (), **fields: object
) -> Objective:
    given = {"area": "prog", "level": "J", "bloom": "Ap", "hours": 4.0, **fields}
    return Objective(id=name, prerequisites=before, name=name, text=name, **given)


def need(
    name: str, hours: float = 4.0, *, weight: float = 1.0, **fields: object
) -> Need:
    one = objective(name, **fields)  # type: ignore[arg-type]  # as given
    return Need(one, 0.0, weight, hours, frozenset(one.prerequisites))


def names(order: list[Need]) -> list[str]:
    return [one.objective.id for one in order]


def ann(hours: float = 12.0) -> StudyPlan:
    return build_plan(ANN.effort.needs, hours=hours, begins=TODAY)


def test_the_lowest_level_comes_first_then_what_is_worth_most_for_its_hours() -> None:
    needs = [
        need("LONG", 8.0, area="sql"),
        need("SHORT", 2.0, area="git"),
        need("LATER", 1.0, level="C", area="ops"),
    ]

    assert names(order_needs(needs)) == ["SHORT", "LONG", "LATER"]


def test_what_opens_others_comes_before_what_opens_nothing() -> None:
    needs = [
        need("END", area="sql"),
        need("ROOT", area="git"),
        need("LEAF", before=("ROOT",), area="git"),
    ]

    assert names(order_needs(needs))[0] == "ROOT"


def test_an_area_gives_way_after_two_in_a_row() -> None:
    needs = [
        need("A1", 1.0),
        need("A2", 1.0),
        need("A3", 1.0),
        need("B1", 9.0, area="sql"),
    ]

    assert names(order_needs(needs)) == ["A1", "A2", "B1", "A3"]


def test_a_circle_of_prerequisites_is_refused() -> None:
    with pytest.raises(ValueError, match="circle: A, B"):
        order_needs([need("A", before=("B",)), need("B", before=("A",))])


def test_a_plan_out_of_order_is_never_given_out() -> None:
    found = ann()
    backwards = replace(found, weeks=found.weeks[::-1])

    with pytest.raises(AssertionError, match="is planned before"):
        assert_in_order(backwards)


def test_a_thousand_plans_keep_every_rule() -> None:
    for number in range(PEOPLE):
        person = random_person(number)
        needs = person.effort.needs
        hours = person.wishes.hours or 12.0

        found = build_plan(needs, hours=hours, begins=TODAY)

        _check(found, needs, hours)


def _check(found: StudyPlan, needs: tuple[Need, ...], hours: float) -> None:
    assert_in_order(found)
    planned: dict[str, float] = {}
    for number, week in enumerate(found.weeks, start=1):
        assert week.number == number
        assert week.begins == TODAY + timedelta(weeks=number - 1)
        assert 0 < week.hours <= 0.8 * hours + 1e-9
        assert week.review >= 0.2 * hours - 1e-6 - 0.05
        assert all(work.hours * 2 == int(work.hours * 2) for work in week.work)
        assert bool(week.check) <= (number % 4 == 0)
        for work in week.work:
            if work.need:
                name = work.need.objective.id
                planned[name] = planned.get(name, 0.0) + work.hours
    # Every hour is there: in half hours one by one, and in all but for what takes less than a half.
    for one in needs:
        assert abs(planned[one.objective.id] - one.hours) <= 0.5
    wanted, tiny = sum(one.hours for one in needs), sum(n.hours < 0.5 for n in needs)
    assert -0.25 - 1e-9 <= sum(planned.values()) - wanted <= 0.25 + tiny / 2 + 1e-9
    assert not _out_of_turn(found)
    checked = [name for week in found.weeks for name in week.check]
    assert len(checked) == len(set(checked))


def _out_of_turn(found: StudyPlan) -> list[tuple[str, str]]:
    """Return pairs in the wrong order, by a walk down the bank's prerequisites that knows nothing of plans."""
    place = {need.objective.id: number for number, need in enumerate(found.order)}
    return [
        (name, below)
        for name in place
        for below in _below(name)
        if place.get(below, -1) > place[name]
    ]


@cache
def _below(name: str) -> frozenset[str]:
    direct = bank().objectives[name].prerequisites
    return frozenset(direct).union(*map(_below, direct))


def test_what_lies_below_a_mastered_objective_still_comes_first() -> None:
    # SQL-03 builds on SQL-02, which is mastered, and that on SQL-01, which is not.
    person = standing(-0.9, shown={"SQL-02": ObjectiveScore(20, 20)})

    order = names(order_needs(estimate_effort(person, bank().objectives).needs))

    assert "SQL-02" not in order
    assert order.index("SQL-01") < order.index("SQL-03")


def test_a_part_of_something_takes_an_hour_and_leaves_an_hour() -> None:
    for hours in (2.0, 5.0, 7.0, 12.0, 20.0):
        parts = [
            one.hours
            for week in ann(hours).weeks
            for one in week.work
            if one.goes_on or not one.is_done
        ]
        assert parts
        assert min(parts) >= 1


def test_a_plan_takes_as_long_as_the_comparison_says() -> None:
    alone = measure_route(ROUTES["self-taught"], ANN.effort, ANN.wishes)

    assert alone.weeks.low <= len(ann().weeks) <= alone.weeks.high


def test_a_project_follows_each_third_and_takes_three_tenths_in_all() -> None:
    found = ann()

    projects = [
        one for week in found.weeks for one in week.work if one.kind == "project"
    ]
    learning = sum(
        one.hours
        for week in found.weeks
        for one in week.work
        if one.kind == "objective"
    )
    assert sorted({one.project for one in projects if one.project is not None}) == [
        0,
        1,
        2,
    ]
    assert sum(one.hours for one in projects) == pytest.approx(0.3 * learning, abs=2)
    assert found.weeks[-1].work[-1].project == 2


def test_every_fourth_week_checks_what_was_learned_since() -> None:
    found = ann()

    checks = [week for week in found.weeks if week.check]
    assert [week.number for week in checks[:3]] == [4, 8, 12]
    first = {
        one.need.objective.id
        for week in found.weeks[:4]
        for one in week.work
        if one.need and one.is_done
    }
    assert set(checks[0].check) == first


def test_more_hours_a_week_make_a_plan_shorter() -> None:
    lengths = [len(ann(hours).weeks) for hours in (3, 6, 12, 20, 40)]

    assert lengths == sorted(lengths, reverse=True)


def test_a_plan_of_nothing_is_empty() -> None:
    found = build_plan([], hours=10, begins=TODAY)

    assert found.weeks == ()
    assert found.last_day is None
    assert found.hours == 0
    assert found.find_week(TODAY) is None


def test_a_week_is_found_by_its_day() -> None:
    found = ann()

    assert found.find_week(TODAY + timedelta(days=8)) == found.weeks[1]
    assert found.find_week(TODAY - timedelta(days=1)) is None
    assert found.last_day == found.weeks[-1].begins + timedelta(days=6)


def test_two_hours_a_week_are_the_least() -> None:
    assert build_plan(ANN.effort.needs, hours=2, begins=TODAY).weeks
    with pytest.raises(ValueError, match="at least 2 hours"):
        build_plan(ANN.effort.needs, hours=1.5, begins=TODAY)


def test_what_is_ticked_off_leaves_the_order() -> None:
    order = list(ann().order)
    first = order[0].objective.id

    assert names(remaining_needs(order, {first})) == names(order[1:])


def test_all_objectives_can_be_planned_in_one_go() -> None:
    everything = estimate_effort(standing(-20.0, "senior", sd=0.0), bank().objectives)

    found = build_plan(everything.needs, hours=10, begins=date(2026, 1, 5))

    assert len(found.order) == len(bank().objectives)


def test_a_bootcamp_leaves_open_what_it_does_not_touch() -> None:
    needed = BEN.effort
    route = ROUTES["bootcamp-full"]

    rest = select_open_needs(route, needed)

    open_hours = sum(
        hours * (1 - route.coverage[area]) for area, hours in needed.by_area.items()
    )
    # Whole objectives: in each area at most half of one too much or too little.
    longest = sum(
        max(n.hours for n in needed.needs if n.objective.area == area) / 2
        for area in needed.by_area
    )
    assert abs(sum(one.hours for one in rest) - open_hours) <= longest
    assert build_plan(rest, hours=12, begins=TODAY, projects=False).weeks
    # Every objective that is left open comes with what builds on it.
    kept = {one.objective.id for one in rest}
    assert kept < {one.objective.id for one in needed.needs}


def test_a_route_that_touches_everything_leaves_nothing_open() -> None:
    whole = ROUTES["self-taught"].model_copy(
        update={"coverage": dict.fromkeys(bank().areas, 1.0)}
    )

    assert select_open_needs(whole, BEN.effort) == []


def test_a_school_is_asked_about_the_persons_own_gaps_first() -> None:
    found = build_school_questions(ROUTES["bootcamp-full"], BEN.effort, bank().areas)

    assert found[0].question.startswith("How many hours go into Security")
    assert any("state-listed title" in one.question for one in found)
    assert not any("apprentices" in one.question for one in found)


def test_a_school_with_apprentices_is_asked_about_companies() -> None:
    found = build_school_questions(ROUTES["school"], BEN.effort, bank().areas)

    assert any("apprentices" in one.question for one in found)
    assert not any("How many hours go into" in one.question for one in found)
