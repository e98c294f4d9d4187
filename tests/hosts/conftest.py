"""Two hosts with one PostgreSQL database, 90 seconds apart by their clocks."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lab.benchmarks.quiz_client import QuizClient
from lab.benchmarks.servers import find_free_port, kill_server
from quiz.core.db import make_engine
from tests import browsers, databases, postgresql
from tests.hosts.positions import Position, two_positions

#: One clock goes before the database's, the other after it.
SKEWS = (45.0, -45.0)
DAILY_SITTINGS = "20"


@dataclass
class Host:
    """A machine with the program, a data folder and a clock of its own."""

    position: Position
    skew: float
    data: Path
    database_url: str
    port: int = field(default_factory=find_free_port)
    process: "subprocess.Popen[bytes] | None" = None
    browsers: list[QuizClient] = field(default_factory=list)

    def start(self) -> None:
        """Start the program and wait until it answers."""
        program = [sys.executable, "-P", "-m", "tests.hosts.skewed_program"]
        options = [f"--host={self.position.address}", f"--port={self.port}"]
        log = self.data / "server.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [
                    *self.position.prefix,
                    *program,
                    str(self.skew),
                    "run",
                    *options,
                    f"--data={self.data}",
                ],
                cwd=self.data,
                env=browsers.environment(self.database_url)
                | {
                    "TRIGPOINT_SECRET_KEY": "the same on both hosts, 0123456789",
                    "TRIGPOINT_DAILY_SITTINGS": DAILY_SITTINGS,
                },
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        address = f"http://{self.position.address}:{self.port}/healthz"
        browsers.wait_for(address, self.process, log)

    def kill(self) -> None:
        """Kill every process of it, with no chance to say goodbye."""
        if self.process is not None:
            kill_server(self.process)
            self.process = None

    def open_browser(self) -> QuizClient:
        """Return a browser that asks this host first."""
        browser = QuizClient(
            self.port,
            script=False,
            host=self.position.address,
            source=self.position.visitors,
        )
        self.browsers.append(browser)
        return browser

    def close_browsers(self) -> None:
        """Close every browser that was opened here."""
        while self.browsers:
            self.browsers.pop().drop_connection()


@pytest.fixture(scope="module")
def database_url(postgresql_server: Path) -> str:
    """Return the address of the database that both hosts share."""
    name = "two_hosts"
    return databases.with_tables(postgresql.create_database(postgresql_server, name))


@pytest.fixture(scope="module")
def hosts(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Host, Host]]:
    """Return two hosts that run."""
    with two_positions() as positions:
        first, second = (
            Host(position, skew, tmp_path_factory.mktemp("host"), database_url)
            for position, skew in zip(positions, SKEWS, strict=True)
        )
        try:
            first.start()
            second.start()
            yield first, second
        finally:
            first.kill()
            second.kill()


@pytest.fixture(scope="module")
def shared_engine(database_url: str) -> Iterator[Engine]:
    """Return the engine of their database."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(shared_engine: Engine) -> Engine:
    """Return the same; the hosts run on while rows stay."""
    return shared_engine


@pytest.fixture(autouse=True)
def closed_browsers(hosts: tuple[Host, Host]) -> Iterator[None]:
    """Close what a test opened."""
    yield
    for host in hosts:
        host.close_browsers()
