"""Numbers as people type them, in the notations of several countries."""

import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from babel.numbers import NumberFormatError, parse_decimal

from quiz.core.plain_characters import write_plainly

#: Locales whose notations are read: 1,500.5 · 1.500,5 · 1 500,5 · 1'500.5 · 1,50,000
LOCALES = ("en", "de", "fr", "de_CH", "en_IN")
#: Currency signs and codes that may stand before or after an amount, with the code they mean.
CURRENCY_SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "₹": "INR",
    "EUR": "EUR",
    "USD": "USD",
    "GBP": "GBP",
    "INR": "INR",
    "CHF": "CHF",
    "CAD": "CAD",
}
# Babel reads exponents and underscores; a form field takes none of these.
_DIGITS = re.compile(r"^[+-]?[0-9][0-9.,'\u202f]*$|^[+-]?[.,][0-9]+$")
_SPACES = re.compile(r"\s+")
#: The space that separates thousands in French.
_GROUP_SPACE = "\u202f"


class NotANumber(ValueError):
    """The text is not a number in any of the notations."""


class AmbiguousNumber(NotANumber):
    """The text is one number in one country and another in the next: `1.500` is 1500 or 1.5."""


class Notation(Enum):
    """How to read a number that can be read in two ways."""

    #: Refuse it, so that the person is asked.
    ASK = "ask"
    #: Money and counts: what looks like groups of three digits is thousands.
    THOUSANDS = "thousands"
    #: Measured values: what looks like a decimal point is one.
    DECIMAL = "decimal"


def read_number(text: str, *, notation: Notation = Notation.ASK) -> Decimal:
    """Return the number that a person typed.

    Raises
    ------
    AmbiguousNumber
        When it can be read in two ways and `notation` does not choose.
    NotANumber
        When it cannot be read at all.

    Examples
    --------
    >>> [str(read_number(text)) for text in ("7,5", "1.500,00", "1 500", "1,500.25")]
    ['7.5', '1500.00', '1500', '1500.25']
    """
    readings = find_readings(text)
    if not readings:
        raise NotANumber(f"{text!r} is not a number")
    if len(readings) > 1 and notation is Notation.ASK:
        raise AmbiguousNumber(f"{text!r} can be read in two ways")
    # Of two readings the one with thousands is farther from zero.
    choose = min if notation is Notation.DECIMAL else max
    return choose(readings, key=abs)


def find_readings(text: str) -> frozenset[Decimal]:
    """Return every number that a typed text can mean; none if it is not a number.

    Examples
    --------
    >>> sorted(map(str, find_readings("1.500")))
    ['1.500', '1500']
    """
    plain = _SPACES.sub(_GROUP_SPACE, write_plainly(text).strip())
    if not _DIGITS.match(plain):
        return frozenset()
    return _read_in_locales(plain)


def read_amount(text: str) -> tuple[Decimal, str | None]:
    """Return an amount of money, and the code of its currency if one was typed.

    Examples
    --------
    >>> read_amount("4 000 €")
    (Decimal('4000'), 'EUR')
    """
    bare, currency = text.strip(), None
    for sign, code in CURRENCY_SIGNS.items():
        if bare.upper().startswith(sign):
            bare, currency = bare[len(sign) :], code
            break
        if bare.upper().endswith(sign):
            bare, currency = bare[: -len(sign)], code
            break
    return read_number(bare, notation=Notation.THOUSANDS), currency


@lru_cache(maxsize=1024)
def _read_in_locales(text: str) -> frozenset[Decimal]:
    readings = (_read_in_locale(text, locale) for locale in LOCALES)
    return frozenset(reading for reading in readings if reading is not None)


def _read_in_locale(text: str, locale: str) -> Decimal | None:
    try:
        return parse_decimal(text, locale=locale, strict=True)
    except NumberFormatError:
        return None
