"""A PostgreSQL server of our own, started for one run of the tests and thrown away after it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

START_SECONDS = 60
# What would be lost if the machine stopped is of no interest here; waiting for disks is slow.
CARELESS = ("-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off")


def programs() -> Path:
    """Return the folder of the server's programs, which Debian keeps off the path."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    if not found:
        raise RuntimeError("PostgreSQL is missing; ./trigpoint test installs it.")
    return Path(found).resolve().parent


def server_user() -> str | None:
    """Return whom the server runs as when not as ourselves: it refuses to run as root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@dataclass
class Cluster:
    """A server that can be started again after a crash; `folder` holds its socket, its data and its log."""

    folder: Path
    options: tuple[str, ...]
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        serve = ["postgres", "-Ddata", f"-k{self.folder}", "-clisten_addresses="]
        self.process = _start([*serve, *self.options], self.folder)
        _wait_for(self.process, self.folder)

    def crash(self) -> None:
        """End it at once, as when the machine goes: what it has to recover it does at the next start."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None


@contextmanager
def running_server(*, careful: bool = False) -> Iterator[Cluster]:
    """Run a server and yield it; nothing of it stays. A `careful` one loses nothing in a crash."""
    user = server_user()
    # Not a folder of pytest's: a socket's path must be short, and that user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="trigpoint-", dir="/tmp"))
    if user:
        shutil.chown(folder, user)
    cluster = Cluster(folder, () if careful else CARELESS)
    try:
        initdb = ["initdb", "--no-sync", "-Utrigpoint", "-Atrust", "-EUTF8"]
        _start([*initdb, "--no-locale", "-Ddata"], folder).wait()
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


def _start(command: list[str], folder: Path) -> "subprocess.Popen[bytes]":
    program = programs() / command[0]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [program, *command[1:]],
            cwd=folder,
            user=server_user(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _wait_for(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    for _ in range(START_SECONDS * 20):
        try:
            psycopg.connect(
                host=str(folder), user="trigpoint", dbname="postgres"
            ).close()
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL did not start:\n" + (folder / "log").read_text())


def create_database(folder: Path, name: str) -> str:
    """Make an empty database and return its address."""
    with psycopg.connect(
        host=str(folder), user="trigpoint", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return f"postgresql://trigpoint@/{name}?host={folder}"
