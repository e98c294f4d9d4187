"""Forms are taken from pages of this site alone.

Each carries a token of its browser; beside it the browser says where the form stood, in `Sec-Fetch-Site`, or in
`Origin` where it does not know the former. The Referer is not asked: privacy settings and our own pages leave it out.
"""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest

from quiz.web.current_settings import current_settings
from quiz.web.transactions import SAFE_METHODS

DEFAULT_PORTS = {"http": 80, "https": 443}


class ForeignFormError(BadRequest):
    """A form came from a page of another site, as far as the browser and the proxy tell."""


def init_app(app: Flask) -> None:
    """Check the token and the origin before every request that changes something."""
    app.config["WTF_CSRF_SSL_STRICT"] = False
    # The token lives as long as the browser's session id, from which it is made.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.before_request(_check_origin)
    CSRFProtect(app)


def _check_origin() -> None:
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    if site in {"same-origin", "none"}:
        return
    # "null" is what a browser says that was told to keep its address to itself.
    if site or (origin not in {"", "null"} and not _is_own(origin)):
        raise ForeignFormError


def _is_own(origin: str) -> bool:
    place, base = _host_and_port(origin), current_settings().base_url
    if place is None:
        return False
    if base is not None and place == _host_and_port(base):
        return True
    # Without a base URL nobody says whether people come by https: a proxy in front may end it.
    scheme = origin.partition(":")[0]
    return place == _host_and_port(f"{scheme}://{request.host}")


def _host_and_port(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.hostname or "").removesuffix("."), port
