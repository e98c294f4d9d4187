"""What counts as the same typed answer."""

from decimal import Decimal

import pytest

from quiz.bank.types.shared.typed_answers import is_same_text
from quiz.bank.types.shared.typed_numbers import is_same_number, parse_numbers


@pytest.mark.parametrize(
    ("given", "accepted"),
    [
        ("  Frost ", "frost"),
        ("a   b", "a b"),
        ("[1,2]", "[1, 2]"),
        ("( 1 , 2 )", "(1, 2)"),
        ("git commit —amend", "git commit --amend"),
        ("“x”", '"x"'),
        ("`lower`", "lower"),
        ("caf\u0065\u0301", "caf\u00e9"),
        ("a|b", "a | b"),
    ],
)
def test_what_does_not_matter_is_passed_over(given: str, accepted: str) -> None:
    assert is_same_text(given, accepted, exact=False)


@pytest.mark.parametrize(
    ("given", "accepted"), [("Frost", "frost"), ("[1,2]", "[1, 2]"), ("ab", "a b")]
)
def test_exact_is_exact_but_for_white_space(given: str, accepted: str) -> None:
    assert not is_same_text(given, accepted, exact=True)
    assert is_same_text(f" {accepted}  ", accepted, exact=True)


def test_other_words_are_another_answer() -> None:
    assert not is_same_text("frosty", "frost", exact=False)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("42", ["42"]),
        (" -0.5 ", ["-0.5"]),
        ("−3", ["-3"]),
        ("1,5", ["1.5"]),
        ("1,500", ["1500", "1.500"]),
        ("1,500.25", ["1500.25"]),
        ("1 500", ["1500"]),
        ("1_000", ["1000"]),
        ("1\u202f000’000", ["1000000"]),
        ("1 2", []),
        ("1\n2", []),
        ("12,34,567", ["1234567"]),
        ("1e3", ["1E+3"]),
        (".5", [".5"]),
        ("1.5 MB", ["1.5"]),
        ("1.5mb", ["1.5"]),
        ("many", []),
        ("", []),
        ("1,2,3", []),
        ("nan", []),
        ("1e999", []),
        ("٣", ["3"]),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed: str, numbers: list[str]) -> None:
    assert set(parse_numbers(typed, frozenset({"mb"}))) == {
        Decimal(number) for number in numbers
    }


def test_a_number_within_the_tolerance_counts() -> None:
    assert is_same_number("1.54", "1.5", Decimal("0.05"))
    assert not is_same_number("1.56", "1.5", Decimal("0.05"))


def test_an_ambiguous_comma_counts_in_either_reading() -> None:
    assert is_same_number("1,500", "1500", Decimal(0))
    assert is_same_number("1,500", "1.5", Decimal(0))
