"""Routes compared: three people whose answer is known, and the order of what is offered."""

from datetime import timedelta

from quiz.training.comparison.exclusions import ExclusionKind
from quiz.training.comparison.ranking import (
    Limit,
    RouteComparison,
    compare_routes,
    find_best_loosening,
)
from quiz.training.comparison.utility import ReasonKind
from quiz.training.preferences import TrainingPreferences
from tests.training.comparison.makers import effort, figure, route
from tests.training.people import ANN, BEN, CLE, TODAY, bank

ROUTES = bank().routes


def fitting(comparison: RouteComparison) -> list[str]:
    return [offered.measures.route.key for offered in comparison.fitting]


def asking(comparison: RouteComparison) -> list[str]:
    return [
        offered.measures.route.key
        for offered in comparison.offered
        if offered.is_price_open
    ]


def excluded(comparison: RouteComparison) -> dict[str, list[ExclusionKind]]:
    return {
        each.measures.route.key: [exclusion.kind for exclusion in each.exclusions]
        for each in comparison.excluded
    }


def test_ann_with_little_money_and_a_job_learns_on_her_own() -> None:
    found = ANN.compare()

    assert fitting(found) == ["self-taught"]
    assert asking(found) == []
    assert excluded(found)["bootcamp-part"] == [ExclusionKind.TOO_FEW_HOURS]
    assert excluded(found)["school"] == [
        ExclusionKind.TOO_FEW_HOURS,
        ExclusionKind.OVER_BUDGET,
        ExclusionKind.TOO_LATE,
    ]


def test_ben_who_wants_people_and_asked_for_prices_goes_to_a_bootcamp() -> None:
    found = BEN.compare()

    assert fitting(found) == ["bootcamp-full", "bootcamp-part", "self-taught"]
    assert asking(found) == ["alone-then-bootcamp"]
    assert [each.is_best for each in found.offered] == [True, False, False, False]
    assert not any(each.is_equally_good for each in found.offered)
    against = [reason.kind for reason in found.fitting[2].match.reasons_against]
    assert ReasonKind.ON_YOUR_OWN in against


def test_cle_who_is_18_and_needs_a_degree_goes_to_university() -> None:
    found = CLE.compare()

    assert fitting(found) == ["university", "school"]
    assert excluded(found)["bootcamp-full"] == [ExclusionKind.NO_DEGREE]
    school = found.fitting[1].measures
    assert school.form is not None
    # Three years are open only to people with two years of higher education.
    assert school.form.key == "five-years"


def test_the_best_match_comes_first_and_five_points_are_equal() -> None:
    person = TrainingPreferences(hours=25, budget=1000)
    routes = [
        route(key=key, support=support, costs=(figure(900),), order=number)
        for number, (key, support) in enumerate(
            [("low", 0.2), ("high", 0.9), ("near", 0.75)]
        )
    ]

    found = compare_routes(routes, effort(), person, TODAY)

    assert fitting(found) == ["high", "near", "low"]
    assert [each.is_best for each in found.offered] == [True, False, False]
    assert [each.is_equally_good for each in found.offered] == [False, True, False]
    best, near, low = (each.match.score for each in found.offered)
    assert best - near <= 5 < best - low


def test_a_route_without_a_known_price_comes_last_and_is_never_best() -> None:
    person = TrainingPreferences(hours=25, budget=1000)
    routes = [
        route(key="unknown", support=1.0),
        route(key="known", support=0.1, costs=(figure(900),)),
    ]

    found = compare_routes(routes, effort(), person, TODAY)

    assert [each.measures.route.key for each in found.offered] == ["known", "unknown"]
    assert [each.is_best for each in found.offered] == [True, False]
    assert not found.offered[1].is_equally_good
    alone = compare_routes(routes[:1], effort(), person, TODAY)
    assert (fitting(alone), asking(alone)) == ([], ["unknown"])
    assert not alone.offered[0].is_best


def test_without_a_budget_no_price_has_to_be_asked() -> None:
    found = compare_routes([route()], effort(), TrainingPreferences(), TODAY)

    assert fitting(found) == ["course"]
    assert found.offered[0].is_best


def test_the_limit_that_rules_out_the_most_is_named() -> None:
    person = TrainingPreferences(
        hours=5, budget=0, ready_by=TODAY + timedelta(weeks=60)
    )
    routes = [
        route(key="slow", costs=(figure(0),)),
        route(key="also-slow", costs=(figure(0),)),
        route(
            key="dear",
            costs=(figure(50),),
            hours_a_week=figure(4, 5, "hours a week"),
        ),
    ]

    loosening = find_best_loosening(routes, effort(), person, TODAY)

    assert loosening is not None
    assert loosening.limit is Limit.HOURS
    assert [each.key for each in loosening.routes] == ["slow", "also-slow"]


def test_no_single_limit_is_named_where_two_have_to_give() -> None:
    person = TrainingPreferences(hours=5, budget=0)

    assert (
        find_best_loosening([route(costs=(figure(50),))], effort(), person, TODAY)
        is None
    )
