"""The settings of the app, and the URL under which people reach a view."""

from typing import Any

from flask import current_app, request, url_for

from quiz.config import Settings


def current_settings() -> Settings:
    """Return the settings of the app."""
    settings: Settings = current_app.extensions["trigpoint_settings"]
    return settings


def external_url(endpoint: str, **values: Any) -> str:
    """Return the full URL of a view, as people outside reach it."""
    base = current_settings().base_url or request.host_url.rstrip("/")
    return base + url_for(endpoint, **values)
