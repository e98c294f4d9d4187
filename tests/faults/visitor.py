"""A visitor who reads pages over a real connection, and the server they visit, started and killed at will."""

import http.cookiejar
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from sqlalchemy import func, select

from lab.benchmarks.servers import find_free_port, kill_server, worker_pids
from quiz.core.db import Base, make_engine
from tests import browsers

TIMEOUT_SECONDS = 30
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    url: str
    html: str
    retry_after: str | None
    seconds: float

    def hidden(self, name: str) -> str:
        """Return the value of a hidden field."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.html)
        assert found, f"no {name} on {self.url}: {self.html[:300]}"
        return found.group(1)

    @property
    def number(self) -> int:
        """Which question of the sitting stands there."""
        found = re.search(r"</strong> · (\d+) of at most", self.html)
        assert found, f"no question on {self.url}: {self.html[:300]}"
        return int(found.group(1))


@dataclass
class Visitor:
    """A person at a browser that keeps cookies."""

    address: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def get(self, path: str) -> Answer:
        """Open an address."""
        return self._open(path, None)

    def post(self, path: str, **values: str) -> Answer:
        """Send a form."""
        return self._open(path, urllib.parse.urlencode(values).encode())

    def begin(self, length: str = "quick") -> Answer:
        """Start a sitting and return its first question."""
        start = self.get("/goals/junior/start")
        return self.post(
            "/sittings",
            csrf_token=start.hidden("csrf_token"),
            goal="junior",
            length=length,
        )

    def dont_know(self, question: Answer) -> Answer:
        """Answer a question with "I don't know"."""
        return self.post(
            urllib.parse.urlsplit(question.url).path + "/answer",
            csrf_token=question.hidden("csrf_token"),
            token=question.hidden("token"),
            action="dont_know",
        )

    def _open(self, path: str, body: bytes | None) -> Answer:
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar)
        )
        begun = time.monotonic()
        try:
            response = opener.open(self.address + path, body, timeout=TIMEOUT_SECONDS)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            return Answer(
                status=response.status,
                url=response.url,
                html=response.read().decode(),
                retry_after=response.headers.get("Retry-After"),
                seconds=time.monotonic() - begun,
            )


NO_ANSWER = (urllib.error.URLError, HTTPException, ConnectionError, TimeoutError)


@dataclass
class Server:
    """The program, started like `./trigpoint run`, on one port from start to start."""

    database_url: str
    data: Path
    port: int = field(default_factory=find_free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = self.data / "server.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "quiz",
                    "run",
                    f"--port={self.port}",
                    f"--data={self.data}",
                ],
                env=browsers.environment(self.database_url),
                stdout=output,
                stderr=output,
                # A group of its own, so that all of it can be killed at one blow.
                start_new_session=True,
            )
        browsers.wait_for(self.address, self.process, log)

    def kill(self) -> None:
        """Kill every process of it, with no chance to say goodbye."""
        if self.process is not None:
            kill_server(self.process)
            self.process = None

    def workers(self) -> list[int]:
        """Return the processes that answer: the children of the one that was started."""
        assert self.process is not None
        return worker_pids(self.process.pid)

    def rows(self, table: str) -> int:
        """Return how many rows a table of its database has."""
        engine = make_engine(self.database_url)
        with engine.connect() as connection:
            count: int = connection.execute(
                select(func.count()).select_from(Base.metadata.tables[table])
            ).scalar_one()
        engine.dispose()
        return count


def wait_until(reached: Callable[[], bool]) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.02)


def patiently(act: Callable[[], Answer]) -> Answer:
    """Do something until an answer comes that is no refusal."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            answer = act()
        except NO_ANSWER:
            answer = None
        if answer is not None and answer.status == 200:
            return answer
        assert time.monotonic() < ends, "no recovery"
        time.sleep(0.2)
