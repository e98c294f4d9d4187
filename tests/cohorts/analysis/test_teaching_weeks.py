"""Lessons by week until the end of a course."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.cohorts.analysis.teaching_weeks import TeachingCalendar, fill_weeks

MONDAY = date(2026, 9, 7)


def calendar(
    weeks: int = 4, hours: float = 10.0, **options: object
) -> TeachingCalendar:
    last = MONDAY + timedelta(days=7 * weeks - 3)
    return TeachingCalendar(MONDAY, last, hours, **options)  # type: ignore[arg-type]


def test_a_whole_week_has_all_hours_and_a_holiday_takes_its_day() -> None:
    weeks, _ = fill_weeks([], calendar(2, 20, holidays={MONDAY}))

    assert [(week.days, week.hours) for week in weeks] == [(4, 16.0), (5, 20.0)]


def test_a_week_of_holidays_stays_in_the_list_without_lessons() -> None:
    off = {MONDAY + timedelta(days=7 + number) for number in range(7)}

    weeks, _ = fill_weeks([("a", 12.0)], calendar(3, 10, holidays=off))

    assert [week.number for week in weeks] == [1, 2, 3]
    assert weeks[1].is_holiday
    assert not weeks[1].lessons
    assert [lesson.hours for week in weeks for lesson in week.lessons] == [10.0, 2.0]


def test_a_holiday_on_a_day_without_teaching_takes_nothing() -> None:
    sunday = MONDAY + timedelta(days=6)

    weeks, _ = fill_weeks([], calendar(1, 10, holidays={sunday}))

    assert weeks[0].hours == 10


def test_a_course_that_begins_on_thursday_has_two_days_in_its_first_week() -> None:
    thursday = MONDAY + timedelta(days=3)

    weeks, _ = fill_weeks([], TeachingCalendar(thursday, MONDAY + timedelta(13), 10.0))

    assert [(week.begins, week.days, week.hours) for week in weeks] == [
        (MONDAY, 2, 4.0),
        (MONDAY + timedelta(days=7), 5, 10.0),
    ]
    assert weeks[0].last_day == MONDAY + timedelta(days=6)


def test_evening_classes_twice_a_week() -> None:
    weeks, _ = fill_weeks([], calendar(1, 5, weekdays={1, 3}, holidays={MONDAY}))

    assert (weeks[0].days, weeks[0].hours) == (2, 5)


def test_a_long_objective_goes_on_in_the_next_week() -> None:
    weeks, rest = fill_weeks([("a", 7.0), ("b", 5.0)], calendar(2, 10))

    first, second = weeks[0].lessons, weeks[1].lessons
    assert [(one.objective, one.hours) for one in first] == [("a", 7.0), ("b", 3.0)]
    assert [(one.objective, one.hours) for one in second] == [("b", 2.0)]
    assert (first[1].is_continued, first[1].is_done) == (False, False)
    assert (second[0].is_continued, second[0].is_done) == (True, True)
    assert not rest


def test_half_an_hour_is_not_split_off() -> None:
    weeks, _ = fill_weeks([("a", 9.5), ("b", 4.0)], calendar(2, 10))

    assert [lesson.objective for lesson in weeks[0].lessons] == ["a"]
    assert [lesson.hours for lesson in weeks[1].lessons] == [4.0]


def test_what_does_not_fit_before_the_end_is_left_over_with_its_rest() -> None:
    weeks, rest = fill_weeks([("a", 8.0), ("b", 6.0), ("c", 1.0)], calendar(1, 10))

    assert weeks[0].taught == 10
    assert [(one.objective, one.hours, one.is_continued) for one in rest] == [
        ("b", 4.0, True),
        ("c", 1.0, False),
    ]


def test_a_course_that_is_over_has_no_weeks() -> None:
    weeks, rest = fill_weeks(
        [("a", 2.0)], TeachingCalendar(MONDAY, MONDAY - timedelta(days=8), 10)
    )

    assert not weeks
    assert rest[0].hours == 2


def test_half_an_hour_a_week_moves_on_as_well() -> None:
    weeks, rest = fill_weeks([("a", 1.5)], calendar(4, 0.5))

    assert [week.taught for week in weeks] == [0.5, 0.5, 0.5, 0.0]
    assert not rest


WORK = st.lists(st.integers(1, 40).map(lambda halves: halves / 2), max_size=20)


@settings(deadline=None, max_examples=120)
@given(
    hours=WORK,
    a_week=st.integers(0, 40).map(lambda halves: halves / 2),
    days=st.integers(-3, 90),
    holidays=st.sets(st.integers(0, 90).map(lambda n: MONDAY + timedelta(days=n))),
)
def test_no_hour_is_lost_no_week_overflows_and_the_order_stays(
    hours: list[float], a_week: float, days: int, holidays: set[date]
) -> None:
    work = [(f"o{number:02}", one) for number, one in enumerate(hours)]

    weeks, rest = fill_weeks(
        work, TeachingCalendar(MONDAY, MONDAY + timedelta(days=days), a_week, holidays)
    )

    lessons = [*(lesson for week in weeks for lesson in week.lessons), *rest]
    placed = dict.fromkeys((name for name, _ in work), 0.0)
    for lesson in lessons:
        placed[lesson.objective] += lesson.hours
    assert placed == pytest.approx(dict(work))
    names = [lesson.objective for lesson in lessons]
    assert names == sorted(names)
    assert all(week.taught <= week.hours for week in weeks)
    assert all(not week.lessons for week in weeks if week.is_holiday)
