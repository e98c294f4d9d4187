"""Numbers, dates, lists and plurals as people read them."""

from datetime import UTC, date, datetime

import pytest

from quiz.core import text


@pytest.mark.parametrize(
    ("count", "written"),
    [(0, "0 answers"), (1, "1 answer"), (3, "3 answers"), (1234, "1,234 answers")],
)
def test_a_count_has_its_noun(count: int, written: str) -> None:
    assert text.format_count(count, "answer", "answers") == written


@pytest.mark.parametrize(
    ("names", "written"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_listed_with_and_before_the_last(
    names: list[str], written: str
) -> None:
    assert text.format_list(names) == written


def test_a_day_is_written_in_full_or_short() -> None:
    assert text.format_day(date(2026, 11, 2)) == "2 November 2026"
    assert (
        text.format_day(datetime(2026, 11, 2, 23, 59, tzinfo=UTC)) == "2 November 2026"
    )
    assert text.format_short_day(date(2026, 11, 2)) == "2 Nov"


def test_numbers_are_written_as_people_do() -> None:
    assert text.format_number(20_000) == "20,000"
    assert text.format_level(0.666) == "0.7"
    assert text.format_hours(8.0) == "8 h"
    assert text.format_hours(2.5) == "2.5 h"
    assert text.format_percent(0.8) == "80%"


def test_a_capital_letter_at_the_beginning_leaves_the_rest() -> None:
    assert text.capitalize_first("sQL") == "SQL"
    assert text.capitalize_first("") == ""


def test_months_and_partial_dates() -> None:
    day = date(2026, 9, 2)

    assert text.format_month(day) == "September 2026"
    assert text.format_months(day, date(2026, 9, 30)) == "September 2026"
    assert text.format_months(day, date(2027, 1, 5)) == "September 2026 to January 2027"
    assert text.format_partial_date("2026") == "2026"
    assert text.format_partial_date("2026-09") == "September 2026"
    assert text.format_partial_date("2026-09-30") == "30 September 2026"


def test_decimals_and_money() -> None:
    assert text.format_decimal(2.5) == "2.5"
    assert text.format_decimal(1204.04) == "1,204"
    assert text.format_money(1500.4, "EUR") == "€1,500"
    assert text.format_money(47_800, "USD") == "US$47,800"
    assert text.format_money(0, "GBP") == "£0"


def test_a_small_letter_at_the_beginning_leaves_abbreviations() -> None:
    assert text.lower_first("Read a plan") == "read a plan"
    assert text.lower_first("SQL joins") == "SQL joins"


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
    assert text.format_duration(low, high) == words


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
    assert text.format_hours_range(low, high) == words
