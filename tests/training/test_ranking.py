"""Routes compared: three people whose answer is known, rules that hold for everyone, and single terms."""

from dataclasses import replace
from datetime import timedelta

import pytest

from quiz.catalogue.training_routes import Route
from quiz.training.comparison.explained_figures import (
    format_duration,
    format_span,
    is_old,
)
from quiz.training.comparison.measures import (
    compute_coverage,
    highest_price,
    measure_route,
)
from quiz.training.comparison.ranking import RouteComparison, compare_routes
from quiz.training.comparison.utility import score_route
from quiz.training.effort import estimate_effort
from quiz.training.preferences import TrainingPreferences
from tests.training.people import (
    ANN,
    BEN,
    CLE,
    TODAY,
    Someone,
    bank,
    random_person,
    standing,
)

ROUTES = bank().routes
PEOPLE = 1000


def comparison(person: Someone) -> RouteComparison:
    return compare_routes(ROUTES.values(), person.effort, person.wishes, TODAY)


def offered(found: RouteComparison) -> list[str]:
    return [one.measured.route.key for one in found.offered]


def reasons(found: RouteComparison) -> dict[str, tuple[str, ...]]:
    return {one.measured.route.key: one.reasons for one in found.excluded}


def test_ann_with_little_money_and_a_job_learns_on_her_own() -> None:
    found = comparison(ANN)

    assert offered(found) == ["self-taught"]
    why = reasons(found)
    assert why["bootcamp-part"] == (
        "It takes at least 15 hours a week; you have 12.",
        "The cheapest offer we know costs 3,900 EUR; your budget is 1,500 EUR.",
    )
    assert "It takes at least 35 hours a week; you have 12." in why["university"]


def test_ben_with_half_a_year_who_wants_people_goes_to_a_bootcamp() -> None:
    found = comparison(BEN)

    assert offered(found) == ["bootcamp-full", "bootcamp-part", "self-taught"]
    assert [one.is_best for one in found.offered] == [True, False, False]
    assert [one.is_equally_good for one in found.offered] == [False, True, False]
    assert set(reasons(found)) == {"university", "school", "peer-school"}
    assert all("at the earliest" in why[0] for why in reasons(found).values())
    assert "Keeping going depends on you alone." in found.offered[2].fit.reasons_against


def test_cle_who_is_18_and_wants_a_degree_goes_to_university() -> None:
    found = comparison(CLE)

    assert offered(found) == ["university", "school"]
    assert not found.offered[1].is_equally_good
    assert (
        "About 8,628 EUR is above your budget." in found.offered[1].fit.reasons_against
    )
    assert all(
        "It gives no degree, and you need one." in why
        for why in reasons(found).values()
    )


def test_a_thousand_people_are_never_offered_what_breaks_their_limits() -> None:
    for number in range(PEOPLE):
        person = random_person(number)
        found = comparison(person)

        assert len(found.offered) + len(found.excluded) == len(ROUTES)
        assert all(one.reasons for one in found.excluded)
        for one in found.offered:
            _check_limits(one.measured.route, person.wishes)
            assert 0 <= one.fit.score <= 100
            assert (
                one.measured.weeks.low
                <= one.measured.weeks.middle
                <= one.measured.weeks.high
            )


def _check_limits(route: Route, wishes: TrainingPreferences) -> None:
    if wishes.hours is not None:
        assert wishes.hours >= 0.9 * route.hours_a_week.low
    if wishes.degree == "must":
        assert route.paper.kind == "degree"
    euros = [one.low for one in route.costs if one.unit == "EUR"]
    if wishes.budget is not None and wishes.country in {"", "France"} and euros:
        assert min(euros) <= wishes.budget


def test_more_hours_make_no_route_slower_and_more_money_takes_none_away() -> None:
    for number in range(PEOPLE):
        person = random_person(number)
        needed = person.effort
        for more in (1.0, 7.5, 30.0):
            hours = person.wishes.hours or 12.0
            slow, quick = (
                {
                    route.key: measure_route(
                        route, needed, replace(person.wishes, hours=h)
                    )
                    for route in ROUTES.values()
                }
                for h in (hours, hours + more)
            )
            for key in ROUTES:
                assert quick[key].weeks.low <= slow[key].weeks.low + 1e-9
                assert quick[key].weeks.middle <= slow[key].weeks.middle + 1e-9
                assert quick[key].weeks.high <= slow[key].weeks.high + 1e-9
        if person.wishes.budget is not None:
            richer = replace(person.wishes, budget=person.wishes.budget * 1.5 + 100)
            before = compare_routes(ROUTES.values(), needed, person.wishes, TODAY)
            after = compare_routes(ROUTES.values(), needed, richer, TODAY)
            assert set(offered(before)) <= set(offered(after))


def test_weeks_by_hand() -> None:
    needed = estimate_effort(standing(-0.9), bank().objectives)
    route = ROUTES["bootcamp-part"]

    one = measure_route(route, needed, TrainingPreferences(hours=18))

    share = compute_coverage(route, needed)
    taught = needed.total * share / (0.95 * 18)
    alone = needed.total * (1 - share) / (0.8 * 18)
    assert one.weeks.middle == pytest.approx(max(30, taught) + alone)
    assert one.weeks_alone == pytest.approx(alone)


