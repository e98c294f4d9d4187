"""A plan as a calendar file."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from quiz.training.planning.calendar import CalendarEntry, build_calendar

ENTRIES = [
    CalendarEntry(1, date(2026, 11, 30), "Week 1: SQL", "SQL: joins, 4 h\nReview: 1 h"),
    CalendarEntry(2, date(2026, 12, 7), "Week 2: Git", "Git: branches, 4 h"),
]


def read(version: int = 3) -> Calendar:
    body = build_calendar(
        ENTRIES,
        name="My plan",
        plan_key="abc",
        version=version,
        changed_at=datetime(2026, 11, 27, 12, tzinfo=UTC),
        address="https://example.org/plan",
    )
    calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    return calendar


def test_an_entry_is_a_week_of_whole_days() -> None:
    first, second = read().walk("VEVENT")

    assert first.decoded("dtstart") == date(2026, 11, 30)
    # The end is the day after the last.
    assert first.decoded("dtend") == second.decoded("dtstart") == date(2026, 12, 7)
    assert str(first["summary"]) == "Week 1: SQL"
    assert str(first["description"]) == "SQL: joins, 4 h\nReview: 1 h"
    assert str(first["url"]) == "https://example.org/plan"
    assert str(first["transp"]) == "TRANSPARENT"


def test_an_entry_keeps_its_name_and_raises_its_number_with_the_plan() -> None:
    before, after = (
        [
            (str(event["uid"]), int(str(event["sequence"])))
            for event in read(n).walk("VEVENT")
        ]
        for n in (1, 2)
    )

    assert before == [("abc-week-1@trigpoint", 1), ("abc-week-2@trigpoint", 1)]
    assert after == [("abc-week-1@trigpoint", 2), ("abc-week-2@trigpoint", 2)]
    assert read().walk("VEVENT")[0].decoded("dtstamp") == datetime(
        2026, 11, 27, 12, tzinfo=UTC
    )


def test_the_calendar_has_a_name() -> None:
    assert str(read()["x-wr-calname"]) == "My plan"
    assert str(read()["method"]) == "PUBLISH"
