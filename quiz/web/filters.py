"""The filters that templates write numbers, dates, lists and plurals with."""

from datetime import date, datetime

from flask import Flask

from quiz.core import keys, text
from quiz.web.current_settings import local_day, local_moment


def format_day(day: date | datetime) -> str:
    """Write a day as `22 November 2026`; of a moment, the day in the time zone of the settings."""
    return text.format_day(local_day(day) if isinstance(day, datetime) else day)


def format_moment(moment: datetime) -> str:
    """Write day and time in the time zone of the settings: `22 November 2026, 02:00`."""
    there = local_moment(moment)
    return f"{text.format_day(there.date())}, {there:%H:%M}"


FILTERS = (
    format_day,
    format_moment,
    text.format_short_day,
    text.format_number,
    text.format_figure,
    text.format_level,
    text.format_hours,
    text.format_percent,
    text.format_count,
    text.format_list,
    text.capitalize_first,
    text.month_and_year,
    text.format_months,
    text.partial_date,
    text.lower_first,
    text.format_money,
    text.format_span,
    text.format_duration,
    keys.format_key,
    text.format_hours_range,
)


def init_app(app: Flask) -> None:
    """Offer the filters to templates, and leave out the white space that block tags leave."""
    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
