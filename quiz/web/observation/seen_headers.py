"""How requests arrive here, kept for `trigpoint doctor`: what the proxies in front say, and no word of who asks.

One small file in the data folder, written at most once a minute by each process. Of the addresses in front it holds the
number alone.
"""

import json
import os
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.web.security.hosts import PROBES, split_host

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FILE = "seen-headers.json"
PAUSE_SECONDS = 60.0
SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True)
class SeenHeaders:
    """What the latest request that was noted said about its way here."""

    #: Name in the Host header; empty when it was none that could be read.
    host: str
    #: As a proxy tells it; empty when none does.
    forwarded_scheme: str
    #: Name that a proxy says was asked for; empty when none does.
    forwarded_host: str
    #: How many addresses stood in X-Forwarded-For.
    forwarded_addresses: int
    #: When it was, in UTC.
    seen_at: str

    @property
    def moment(self) -> datetime:
        """When it was."""
        return datetime.fromisoformat(self.seen_at).astimezone(UTC)


def init_app(app: Flask, settings: Settings) -> None:
    """Look at requests as they come in. Call it when nothing in front of the app is added any more."""
    app.wsgi_app = HeaderWatch(app.wsgi_app, settings.data_folder)  # type: ignore[method-assign]  # the documented way


class HeaderWatch:
    """Notes the headers of a request now and then."""

    def __init__(self, app: "WSGIApplication", folder: Path) -> None:
        """Stand in front of `app`; write into `folder`."""
        self.app, self.folder = app, folder
        self._next = 0.0
        self._lock = threading.Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request on."""
        if self._is_due() and environ.get("PATH_INFO", "") not in PROBES:
            # A disk that is full or only read keeps nobody from being served.
            with suppress(OSError):
                write_seen_headers(self.folder, read_headers(environ))
        return self.app(environ, start_response)

    def _is_due(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if now < self._next:
                return False
            self._next = now + PAUSE_SECONDS
            return True


def read_headers(environ: "WSGIEnvironment") -> SeenHeaders:
    """Return what is kept of the headers of a request."""
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").split(",")[-1].strip().lower()
    addresses = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    forwarded_host = environ.get("HTTP_X_FORWARDED_HOST", "").split(",")[-1].strip()
    return SeenHeaders(
        _read_name(environ.get("HTTP_HOST", "")),
        scheme if scheme in SCHEMES else "",
        _read_name(forwarded_host),
        sum(bool(address.strip()) for address in addresses),
        utc_now().isoformat(timespec="seconds"),
    )


def write_seen_headers(folder: Path, seen: SeenHeaders) -> None:
    """Keep what was seen, for the owner of the folder alone; whoever reads finds the old or the new file whole."""
    # Of two processes of one host each writes a file of its own.
    draft = folder / f"{FILE}.{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(asdict(seen), file)
    draft.replace(folder / FILE)


def load_seen_headers(folder: Path) -> SeenHeaders | None:
    """Return what was seen last; None when nothing was, or the file cannot be read."""
    with suppress(OSError, ValueError, TypeError):
        return SeenHeaders(**json.loads((folder / FILE).read_text(encoding="ascii")))
    return None


def _read_name(header: str) -> str:
    host = split_host(header)[0]
    is_name = host.isascii() and all(one.isalnum() or one in "-._:" for one in host)
    return host[:253] if is_name else ""
