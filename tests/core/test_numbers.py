"""Numbers as people type them."""

from decimal import Decimal

import pytest

from quiz.core.numbers import (
    AmbiguousNumber,
    NotANumber,
    Notation,
    read_amount,
    read_number,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        ("0,5", "0.5"),
        ("0.125", "0.125"),
        ("12", "12"),
        (" 40 ", "40"),
        ("1 500", "1500"),
        ("1\u202f500", "1500"),
        ("1\u00a0500,50", "1500.5"),
        ("1.500,00", "1500"),
        ("1,500.00", "1500"),
        ("1'500", "1500"),
        ("1’500.25", "1500.25"),
        ("1,50,000", "150000"),
        ("1.000.000", "1000000"),
        ("1,000,000", "1000000"),
        (".5", "0.5"),
        ("-5", "-5"),
        ("12.3456", "12.3456"),
        ("７，５", "7.5"),
        ("١٥٫٥", "15.5"),
        ("\u200b−12\ufeff", "-12"),
    ],
)
def test_a_number_is_read_in_the_notation_it_is_written_in(
    typed: str, number: str
) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["1.500", "1,500", "12,345", "999.000"])
def test_what_means_two_numbers_is_refused_until_somebody_chooses(typed: str) -> None:
    with pytest.raises(AmbiguousNumber):
        read_number(typed)

    as_decimal = read_number(typed, notation=Notation.DECIMAL)
    assert read_number(typed, notation=Notation.THOUSANDS) == 1000 * as_decimal


@pytest.mark.parametrize(
    "typed",
    ["", "many", "nan", "inf", "1e3", "1_000", "5k", "35h", "1,2,3", "1.50.0", "١x"],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NotANumber) as caught:
        read_number(typed)

    assert not isinstance(caught.value, AmbiguousNumber)


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("1.500", "1500", None),
        ("1,500", "1500", None),
        ("4 000 €", "4000", "EUR"),
        ("€4,000", "4000", "EUR"),
        ("$ 12,500.50", "12500.5", "USD"),
        ("eur 900", "900", "EUR"),
        ("900 GBP", "900", "GBP"),
        ("£0", "0", "GBP"),
        ("99,5", "99.5", None),
    ],
)
def test_an_amount_may_carry_its_currency(
    typed: str, amount: str, currency: str | None
) -> None:
    assert read_amount(typed) == (Decimal(amount), currency)
