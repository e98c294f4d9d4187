"""The settings of the running application, and what follows from them: days, and addresses for people outside."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, current_app, has_app_context, request, url_for

from quiz.config import Settings
from quiz.core.clock import utc_now

EXTENSION_NAME = "trigpoint_settings"


def init_app(app: Flask, settings: Settings) -> None:
    """Keep the settings with the application."""
    app.extensions[EXTENSION_NAME] = settings


def current_settings() -> Settings:
    """Return the settings of the application that answers the request."""
    settings: Settings = current_app.extensions[EXTENSION_NAME]
    return settings


def external_url(endpoint: str, **values: Any) -> str:
    """Return a whole address that works outside this browser: below the base URL, else below the host asked for."""
    base = current_settings().base_url or request.host_url.rstrip("/")
    return base + url_for(endpoint, **values)


def local_moment(moment: datetime) -> datetime:
    """Return a moment by the clock of the people, by the time zone of the settings."""
    return moment.astimezone(current_settings().zone if has_app_context() else UTC)


def local_day(moment: datetime) -> date:
    """Return the day of a moment where the people are, by the time zone of the settings."""
    return local_moment(moment).date()


def local_today() -> date:
    """Return the present day where the people are."""
    return local_day(utc_now())
