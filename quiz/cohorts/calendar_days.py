"""Days off as people type them, and moments in the time zone of an organisation."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from quiz.cohorts.models import DaysOff
from quiz.core.text import format_day
from quiz.errors import NotValid

MOST_RANGES = 60
#: Nothing that lasts longer is a holiday.
LONGEST_RANGE = timedelta(days=120)
_BETWEEN = re.compile(r"\s+(?:to|until|-|–)\s+")
_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d.%m.%Y")


def read_days_off(typed: str) -> list[DaysOff]:
    """Return the days off of a text with one day, or first and last day, a line.

    Raises
    ------
    NotValid
        With the first line that cannot be read.

    Examples
    --------
    >>> [str(one.last) for one in read_days_off("15 February 2027 to 28 February 2027")]
    ['2027-02-28']
    """
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_RANGES:
        raise NotValid(f"Enter at most {MOST_RANGES} lines.")
    return sorted(map(_read_range, lines), key=lambda one: one.first)


def write_days_off(ranges: Iterable[DaysOff]) -> str:
    """Return days off as `read_days_off` reads them."""
    return "\n".join(
        format_day(one.first)
        if one.first == one.last
        else f"{format_day(one.first)} to {format_day(one.last)}"
        for one in ranges
    )


def _read_range(line: str) -> DaysOff:
    parts = _BETWEEN.split(line)
    days = [_read_day(part, line) for part in parts]
    if len(days) > 2 or days[-1] < days[0] or days[-1] - days[0] > LONGEST_RANGE:
        raise NotValid(
            f"“{line}”: write the first day and the last day, like 15 February 2027 to 28 February 2027."
        )
    return DaysOff(first=days[0], last=days[-1])


def _read_day(part: str, line: str) -> date:
    for form in _FORMS:
        try:
            return datetime.strptime(part, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise NotValid(f"“{line}”: write days like 15 February 2027 or 2027-02-15.")


def make_moment(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """Return a moment in UTC from a day and a time of day in a zone."""
    return datetime.combine(day, clock_time, zone).astimezone(UTC)


def add_days(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the same time of day so many days later, as clocks in a zone show it.

    Examples
    --------
    >>> before = datetime(2026, 10, 24, 16, tzinfo=UTC)
    >>> add_days(before, 1, ZoneInfo("Europe/Paris")).hour
    17
    """
    local = moment.astimezone(zone)
    return make_moment(local.date() + timedelta(days=days), local.time(), zone)


def format_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as `18 January 2027, 18:00` in a zone."""
    local = moment.astimezone(zone)
    return f"{format_day(local.date())}, {local:%H:%M}"
