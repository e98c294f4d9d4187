"""A plan as a calendar file: one entry a week, all day long, so that no clock change moves it."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from quiz.training.planning.presenters import PlanView, WeekView

PRODUCT = "-//Trigpoint//Training plan//EN"
HOST = "trigpoint"


def build_calendar(
    view: PlanView, *, plan_key: str, version: int, changed_at: datetime, address: str
) -> bytes:
    """Return the weeks as an iCalendar file (RFC 5545).

    An entry keeps its UID when the plan is renewed, and its SEQUENCE rises, so that a calendar that reads the file
    again moves what it has instead of showing it twice.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Trigpoint: my plan")
    for week in view.weeks:
        calendar.add_component(
            _build_event(
                week,
                plan_key=plan_key,
                version=version,
                changed_at=changed_at,
                address=address,
            )
        )
    return bytes(calendar.to_ical())


def _build_event(
    week: WeekView, *, plan_key: str, version: int, changed_at: datetime, address: str
) -> Event:
    event = Event()
    event.add("uid", f"{plan_key}-week-{week.number}@{HOST}")
    event.add("sequence", version)
    event.add("dtstamp", changed_at)
    event.add("dtstart", week.begins)
    # The end of an all-day entry is the day after (RFC 5545, 3.6.1).
    event.add("dtend", week.begins + timedelta(weeks=1))
    event.add("summary", f"Week {week.number}: {', '.join(_area_names(week))}")
    event.add("description", "\n".join(_describe_week(week)))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event


def _area_names(week: WeekView) -> list[str]:
    return list(dict.fromkeys(line.area_name for line in week.lines))


def _describe_week(week: WeekView) -> list[str]:
    lines = [f"{line.area_name}: {line.text}, {line.hours:g} h" for line in week.lines]
    lines.append(f"Review: {week.review:g} h")
    if week.checked:
        lines.append("At the end of the week: 12 questions on what you learned.")
    return lines
