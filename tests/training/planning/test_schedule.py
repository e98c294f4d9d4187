"""A plan in weeks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from quiz.catalogue.study_plans import Curriculum
from quiz.training.comparison.measures import measure_route
from quiz.training.effort import Effort, Need
from quiz.training.planning.projects import PlannedProject, select_projects
from quiz.training.planning.schedule import (
    PlanOutOfOrder,
    StudyPlan,
    build_plan,
    require_order,
)
from tests.training.people import ANN, TODAY, bank, effort_at
from tests.training.planning.test_ordering import need, project

CURRICULUM = bank().curriculum


def plan_for(effort: Effort, hours: float, begins: date = TODAY) -> StudyPlan:
    return build_plan(
        effort.needs,
        hours=hours,
        begins=begins,
        projects=select_projects(effort.needs, effort.mastered, CURRICULUM),
        curriculum=CURRICULUM,
    )


def ann(hours: float = 12.0) -> StudyPlan:
    return plan_for(ANN.effort, hours)


def small(
    *needs: Need, hours: float = 10.0, projects: tuple[PlannedProject, ...] = ()
) -> list[list[tuple[str, float]]]:
    """Return the work of each week as names and hours."""
    plan = build_plan(
        needs,
        hours=hours,
        begins=TODAY,
        projects=projects,
        curriculum=Curriculum(spine=tuple(each.objective.id for each in needs)),
    )
    return [
        [
            (
                work.need.objective.id
                if work.need
                else work.project.project.id
                if work.project
                else "",
                work.hours,
            )
            for work in week.work
        ]
        for week in plan.weeks
    ]


def test_weeks_are_filled_to_80_percent_in_order() -> None:
    # Ten hours a week leave eight for work.
    assert small(need("A", 5.0), need("B", 6.0)) == [
        [("A", 5.0), ("B", 3.0)],
        [("B", 3.0)],
    ]


def test_a_part_takes_an_hour_and_leaves_an_hour() -> None:
    # Three hours are free: of three and a half, two and a half fit, since an hour has to be left.
    assert small(need("A", 5.0), need("B", 3.5)) == [
        [("A", 5.0), ("B", 2.5)],
        [("B", 1.0)],
    ]
    # An hour and a half would leave half an hour or take half an hour: all of it waits.
    assert small(need("A", 7.0), need("B", 1.5)) == [[("A", 7.0)], [("B", 1.5)]]


def test_half_hours_add_up_to_the_hours_they_are_made_from() -> None:
    weeks = small(need("A", 1.2), need("B", 1.2), need("C", 1.2), need("D", 0.1))

    assert weeks == [[("A", 1.0), ("B", 1.5), ("C", 1.0), ("D", 0.5)]]


def test_a_week_keeps_to_two_areas_while_they_have_something() -> None:
    weeks = small(
        need("A", 3.0),
        need("B", 3.0, area="sql"),
        need("C", 3.0, area="git"),
        need("D", 3.0),
        need("E", 4.0, area="git"),
    )

    # C is next by its rank, but a third area; D is of one that the week has.
    assert weeks == [
        [("A", 3.0), ("B", 3.0), ("D", 2.0)],
        [("D", 1.0), ("C", 3.0), ("E", 4.0)],
    ]


def test_a_third_area_comes_where_the_two_have_nothing_that_can_begin() -> None:
    weeks = small(
        need("A", 2.0), need("B", 2.0, area="sql"), need("C", 2.0, area="git")
    )

    assert weeks == [[("A", 2.0), ("B", 2.0), ("C", 2.0)]]


def test_a_project_begins_when_its_needs_are_learned_and_not_in_the_first_week() -> (
    None
):
    planned = PlannedProject(project("P", "A"), 3.0)
    needs = (need("A", 2.0), need("B", 6.0), need("C", 4.0))

    assert small(*needs, projects=(planned,)) == [
        [("A", 2.0), ("B", 6.0)],
        [("P", 3.0), ("C", 4.0)],
    ]
    assert small(need("A", 2.0), projects=(planned,)) == [[("A", 2.0), ("P", 3.0)]]


def test_a_project_does_not_wait_for_what_is_not_planned() -> None:
    planned = PlannedProject(project("P", "A", "MASTERED"), 3.0)

    weeks = small(need("A", 8.0), need("B", 2.0), projects=(planned,))

    assert weeks == [[("A", 8.0)], [("P", 3.0), ("B", 2.0)]]


def test_a_bridge_from_another_language_comes_first_of_all() -> None:
    bridge = PlannedProject(project("P", bridge_to="python"), 3.0)

    assert small(need("A", 2.0), projects=(bridge,)) == [[("P", 3.0), ("A", 2.0)]]


def test_a_plan_out_of_order_is_never_given_out() -> None:
    backwards = replace(ann(), weeks=ann().weeks[::-1])

    with pytest.raises(PlanOutOfOrder, match="is planned before"):
        require_order(backwards)


def test_a_project_before_its_needs_is_out_of_order() -> None:
    early = build_plan(
        [need("A", 4.0)],
        hours=10,
        begins=TODAY,
        projects=[PlannedProject(project("P", "A"), 2.0)],
    )
    [week] = early.weeks
    turned = replace(early, weeks=(replace(week, work=week.work[::-1]),))

    with pytest.raises(PlanOutOfOrder, match="P is planned before A"):
        require_order(turned)


def test_a_plan_takes_the_hours_that_the_comparison_says() -> None:
    alone = measure_route(
        bank().routes["self-taught"], ANN.effort, ANN.preferences, TODAY
    )

    assert ann().hours == pytest.approx(ANN.effort.total, rel=0.05)
    assert len(ann().weeks) == pytest.approx(alone.weeks.middle, abs=1.5)


@pytest.mark.parametrize("goal", ["junior", "junior-data", "junior-api"])
@pytest.mark.parametrize("hours", [4, 5, 8, 12, 20, 40, 60])
def test_beginners_build_something_small_in_the_first_weeks(
    goal: str, hours: float
) -> None:
    plan = plan_for(effort_at(-1.8, goal), hours)

    first = next(
        week.number for week in plan.weeks if any(work.project for work in week.work)
    )
    assert first in {2, 3, 4}


@pytest.mark.parametrize("theta", [-1.8, -1.2, -0.9])
def test_no_form_is_built_before_parameters_and_escaping(theta: float) -> None:
    plan = plan_for(effort_at(theta), 12)

    done: set[str] = set()
    planned = {each.objective.id for each in plan.order}
    for week in plan.weeks:
        for work in week.work:
            if work.project and work.project.project.id == "form":
                assert {"SQL-08", "WEB-04", "SEC-05"} & planned <= done
            if work.need and work.is_done:
                done.add(work.need.objective.id)


def test_every_fourth_week_checks_what_was_learned_since() -> None:
    plan = ann()

    checks = [week for week in plan.weeks if week.check]
    assert [week.number for week in checks[:3]] == [4, 8, 12]
    learned = [
        work.need.objective.id
        for week in plan.weeks[:8]
        for work in week.work
        if work.need and work.is_done
    ]
    assert [*checks[0].check, *checks[1].check] == learned


def test_more_hours_a_week_make_a_plan_shorter() -> None:
    lengths = [len(ann(hours).weeks) for hours in (3, 6, 12, 20, 40)]

    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) == 5


def test_a_plan_of_nothing_is_empty() -> None:
    plan = build_plan([], hours=10, begins=TODAY)

    assert plan.weeks == ()
    assert plan.last_day is None
    assert plan.hours == 0


def test_a_plan_ends_on_the_last_day_of_its_last_week() -> None:
    plan = ann()

    assert plan.last_day == plan.weeks[-1].begins + timedelta(days=6)


def test_two_hours_a_week_are_the_least() -> None:
    assert build_plan(ANN.effort.needs, hours=2, begins=TODAY).weeks
    with pytest.raises(ValueError, match="at least 2 hours"):
        build_plan(ANN.effort.needs, hours=1.9, begins=TODAY)


def test_all_objectives_can_be_planned_in_one_go() -> None:
    everything = [
        Need(each, 0.0, each.hours, frozenset(each.prerequisites))
        for each in bank().objectives.values()
    ]

    plan = build_plan(everything, hours=10, begins=TODAY, curriculum=CURRICULUM)

    assert len(plan.order) == len(bank().objectives)
