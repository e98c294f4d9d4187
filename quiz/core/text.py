"""Numbers, dates, lists and plurals as people read them. British English, by way of Babel."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list as join_list
from babel.numbers import format_currency, format_decimal
from babel.numbers import format_percent as write_percent

LOCALE = Locale.parse("en_GB")
_PLURAL_FORM = LOCALE.plural_form
#: durations are written in weeks up to half a year, in months up to two years, then in years
WEEKS_IN_HALF_YEAR, WEEKS_IN_YEAR, WEEKS_IN_TWO_YEARS = 26, 52, 104
MONTHS_IN_YEAR = 12
#: from here on hours are rounded to tens, below to fives
ROUND_TO_TENS = 100


def format_day(day: date | datetime) -> str:
    """Write a day as `22 November 2026`."""
    return format_date(day, "d MMMM y", locale=LOCALE)


def format_short_day(day: date | datetime) -> str:
    """Write a day as `22 Nov`."""
    return format_date(day, "d MMM", locale=LOCALE)


def format_number(value: float) -> str:
    """Write a whole number with separators of thousands: `20,000`."""
    return format_decimal(round(value), locale=LOCALE)


def format_figure(value: float) -> str:
    """Write a number as `1,204` or `2.5`: one decimal at most."""
    return format_decimal(round(value, 1), locale=LOCALE)


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


def format_list(
    items: Iterable[str], style: Literal["standard", "or"] = "standard"
) -> str:
    """Write names as `a, b and c`, or as `a, b or c`."""
    return join_list(list(items), style=style, locale=LOCALE)


def capitalize_first(text: str) -> str:
    """Begin with a capital and leave the rest as it is: `SQL` stays `SQL`."""
    return text[:1].upper() + text[1:]


def month_and_year(day: date) -> str:
    """Write the month of a day as `November 2026`."""
    return format_date(day, "MMMM y", locale=LOCALE)


def format_months(first: date, last: date) -> str:
    """Write two days as `November 2026 to June 2027`, or one month where they share it."""
    names = dict.fromkeys((month_and_year(first), month_and_year(last)))
    return " to ".join(names)


def partial_date(dated: str) -> str:
    """Write `2026`, `2026-09` or `2026-09-30` as `2026`, `September 2026` or `30 September 2026`."""
    parts = [int(part) for part in dated.split("-")]
    if len(parts) == 1:
        return dated
    day = date(*[*parts, 1][:3])
    return format_day(day) if len(parts) > 2 else month_and_year(day)


def lower_first(text: str) -> str:
    """Begin with a small letter, unless the first word is an abbreviation: `SQL` stays `SQL`."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def format_money(amount: float, currency: str) -> str:
    """Write an amount as `€1,500`, without cents."""
    return format_currency(
        amount, currency, "¤#,##0", locale=LOCALE, currency_digits=False
    )


def format_span(low: float, high: float, one: str, many: str) -> str:
    """Write two numbers with their noun, as `9 to 20 weeks` or `1 week`."""
    first, last = format_number(round(low)), format_number(round(high))
    if first == last:
        return f"{last} {one if round(high) == 1 else many}"
    return f"{first} to {last} {many}"


def format_duration(low_weeks: float, high_weeks: float) -> str:
    """Write a span of weeks in weeks, months or years, whichever people would say."""
    if high_weeks <= WEEKS_IN_HALF_YEAR:
        return format_span(low_weeks, high_weeks, "week", "weeks")
    if high_weeks <= WEEKS_IN_TWO_YEARS:
        in_months = MONTHS_IN_YEAR / WEEKS_IN_YEAR
        return format_span(
            low_weeks * in_months, high_weeks * in_months, "month", "months"
        )
    low, high = (
        format_figure(round(weeks / WEEKS_IN_YEAR * 2) / 2)
        for weeks in (low_weeks, high_weeks)
    )
    return f"{high} years" if low == high else f"{low} to {high} years"


def round_hours(hours: float) -> int:
    """Round hours to tens from a hundred on, to fives below."""
    step = 10 if hours >= ROUND_TO_TENS else 5
    return max(round(hours / step) * step, 0)


def format_hours_range(low: float, high: float) -> str:
    """Write a range of hours as `350 to 430 hours`."""
    first, last = round_hours(low), round_hours(high)
    if first < last:
        return f"{format_number(first)} to {format_number(last)} hours"
    return f"about {format_number(last)} hours"
