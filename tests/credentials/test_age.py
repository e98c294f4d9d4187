"""Ages, on the days where they change."""

from datetime import date

import pytest

from quiz.credentials.sign_up.age import compute_age, is_plausible


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(2010, 11, 29), date(2026, 11, 28), 15),
        (date(2010, 11, 29), date(2026, 11, 29), 16),
        (date(2012, 2, 29), date(2028, 2, 28), 15),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2012, 2, 29), date(2027, 2, 28), 14),
        (date(2012, 2, 29), date(2027, 3, 1), 15),
        (date(2010, 12, 31), date(2027, 1, 1), 16),
        (date(2010, 1, 1), date(2026, 12, 31), 16),
    ],
)
def test_a_year_is_full_on_the_birthday(born: date, today: date, age: int) -> None:
    assert compute_age(born, today) == age


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2026, 11, 30), False),
        (date(2023, 1, 1), False),
        (date(2022, 1, 1), True),
        (date(1930, 1, 1), True),
        (date(1900, 1, 1), False),
    ],
)
def test_a_mistyped_year_is_noticed(born: date, *, expected: bool) -> None:
    assert is_plausible(born, date(2026, 11, 29)) is expected
