"""The facts of the comparison, as its page shows them."""

from quiz.training.aims import TrainingAim
from quiz.training.comparison.presenters import (
    RouteColumn,
    build_route_columns,
    build_route_facts,
    list_countries,
    select_fundings,
    select_open_areas,
)
from quiz.training.comparison.ranking import compare_routes
from quiz.training.preferences import TrainingPreferences
from tests.training.comparison.makers import effort, need, route
from tests.training.people import BEN, TODAY, bank, levels

AREAS = bank().areas


def columns(
    goal: str = "junior", budget: float | None = 8000
) -> dict[str, RouteColumn]:
    person = BEN.preferences.model_copy(update={"budget": budget})
    comparison = compare_routes(bank().routes.values(), BEN.effort, person, TODAY)
    found = build_route_columns(
        comparison,
        BEN.effort,
        TrainingAim(goal, levels(goal)),
        person,
        bank(),
        TODAY,
    )
    assert [column.route for column in found] == [
        offered.measures.route for offered in comparison.offered
    ]
    return {column.route.key: column for column in found}


def test_a_column_says_when_it_ends_and_what_it_leaves_open() -> None:
    column = columns()["bootcamp-full"]

    assert column.ready == column.measures.weeks.finish_dates(TODAY)
    hours = BEN.effort.objectives * (1 - column.measures.coverage)
    assert column.open_hours == hours


def test_no_route_is_ready_for_a_goal_that_takes_years_in_a_job() -> None:
    assert all(column.ready is None for column in columns("senior").values())
    assert all(column.ready for column in columns("confirmed").values())


def test_only_a_price_that_counts_is_drawn() -> None:
    chart = columns()["bootcamp-full"].cost

    assert chart is not None
    assert (chart.low, chart.high, chart.top) == (7500, 7500, 8000)
    assert columns()["alone-then-bootcamp"].cost is None
    # Without a budget the axis ends at the highest price.
    without = columns(budget=None)["bootcamp-full"].cost
    assert without is not None
    assert without.top == 7900


def test_areas_that_stay_open_are_named_largest_first() -> None:
    course = route(
        coverage=dict.fromkeys(AREAS, 0.0)
        | {"sql": 0.5, "git": 0.8, "web": 0.0, "api": 0.0, "test": 0.69}
    )
    gap = effort(
        need("SQL-01", 20),
        need("GIT-01", 90),
        need("WEB-01", 12),
        need("API-01", 2.9),
        need("TEST-01", 10),
        need("OPS-01", 3),
    )

    found = select_open_areas(course, gap, AREAS)

    # Git is mostly covered, APIs are too few hours, and no more than three are named.
    assert [area.id for area in found] == ["web", "sql", "test"]


def test_the_facts_of_a_route_are_its_figures() -> None:
    facts = build_route_facts(bank().routes["apprenticeship"])

    assert {wage.place for wage in facts.wages} == {"France", "Germany", "England"}


def test_countries_are_those_of_which_something_is_known() -> None:
    assert list_countries(bank()) == ["England", "France", "Germany", "United States"]


def test_fundings_are_of_the_country_or_of_all() -> None:
    of_germany = select_fundings(bank(), "Germany")

    assert [each.id for each in of_germany] == ["de-bildungsgutschein"]
    assert select_fundings(bank(), "") == list(bank().fundings.values())
    assert select_fundings(bank(), "elsewhere") == []
    assert select_fundings(bank(), TrainingPreferences().country)
