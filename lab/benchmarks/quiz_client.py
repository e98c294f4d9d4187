"""A client that takes the quiz over HTTP, as a browser does."""

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from typing import Self
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="token"[^>]*value="([^"]+)"')
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
REDIRECTS = (302, 303)
OK = 200


class RequestRefused(Exception):
    """The server answered with an error."""


@dataclass
class QuizClient:
    """Holds the cookies and the current page.

    With script the answer's response is the next question; without, a redirect leads there.
    """

    port: int
    script: bool = True
    host: str = "127.0.0.1"
    #: Address that the server sees; the system's choice if not said.
    source: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    html: str = ""
    path: str = ""
    received: int = 0

    def __post_init__(self) -> None:
        self._connection = self._connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def begin_sitting(self, length: str = "quick") -> None:
        """Begin a sitting and open its first question."""
        self.open_page("/goals/senior/start")
        self.post_form(
            "/sittings", {"goal": "senior", "length": length, "language": ""}
        )

    def answer_question(self) -> float | None:
        """Say "I don't know" to the question; return the seconds that took, None when there is no question.

        Raises
        ------
        Refused
            When the answer is not taken.
        """
        token = _TOKEN.search(self.html)
        if token is None:
            return None
        started, path = time.perf_counter(), self.path
        self.post_form(f"{path}/answer", {"token": token[1], "action": "dont_know"})
        if self.path == f"{path}/answer":
            self.path = path
        return time.perf_counter() - started

    def drop_connection(self) -> None:
        """Close the connection, as servers do while people think; the next request reconnects."""
        self._connection.close()

    def go_to(self, host: str, port: int) -> None:
        """Ask another host from now on, with the same cookies and the page that is open."""
        self._connection.close()
        self.host, self.port = host, port
        self._connection = self._connect()

    def open_page(self, path: str) -> None:
        """Open a page."""
        self._send_request("GET", path, "")

    def post_form(self, path: str, fields: dict[str, str]) -> None:
        """Send a form with the anti-forgery token of the page before."""
        csrf = _CSRF.search(self.html)
        self._send_request(
            "POST", path, urlencode(fields | {"csrf_token": csrf[1] if csrf else ""})
        )

    def _connect(self) -> HTTPConnection:
        source = (self.source, 0) if self.source else None
        return HTTPConnection(self.host, self.port, timeout=60, source_address=source)

    def _send_request(self, method: str, path: str, body: str) -> None:
        for _ in range(4):
            response = self._send_once(method, path, body)
            text = response.read()
            self.received += len(text)
            if response.status == OK:
                self.html, self.path = text.decode("utf-8", "replace"), path
                return
            if response.status not in REDIRECTS:
                raise RequestRefused(f"{response.status} for {method} {path}")
            method, path, body = "GET", response.getheader("Location", "/") or "/", ""
            path = re.sub(r"^https?://[^/]+", "", path)
        raise RequestRefused(f"no end of redirects at {path}")

    def _send_once(self, method: str, path: str, body: str) -> HTTPResponse:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body and self.script:
            headers["X-Step"] = "1"
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response
