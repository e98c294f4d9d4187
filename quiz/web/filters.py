"""How numbers, dates and durations are written for people."""

from datetime import date, datetime

from flask import Flask

MINUTES_IN_HOUR = 60


def long_date(day: date | datetime) -> str:
    """Write a day as `22 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """Write a day as `22 Nov`."""
    return f"{day.day} {day:%b}"


def capitalize_first(text: str) -> str:
    """Begin with a capital and leave the rest as it is: `SQL` stays `SQL`."""
    return text[:1].upper() + text[1:]


def one_decimal(value: float) -> str:
    """Write a level as `1.2`."""
    return f"{value:.1f}"


def format_hours(value: float) -> str:
    """Write hours as `8 h`, halves kept."""
    return f"{value:g} h"


def format_count(count: int, one: str, many: str) -> str:
    """Write a count with its noun: `1 answer`, `3 answers`."""
    return f"{count} {one if count == 1 else many}"


def init_app(app: Flask) -> None:
    """Offer them to templates."""
    for function in (
        long_date,
        short_date,
        capitalize_first,
        one_decimal,
        format_hours,
        format_count,
    ):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
