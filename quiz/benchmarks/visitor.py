"""One made-up person who takes the quiz over HTTP, as a browser without script does."""

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from typing import Self
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="token"[^>]*value="([^"]+)"')
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
SEE_OTHER = 303
OK = 200


@dataclass
class Visitor:
    """Keeps cookies and the page before them; a step is answer, redirect and next page."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    html: str = ""
    path: str = ""
    received: int = 0

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def begin(self, length: str = "quick") -> None:
        """Begin a sitting and stand before its first question."""
        self.get("/goals/senior/start")
        self._post("/sittings", {"goal": "senior", "length": length, "language": ""})

    def answer(self) -> float | None:
        """Say "I don't know" to the question; return the seconds that took, None at the end or on an error."""
        token = _TOKEN.search(self.html)
        if token is None:
            return None
        begun = time.perf_counter()
        status = self._post(
            f"{self.path}/answer", {"token": token[1], "action": "dont_know"}
        )
        return time.perf_counter() - begun if status == OK else None

    def get(self, path: str) -> int:
        """Open a page."""
        return self._send("GET", path, "")

    def _post(self, path: str, fields: dict[str, str]) -> int:
        csrf = _CSRF.search(self.html)
        return self._send(
            "POST", path, urlencode(fields | {"csrf_token": csrf[1] if csrf else ""})
        )

    def _send(self, method: str, path: str, body: str) -> int:
        for _ in range(4):
            response = self._once(method, path, body)
            text = response.read()
            self.received += len(text)
            if response.status != SEE_OTHER:
                self.html, self.path = text.decode("utf-8", "replace"), path
                return response.status
            method, path, body = "GET", response.getheader("Location", "/") or "/", ""
            path = re.sub(r"^https?://[^/]+", "", path)
        return SEE_OTHER

    def _once(self, method: str, path: str, body: str) -> HTTPResponse:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response
