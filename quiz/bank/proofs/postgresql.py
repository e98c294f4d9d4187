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

from quiz.bank.proofs.sandbox import RUN_SECONDS, RunResult
from quiz.bank.proofs.sqlite_script import format_cell, split_statements

START_SECONDS = 60
#: The proofs' own role; it may not read files or start programs.
PROOF_ROLE = "proof"
UNPRIVILEGED_USERS = ("postgres", "nobody")


def find_binary(name: str) -> str | None:
    """Return where a program of PostgreSQL lies: on the path, or where Debian puts it."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(places[-1]) if places else None)


class PostgresServer:
    """Starts when it is first asked and stops with `close`."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._lock = Lock()
        self._count = 0

    @staticmethod
    def is_installed() -> bool:
        """Say whether the programs are installed."""
        return bool(find_binary("initdb") and find_binary("pg_ctl"))

    @cached_property
    def server_version(self) -> str:
        """The version, as `PostgreSQL 15.4`."""
        with self._open_connection("postgres") as connection:
            return f"PostgreSQL {connection.info.server_version // 10000}"

    def run_script(self, script: str) -> RunResult:
        """Run a script in a schema of its own and return its rows, one a line."""
        with self._lock:
            self._count += 1
            schema = compose.Identifier(f"proof_{self._count}")
        with closing(self._open_connection(PROOF_ROLE)) as connection:
            connection.autocommit = True
            connection.execute(compose.SQL("CREATE SCHEMA {}").format(schema))
            connection.execute(compose.SQL("SET search_path TO {}").format(schema))
            connection.execute(f"SET statement_timeout = {RUN_SECONDS * 1000}")
            connection.execute("SET client_min_messages = error")
            try:
                return RunResult("".join(_result_lines(connection, script)), "", 0)
            except psycopg.Error as error:
                return RunResult("", str(error), 1)
            finally:
                connection.rollback()
                connection.execute(compose.SQL("DROP SCHEMA {} CASCADE").format(schema))

    def stop_server(self) -> None:
        """Stop the server and remove its folder."""
        if self._folder is not None:
            self._run_command(
                [
                    find_binary("pg_ctl") or "",
                    "stop",
                    "-m",
                    "immediate",
                    "-D",
                    _data_folder(self._folder),
                ]
            )
            self._folder.cleanup()
            self._folder = None

    def _open_connection(self, role: str) -> "psycopg.Connection[tuple[object, ...]]":
        with self._lock:
            folder = self._folder or self._start_server()
        return psycopg.connect(host=folder.name, user=role, dbname="postgres")

    def _start_server(self) -> "tempfile.TemporaryDirectory[str]":
        folder = self._folder = tempfile.TemporaryDirectory(prefix="trigpoint-pg-")
        user = unprivileged_user(os.geteuid())
        os.chown(folder.name, pwd.getpwnam(user).pw_uid if user else -1, -1)
        settings = "-c listen_addresses='' -c fsync=off -c max_connections=20"
        options = f"-k {folder.name} {settings}"
        self._run_command(
            [
                find_binary("initdb") or "",
                *(
                    "-D",
                    _data_folder(folder),
                    "-U",
                    "postgres",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                ),
                *("--locale=C.UTF-8", "--no-sync"),
            ]
        )
        log = str(Path(folder.name) / "log")
        self._run_command(
            [
                find_binary("pg_ctl") or "",
                "start",
                "-w",
                "-D",
                _data_folder(folder),
                "-l",
                log,
                "-o",
                options,
            ]
        )
        with psycopg.connect(
            host=folder.name, user="postgres", dbname="postgres"
        ) as first:
            first.execute(f"CREATE ROLE {PROOF_ROLE} LOGIN")
            first.execute(f"GRANT CREATE ON DATABASE postgres TO {PROOF_ROLE}")
        return folder

    def _run_command(self, command: Sequence[str]) -> None:
        subprocess.run(
            command,
            check=True,
            timeout=START_SECONDS,
            # The server inherits what is open; a pipe would keep us waiting until it ends.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd="/",
            user=unprivileged_user(os.geteuid()),
        )


def _data_folder(folder: "tempfile.TemporaryDirectory[str]") -> str:
    return str(Path(folder.name) / "data")


def unprivileged_user(user_id: int) -> str | None:
    """Return whom to become when we are root, which PostgreSQL refuses to run as."""
    if user_id != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in UNPRIVILEGED_USERS if name in known), None)


def _result_lines(
    connection: "psycopg.Connection[tuple[object, ...]]", script: str
) -> Iterator[str]:
    # A body between dollar signs holds semicolons of its own; such a script goes in one piece.
    for statement in [script] if "$$" in script else split_statements(script):
        cursor = connection.cursor()
        # Without parameters the simple protocol is used, which takes several statements at once.
        cursor.execute(statement.encode())
        while True:
            if cursor.description:
                for row in cursor:
                    yield " | ".join(_format_value(value) for value in row) + "\n"
            if not cursor.nextset():
                break


def _format_value(value: object) -> str:
    # As psql shows them.
    if isinstance(value, bool):
        return "t" if value else "f"
    return format_cell(value)
