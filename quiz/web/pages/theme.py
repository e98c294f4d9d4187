"""Light, dark or as the system says: kept in a cookie, written into the page by the server."""

from typing import Literal, cast, get_args

from flask import current_app, request
from werkzeug import Response

Theme = Literal["auto", "light", "dark"]
COOKIE_SECONDS = 365 * 24 * 3600  # 1 year


def current_theme() -> Theme:
    """Return the theme this browser chose; `auto` when it chose none."""
    return read_theme(request.cookies.get(_cookie_name(), ""))


def read_theme(word: str) -> Theme:
    """Return `word` as a theme; anything unknown is `auto`."""
    return cast("Theme", word) if word in get_args(Theme) else "auto"


def remember_theme(response: Response, theme: Theme, *, secure: bool) -> None:
    """Keep the choice for a year."""
    response.set_cookie(
        _cookie_name(),
        theme,
        max_age=COOKIE_SECONDS,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def _cookie_name() -> str:
    return str(current_app.config["THEME_COOKIE_NAME"])
