"""A thousand random people: rules that hold for everyone."""

from collections.abc import Iterator
from functools import cache

import pytest

from quiz.training.comparison.exclusions import ExclusionKind
from quiz.training.comparison.measures import measure_route
from quiz.training.comparison.prices import find_doubts
from quiz.training.comparison.ranking import compare_routes
from quiz.training.comparison.utility import ReasonKind, Term
from quiz.training.effort import total_hours
from quiz.training.planning.projects import select_projects
from quiz.training.planning.schedule import StudyPlan, build_plan
from tests.training.people import TODAY, Someone, bank, random_person

PEOPLE = 1000
ROUTES, CURRICULUM = bank().routes, bank().curriculum
MONEY = {
    ReasonKind.FREE,
    ReasonKind.WITHIN_BUDGET,
    ReasonKind.ABOVE_BUDGET,
    ReasonKind.MAY_BE_FUNDED,
}


def everyone() -> Iterator[Someone]:
    return map(random_person, range(PEOPLE))


@cache
def plan_of(person: Someone) -> StudyPlan:
    gap = person.effort
    return build_plan(
        gap.needs,
        hours=person.preferences.hours or 12.0,
        begins=TODAY,
        projects=select_projects(gap.needs, gap.mastered, CURRICULUM),
        curriculum=CURRICULUM,
    )


def test_no_route_is_argued_by_a_price_that_does_not_count() -> None:
    for person in everyone():
        comparison = person.compare()
        for offered in comparison.offered:
            price = offered.measures.price
            assert not any(
                find_doubts(figure, person.preferences, TODAY)
                for figure in price.counted
            )
            said = {
                reason.kind
                for reason in (
                    *offered.match.reasons_for,
                    *offered.match.reasons_against,
                )
            }
            if not price.is_known:
                cost = next(u for u in offered.match.utilities if u.term is Term.COST)
                assert not said & MONEY
                assert cost.value == 0.5
            assert offered.is_price_open is (
                person.preferences.budget is not None and not price.is_known
            )
        for excluded in comparison.excluded:
            if not excluded.measures.price.is_known:
                kinds = {exclusion.kind for exclusion in excluded.exclusions}
                assert ExclusionKind.OVER_BUDGET not in kinds


def test_every_score_lies_on_one_scale_and_every_exclusion_has_a_reason() -> None:
    for person in everyone():
        comparison = person.compare()

        assert len(comparison.offered) + len(comparison.excluded) == len(ROUTES)
        assert all(each.exclusions for each in comparison.excluded)
        weights = {
            sum(utility.weight for utility in each.match.utilities)
            for each in comparison.offered
        }
        assert len(weights) <= 1
        scores = [each.match.score for each in comparison.fitting]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)


def test_no_programme_ends_before_it_can() -> None:
    for person in everyone():
        for route in ROUTES.values():
            found = measure_route(route, person.effort, person.preferences, TODAY)

            weeks = found.weeks
            assert weeks.low <= weeks.middle <= weeks.high
            if found.begins:
                assert (
                    found.begins.month in (found.form or route).starts or route.starts
                )
                assert found.begins >= TODAY
            if found.form:
                length = found.form.weeks.low
                assert weeks.low >= found.wait[0] + length - 1e-9


def test_more_hours_make_no_route_slower() -> None:
    for person in everyone():
        hours = person.preferences.hours or 12.0
        for more in (1.0, 7.5, 30.0):
            slow, quick = (
                person.preferences.model_copy(update={"hours": count})
                for count in (hours, hours + more)
            )
            for route in ROUTES.values():
                before = measure_route(route, person.effort, slow, TODAY).weeks
                after = measure_route(route, person.effort, quick, TODAY).weeks
                assert after.low <= before.low + 1e-9
                assert after.middle <= before.middle + 1e-9
                assert after.high <= before.high + 1e-9


def test_more_money_takes_no_route_away() -> None:
    fundings = bank().fundings.values()
    for person in everyone():
        budget = person.preferences.budget
        if budget is None:
            continue
        richer = person.preferences.model_copy(update={"budget": budget * 1.5 + 100})
        before, after = (
            {
                each.measures.route.key
                for each in compare_routes(
                    ROUTES.values(), person.effort, preferences, TODAY, fundings
                ).offered
            }
            for preferences in (person.preferences, richer)
        )
        assert before <= after


@cache
def below(name: str) -> frozenset[str]:
    """Return what an objective builds on, by a walk that knows nothing of plans."""
    direct = bank().objectives[name].prerequisites
    return frozenset(direct).union(*map(below, direct))


def test_a_thousand_plans_keep_every_rule() -> None:
    for person in everyone():
        plan = plan_of(person)
        planned = {need.objective.id for need in plan.order}
        hours = person.preferences.hours or 12.0
        done: set[str] = set()
        for week in plan.weeks:
            assert 0 < week.hours <= 0.8 * hours + 1e-9
            for work in week.work:
                assert work.hours * 2 == int(work.hours * 2)
                if work.need:
                    name = work.need.objective.id
                    assert below(name) & planned <= done
                    if work.is_done:
                        done.add(name)
                elif work.project:
                    assert set(work.project.project.needs) & planned <= done
        assert done == planned
        checked = [name for week in plan.weeks for name in week.check]
        assert len(checked) == len(set(checked))


def test_a_plan_has_the_hours_that_the_comparison_names() -> None:
    for person in everyone():
        plan = plan_of(person)
        if not plan.order:
            assert not plan.weeks
            continue
        objectives = sum(
            work.hours for week in plan.weeks for work in week.work if work.need
        )
        # Objectives of less than half an hour take half an hour.
        short = sum(need.hours < 0.5 for need in plan.order) / 2
        assert -0.3 <= objectives - person.effort.objectives <= 0.3 + short
        if any(work.project for week in plan.weeks for work in week.work):
            work_hours = sum(week.hours for week in plan.weeks)
            assert work_hours / 0.8 == pytest.approx(
                total_hours(objectives), abs=2 + 0.05 * total_hours(objectives)
            )


def test_a_third_area_in_a_week_is_the_exception() -> None:
    weeks = [week for person in everyone() for week in plan_of(person).weeks]

    many = sum(
        len({work.need.objective.area for work in week.work if work.need}) > 2
        for week in weeks
    )
    assert many / len(weeks) < 0.1
