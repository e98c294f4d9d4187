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
from pathlib import Path
from typing import BinaryIO

import psycopg
from psycopg.sql import SQL, Identifier

START_SECONDS = 60
# What would be lost if the machine stopped is of no interest here; waiting for disks is slow.
CARELESS = ["-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off"]


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


@contextmanager
def running_server() -> Iterator[Path]:
    """Run a server and yield the folder of its socket; nothing of it stays."""
    user = server_user()
    # Not a folder of pytest's: a socket's path must be short, and that user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="trigpoint-", dir="/tmp"))
    if user:
        shutil.chown(folder, user)
    try:
        with (folder / "log").open("wb") as log:
            initdb = ["initdb", "--no-sync", "-Utrigpoint", "-Atrust", "-EUTF8"]
            _start([*initdb, "--no-locale", "-Ddata"], folder, user, log).wait()
            serve = ["postgres", "-Ddata", f"-k{folder}", "-clisten_addresses="]
            server = _start([*serve, *CARELESS], folder, user, log)
        try:
            _wait_for(server, folder)
            yield folder
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()
    finally:
        shutil.rmtree(folder)


def _start(
    command: list[str], folder: Path, user: str | None, log: BinaryIO
) -> "subprocess.Popen[bytes]":
    program = programs() / command[0]
    return subprocess.Popen(
        [program, *command[1:]],
        cwd=folder,
        user=user,
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