def test_a_gap_of_nothing_is_covered_by_every_route() -> None:
    nothing = estimate_effort(standing(6.0, sd=0.0), bank().objectives)

    assert compute_coverage(ROUTES["bootcamp-full"], nothing) == 1
    assert (
        measure_route(ROUTES["self-taught"], nothing, TrainingPreferences()).weeks.high
        == 0
    )


def test_prices_are_of_the_country_where_one_is_known() -> None:
    needed = estimate_effort(standing(-0.9), bank().objectives)

    def price(key: str, country: str) -> tuple[list[str], bool]:
        one = measure_route(ROUTES[key], needed, TrainingPreferences(country=country))
        return [cost.place for cost in one.costs], one.costs_elsewhere

    assert price("university", "Germany") == (["Germany"], False)
    assert price("university", "England") == (["England"], False)
    assert price("school", "France") == (["France", "France"], False)
    assert price("university", "Spain") == (["France"], True)
    assert price("university", "") == (["France"], False)
    assert price("self-taught", "Spain") == ([""], False)


def test_a_price_in_another_currency_is_shown_and_not_held_against_a_budget() -> None:
    needed = estimate_effort(standing(-0.9), bank().objectives)
    wishes = TrainingPreferences(hours=40, budget=100, country="England")

    found = compare_routes([ROUTES["university"]], needed, wishes, TODAY)

    [one] = found.offered
    assert one.measured.price_range is None
    assert not [u for u in one.fit.utilities if u.term == "cost" and u.weight]


def test_one_axis_holds_every_price() -> None:
    needed = estimate_effort(standing(-0.9), bank().objectives)
    every = [
        measure_route(route, needed, TrainingPreferences(country="France"))
        for route in ROUTES.values()
    ]

    assert highest_price(every) == 52_500
    assert highest_price([]) == 0


@pytest.mark.parametrize(
    ("wishes", "key", "said"),
    [
        (
            TrainingPreferences(background="other"),
            "university",
            "It asks for a school-leaving certificate.",
        ),
        (
            TrainingPreferences(is_adult=False),
            "peer-school",
            "It asks for an age of 18.",
        ),
        (TrainingPreferences(ready_by=TODAY), "school", "your date is in 0."),
    ],
)
def test_what_keeps_somebody_out_is_said(
    wishes: TrainingPreferences, key: str, said: str
) -> None:
    needed = estimate_effort(standing(-0.9), bank().objectives)

    [one] = compare_routes([ROUTES[key]], needed, wishes, TODAY).excluded

    assert any(said in reason for reason in one.reasons)


def test_every_term_speaks_for_and_against() -> None:
    needed = estimate_effort(standing(-0.9), bank().objectives)
    said: set[tuple[str, bool]] = set()
    for wishes in (
        TrainingPreferences(),
        ANN.wishes,
        BEN.wishes,
        CLE.wishes,
        TrainingPreferences(
            hours=32,
            degree="nice",
            budget=100_000,
            ready_by=TODAY + timedelta(weeks=900),
        ),
        TrainingPreferences(
            support={"alone": True}, style={"theory": 1.0, "peers": 0.0}, budget=10
        ),
    ):
        for route in ROUTES.values():
            for one in score_route(
                measure_route(route, needed, wishes), wishes, TODAY
            ).utilities:
                if one.words:
                    said.add((one.term, one.is_for))

    terms = ("time", "cost", "coverage", "load", "degree", "style", "keep")
    assert said == {(term, side) for term in terms for side in (True, False)}


def test_nothing_is_said_of_hours_or_against_a_small_price_that_nobody_named() -> None:
    found = compare_routes(ROUTES.values(), ANN.effort, TrainingPreferences(), TODAY)

    said = {one.measured.route.key: one.fit for one in found.offered}
    assert not any(
        "Your hours" in " ".join(one.reasons_for + one.reasons_against)
        for one in said.values()
    )
    assert "It costs about 200 EUR." not in said["self-taught"].reasons_against


def test_a_route_is_found_by_its_key() -> None:
    found = comparison(ANN)

    assert found.find_route("school") in found.excluded
    assert found.find_route("self-taught") in found.offered
    assert found.find_route("elsewhere") is None


def test_wishes_survive_being_kept() -> None:
    for wishes in (ANN.wishes, BEN.wishes, CLE.wishes, TrainingPreferences()):
        assert TrainingPreferences.from_dict(wishes.as_dict()) == wishes
    assert TrainingPreferences.from_dict(
        {"hours": 3.0, "of another version": 1}
    ) == TrainingPreferences(hours=3.0)


def test_spans_are_said_as_people_say_them() -> None:
    assert format_span(9, 9, "weeks") == "9 weeks"
    assert format_duration(9, 20) == "9 to 20 weeks"
    assert format_duration(1, 1) == "1 week"
    assert format_duration(28, 40) == "6 to 9 months"
    assert format_duration(156, 156) == "3 years"
    assert format_duration(156, 265) == "3 to 5 years"


def test_a_figure_is_old_after_three_years() -> None:
    price = ROUTES["bootcamp-full"].costs[0]

    assert is_old(price, TODAY)
    assert not is_old(ROUTES["university"].costs[0], TODAY)
