"""A plan as a calendar file: one entry per week, all day long, so that no clock change moves it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Trigpoint//Learning plan//EN"
HOST = "trigpoint"


@dataclass(frozen=True)
class CalendarEntry:
    """One week of a plan as a calendar shows it."""

    number: int
    begins: date
    summary: str
    description: str


def build_calendar(
    entries: Iterable[CalendarEntry],
    *,
    name: str,
    plan_key: str,
    version: int,
    changed_at: datetime,
    address: str,
) -> bytes:
    """Return the weeks as an iCalendar file (RFC 5545).

    An entry keeps its UID when the plan is updated, and its SEQUENCE rises, so that a calendar that reads the file
    again moves what it has instead of showing it twice.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", f"{plan_key}-week-{entry.number}@{HOST}")
        event.add("sequence", version)
        event.add("dtstamp", changed_at)
        event.add("dtstart", entry.begins)
        # The end of an all-day entry is the day after (RFC 5545, 3.6.1).
        event.add("dtend", entry.begins + timedelta(weeks=1))
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
