"""One route measured for one person, by hand."""

from datetime import date, timedelta
from typing import Any

import pytest

from quiz.training.comparison.measures import (
    RouteMeasures,
    compute_coverage,
    find_start,
    highest_price,
    measure_route,
    select_form,
    weekly_hours,
)
from quiz.training.effort import Effort
from quiz.training.preferences import Background, TrainingPreferences
from tests.training.comparison.makers import (
    effort,
    entry,
    figure,
    form,
    measures,
    need,
    price,
    route,
)
from tests.training.people import TODAY, bank

#: 80 hours of objectives: 104 with projects, 130 with review as well
GAP = effort()


def measured(hours: float | None = 25, **changes: Any) -> RouteMeasures:
    person = TrainingPreferences(hours=hours)
    return measure_route(route(**changes), GAP, person, TODAY)


def test_a_programme_takes_its_length_and_the_rest_is_learned_alone() -> None:
    found = measured()

    # Half of 104 hours at .8 · 25 take 2.6 weeks, less than the programme; the other half takes 52 / (.8 · 20).
    assert found.coverage == 0.5
    assert found.weeks.middle == pytest.approx(15 + 52 / 16)
    assert found.weeks.low == pytest.approx(10 + 26 / 16)
    assert found.weeks.high == pytest.approx(20 + 78 / 16)
    assert found.weeks_after == pytest.approx(52 / 16)
    assert found.weeks_before == 0
    assert (found.hours, found.hours_alone) == (25, 20)


def test_a_programme_takes_longer_where_the_hours_do_not_suffice() -> None:
    found = measured(weeks=figure(1, unit="weeks"))

    assert found.weeks.middle == pytest.approx(52 / (0.8 * 25) + 52 / 16)


def test_learning_alone_takes_all_hours_by_the_hours_a_week() -> None:
    found = measure_route(
        bank().routes["self-taught"], GAP, TrainingPreferences(hours=10), TODAY
    )

    assert found.form is None
    assert found.coverage == 1
    assert found.weeks.middle == pytest.approx(130 / 10)
    assert found.weeks.low == pytest.approx(65 / 10)
    assert found.weeks.high == pytest.approx(195 / 10)
    assert found.weeks_after == 0


def test_a_part_can_be_learned_alone_while_waiting_for_the_programme() -> None:
    waiting = figure(4, 8, "weeks")
    patient, quick = (
        measured(alone_first=share, wait=waiting) for share in (0.25, 0.9)
    )

    # 26 of 104 hours alone take 1.6 weeks, less than the wait; of the other 78 half is learned alone afterwards.
    assert patient.weeks_before == pytest.approx(26 / 16)
    assert patient.weeks.middle == pytest.approx(6 + 15 + 39 / 16)
    assert patient.weeks.low == pytest.approx(4 + 10 + 19.5 / 16)
    # 93.6 hours alone take 5.85 weeks expected, and 8.8 at most: longer than the wait.
    assert quick.weeks.high == pytest.approx(1.5 * 93.6 / 16 + 20 + 1.5 * 5.2 / 16)


def test_the_days_of_the_end_follow_from_the_weeks() -> None:
    first, last = measured().weeks.finish_dates(TODAY)

    assert first == TODAY + timedelta(weeks=measured().weeks.low)
    assert last == TODAY + timedelta(weeks=measured().weeks.high)


@pytest.mark.parametrize(
    ("hours", "count"), [(None, 20), (5, 5), (24, 24), (30, 30), (60, 30)]
)
def test_hours_count_as_far_as_a_route_has_a_use_for_them(
    hours: float | None, count: float
) -> None:
    assert weekly_hours(route(), TrainingPreferences(hours=hours)) == count


def test_the_usual_hours_count_where_nothing_is_said_and_little_is_asked() -> None:
    small = route(hours_a_week=figure(3, 30, "hours a week"))

    assert weekly_hours(small, TrainingPreferences()) == 12
    found = measure_route(small, GAP, TrainingPreferences(), TODAY)
    assert found.hours_alone == 12


