"""A PostgreSQL of our own for proofs: made in a throw-away folder, reached by a socket, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from threading import Lock

import psycopg
from psycopg import sql as compose

from quiz.bank.proof.cage import RUN_SECONDS, Ran
from quiz.bank.proof.sql_run import cell, statements

START_SECONDS = 60
#: The proofs' own role; it may not read files or start programs.
ROLE = "proof"
SERVANTS = ("postgres", "nobody")


def binary(name: str) -> str | None:
    """Return where a program of PostgreSQL lies: on the path, or where Debian puts it."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(places[-1]) if places else None)


class Postgres:
    """Starts when it is first asked and stops with `close`."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._lock = Lock()
        self._count = 0

    @staticmethod
    def is_there() -> bool:
        """Say whether the programs are installed."""
        return bool(binary("initdb") and binary("pg_ctl"))

    @cached_property
    def version(self) -> str:
        """The version, as `PostgreSQL 15.4`."""
        with self._connect("postgres") as connection:
            return f"PostgreSQL {connection.info.server_version // 10000}"

    def run(self, script: str) -> Ran:
        """Run a script in a schema of its own and return its rows, one a line."""
        with self._lock:
            self._count += 1
            schema = compose.Identifier(f"proof_{self._count}")
        with closing(self._connect(ROLE)) as connection:
            connection.autocommit = True
            connection.execute(compose.SQL("CREATE SCHEMA {}").format(schema))
            connection.execute(compose.SQL("SET search_path TO {}").format(schema))
            connection.execute(f"SET statement_timeout = {RUN_SECONDS * 1000}")
            connection.execute("SET client_min_messages = error")
            try:
                return Ran("".join(_lines(connection, script)), "", 0)
            except psycopg.Error as error:
                return Ran("", str(error), 1)
            finally:
                connection.rollback()
                connection.execute(compose.SQL("DROP SCHEMA {} CASCADE").format(schema))

    def close(self) -> None:
        """Stop the server and remove its folder."""
        if self._folder is not None:
            self._command(
                [
                    binary("pg_ctl") or "",
                    "stop",
                    "-m",
                    "immediate",
                    "-D",
                    _data(self._folder),
                ]
            )
            self._folder.cleanup()
            self._folder = None

    def _connect(self, role: str) -> "psycopg.Connection[tuple[object, ...]]":
        with self._lock:
            folder = self._folder or self._started()
        return psycopg.connect(host=folder.name, user=role, dbname="postgres")

    def _started(self) -> "tempfile.TemporaryDirectory[str]":
        folder = self._folder = tempfile.TemporaryDirectory(prefix="trigpoint-pg-")
        user = servant(os.geteuid())
        os.chown(folder.name, pwd.getpwnam(user).pw_uid if user else -1, -1)
        settings = "-c listen_addresses='' -c fsync=off -c max_connections=20"
        options = f"-k {folder.name} {settings}"
        self._command(
            [
                binary("initdb") or "",
                *("-D", _data(folder), "-U", "postgres", "-A", "trust", "-E", "UTF8"),
                *("--locale=C.UTF-8", "--no-sync"),
            ]
        )
        log = str(Path(folder.name) / "log")
        self._command(
            [
                binary("pg_ctl") or "",
                "start",
                "-w",
                "-D",
                _data(folder),
                "-l",
                log,
                "-o",
                options,
            ]
        )
        with psycopg.connect(
            host=folder.name, user="postgres", dbname="postgres"
        ) as first:
            first.execute(f"CREATE ROLE {ROLE} LOGIN")
            first.execute(f"GRANT CREATE ON DATABASE postgres TO {ROLE}")
        return folder

    def _command(self, command: Sequence[str]) -> None:
        subprocess.run(
            command,
            check=True,
            timeout=START_SECONDS,
            # The server inherits what is open; a pipe would keep us waiting until it ends.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd="/",
            user=servant(os.geteuid()),
        )


def _data(folder: "tempfile.TemporaryDirectory[str]") -> str:
    return str(Path(folder.name) / "data")


def servant(user_id: int) -> str | None:
    """Return whom to become when we are root, which PostgreSQL refuses to run as."""
    if user_id != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in SERVANTS if name in known), None)


def _lines(
    connection: "psycopg.Connection[tuple[object, ...]]", script: str
) -> Iterator[str]:
    # A body between dollar signs holds semicolons of its own; such a script goes in one piece.
    for statement in [script] if "$$" in script else statements(script):
        cursor = connection.cursor()
        # Without parameters the simple protocol is used, which takes several statements at once.
        cursor.execute(statement.encode())
        while True:
            if cursor.description:
                for row in cursor:
                    yield " | ".join(_cell(value) for value in row) + "\n"
            if not cursor.nextset():
                break


def _cell(value: object) -> str:
    # As psql shows them.
    if isinstance(value, bool):
        return "t" if value else "f"
    return cell(value)
