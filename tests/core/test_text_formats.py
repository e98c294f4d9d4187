"""How numbers, dates, lists and durations are written."""

from datetime import date

import pytest

from quiz.core import text as filters

DAY = date(2026, 9, 2)


def test_days_months_and_partial_dates() -> None:
    assert filters.format_day(DAY) == "2 September 2026"
    assert filters.format_short_day(date(2026, 11, 22)) == "22 Nov"
    assert filters.month_and_year(DAY) == "September 2026"
    assert filters.format_months(DAY, DAY) == "September 2026"
    assert (
        filters.format_months(DAY, date(2027, 1, 5)) == "September 2026 to January 2027"
    )
    assert filters.partial_date("2026") == "2026"
    assert filters.partial_date("2026-09") == "September 2026"
    assert filters.partial_date("2026-09-30") == "30 September 2026"


def test_numbers_shares_and_money() -> None:
    assert filters.format_figure(2.5) == "2.5"
    assert filters.format_figure(1204.04) == "1,204"
    assert filters.format_number(1203.6) == "1,204"
    assert filters.format_percent(0.796) == "80%"
    assert filters.format_money(1500.4, "EUR") == "€1,500"
    assert filters.format_money(0, "GBP") == "£0"
    assert filters.format_level(1.25) == "1.2"
    assert filters.format_hours(8.5) == "8.5 h"


def test_counts_lists_and_first_letters() -> None:
    assert filters.format_count(1, "answer", "answers") == "1 answer"
    assert filters.format_count(1204, "answer", "answers") == "1,204 answers"
    assert filters.format_list([]) == ""
    assert filters.format_list(["SQL"]) == "SQL"
    assert filters.format_list(["SQL", "Git", "APIs"]) == "SQL, Git and APIs"
    assert filters.format_list(["SQL", "Git"], "or") == "SQL or Git"
    assert filters.capitalize_first("sQL") == "SQL"
    assert filters.lower_first("Read a plan") == "read a plan"
    assert filters.lower_first("SQL joins") == "SQL joins"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (1, 1, "1 week"),
        (9, 9, "9 weeks"),
        (9, 20, "9 to 20 weeks"),
        (26, 26, "26 weeks"),
        (28, 40, "6 to 9 months"),
        (104, 104, "24 months"),
        (156, 156, "3 years"),
        (156, 265, "3 to 5 years"),
        (130, 130, "2.5 years"),
    ],
)
def test_durations_are_written_as_people_say_them(
    low: float, high: float, words: str
) -> None:
    assert filters.format_duration(low, high) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (352.0, 431.0, "350 to 430 hours"),
        (1204.0, 1396.0, "1,200 to 1,400 hours"),
        (41.0, 44.0, "40 to 45 hours"),
        (101.0, 103.0, "about 100 hours"),
        (0.0, 0.0, "about 0 hours"),
    ],
)
def test_hours_are_written_in_round_numbers(
    low: float, high: float, words: str
) -> None:
    assert filters.format_hours_range(low, high) == words
