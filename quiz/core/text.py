"""Numbers, dates, lists and plurals as people read them. British English, by way of Babel."""

from collections.abc import Iterable
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list as join_list
from babel.numbers import format_decimal
from babel.numbers import format_percent as write_percent

LOCALE = Locale.parse("en_GB")
_PLURAL_FORM = LOCALE.plural_form


def format_day(day: date | datetime) -> str:
    """Write a day as `22 November 2026`."""
    return format_date(day, "d MMMM y", locale=LOCALE)


def format_short_day(day: date | datetime) -> str:
    """Write a day as `22 Nov`."""
    return format_date(day, "d MMM", locale=LOCALE)


def format_number(value: float) -> str:
    """Write a whole number with separators of thousands: `20,000`."""
    return format_decimal(round(value), locale=LOCALE)


def format_level(value: float) -> str:
    """Write a level as `1.2`."""
    # Python rounds the binary number that is stored; Babel would round its decimal form half to even.
    return f"{value:.1f}"


def format_hours(value: float) -> str:
    """Write hours as `8 h`, halves kept."""
    return f"{value:g} h"


def format_percent(share: float) -> str:
    """Write a share as `80%`."""
    return write_percent(share, locale=LOCALE)


def format_count(count: int, one: str, many: str) -> str:
    """Write a count with its noun: `1 answer`, `3 answers`."""
    noun = one if _PLURAL_FORM(count) == "one" else many
    return f"{format_number(count)} {noun}"


def format_list(items: Iterable[str]) -> str:
    """Write names as `a, b and c`."""
    return join_list(list(items), locale=LOCALE)


def capitalize_first(text: str) -> str:
    """Begin with a capital and leave the rest as it is: `SQL` stays `SQL`."""
    return text[:1].upper() + text[1:]
