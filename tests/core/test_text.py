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