def test_coverage_counts_hours_by_area_and_level() -> None:
    course = route(
        coverage=dict.fromkeys(bank().areas, 0.0) | {"sql": 0.8, "git": 0.2},
        level_coverage={"J": 1.0, "C": 0.5, "S": 0.0},
    )
    gap = effort(
        need("SQL-01", 30),
        need("GIT-01", 10),
        need("SQL-09", 40),
        need("SQL-15", 20),
    )

    # (30 · .8 + 10 · .2 + 40 · .8 · .5 + 0) / 100
    assert compute_coverage(course, gap) == pytest.approx(0.42)


def test_a_gap_of_nothing_is_covered() -> None:
    assert compute_coverage(route(), Effort((), 0, 0)) == 1
    found = measure_route(
        bank().routes["self-taught"], Effort((), 0, 0), TrainingPreferences(), TODAY
    )
    assert found.weeks.high == 0


FORMS = [
    form("long", 150, entry=entry("school-certificate")),
    form("short", 100, entry=entry("degree")),
    form("there", 200, places=["Germany"], entry=entry("school-certificate")),
]


@pytest.mark.parametrize(
    ("background", "country", "chosen"),
    [
        (Background.SCHOOL, "France", "long"),
        (Background.DEGREE, "France", "short"),
        # The form of the country takes the place of the general one with the same entry.
        (Background.SCHOOL, "Germany", "there"),
        (Background.DEGREE, "Germany", "short"),
        (Background.SCHOOL, "", "long"),
        (Background.NOT_GIVEN, "", "long"),
        # Nothing is open: the one that asks for the least, which its entry condition then rules out.
        (Background.OTHER, "France", "long"),
    ],
)
def test_a_person_takes_the_shortest_form_that_is_open_to_them(
    background: Background, country: str, chosen: str
) -> None:
    person = TrainingPreferences(background=background, country=country)

    found = select_form(route(weeks=None, forms=FORMS), person)

    assert found is not None
    assert found.key == chosen


def test_an_american_degree_takes_four_years() -> None:
    person = TrainingPreferences(country="United States", background=Background.SCHOOL)

    found = select_form(bank().routes["university"], person)

    assert found is not None
    assert found.key == "bachelor-us"


def test_a_form_of_another_country_is_better_than_none() -> None:
    only = [form("there", 50, places=["Germany"])]

    found = select_form(
        route(weeks=None, forms=only), TrainingPreferences(country="France")
    )

    assert found is not None
    assert found.key == "there"


@pytest.mark.parametrize(
    ("starts", "apply_months", "today", "begins"),
    [
        ([9], 6, date(2026, 11, 27), date(2027, 9, 1)),
        ([9], 6, date(2027, 3, 15), date(2027, 9, 1)),
        ([9], 6, date(2027, 4, 1), date(2028, 9, 1)),
        ([3, 9], 1, date(2026, 11, 27), date(2027, 3, 1)),
        ([12], 0, date(2026, 11, 27), date(2026, 12, 1)),
        ([11], 0, date(2026, 11, 27), date(2027, 11, 1)),
        ([1], 2, date(2026, 11, 1), date(2027, 1, 1)),
        ([], 6, date(2026, 11, 27), None),
    ],
)
def test_a_term_begins_when_one_can_still_apply(
    starts: list[int], apply_months: int, today: date, begins: date | None
) -> None:
    course = route(starts=starts, apply_months=apply_months)

    assert find_start(course, None, today) == begins


def test_the_months_of_a_form_come_before_those_of_its_route() -> None:
    course = route(weeks=None, starts=[9], forms=[form("spring", 10, starts=[2])])

    found = measure_route(course, GAP, TrainingPreferences(hours=25), TODAY)

    assert found.begins == date(2027, 2, 1)
    wait = (date(2027, 2, 1) - TODAY) / timedelta(weeks=1)
    assert found.wait == (wait, wait)
    assert found.weeks.middle == pytest.approx(wait + 10 + 52 / 16)


def test_no_degree_is_ready_before_a_date_on_which_it_can_be() -> None:
    university = bank().routes["university"]
    person = TrainingPreferences(
        hours=40, country="France", background=Background.SCHOOL
    )

    found = measure_route(university, GAP, person, TODAY)

    assert found.begins == date(2027, 9, 1)
    assert found.weeks.finish_dates(TODAY)[0] >= date(2030, 6, 1)


def test_one_axis_holds_every_price_that_counts() -> None:
    every = [measures(cost=price(amount)) for amount in (900, None, 52_500)]

    assert highest_price(every) == 52_500
    assert highest_price([]) == 0
