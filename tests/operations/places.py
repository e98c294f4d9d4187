"""A database that backups are made of and restored into, and the program that works on it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lab.benchmarks.servers import find_free_port
from quiz.core.db import make_engine, open_session
from quiz.operations.backup import write_backup
from quiz.operations.backups.file_format import TableSummary
from quiz.operations.backups.loading import summarise_tables
from tests.factories import NOW


@dataclass
class Place:
    """A database with all tables that restores go to."""

    url: str

    def summarise(self) -> dict[str, TableSummary]:
        """Return number and hash of the rows of each table."""
        engine = make_engine(self.url)
        try:
            return summarise_tables(engine)
        finally:
            engine.dispose()

    def count(self, model: type) -> int:
        """Return how many rows a table has."""
        with self.session() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session that writes, and leave no connection behind."""
        engine = make_engine(self.url)
        with open_session(engine, writes=True) as session:
            yield session
        engine.dispose()

    def write(self, act: Callable[[Session], object]) -> None:
        """Do something and commit it, and leave no connection behind."""
        with self.session() as session, session.begin():
            act(session)

    def back_up(self, path: Path) -> Path:
        """Write a backup of it."""
        engine = make_engine(self.url)
        write_backup(engine, path, now=NOW)
        engine.dispose()
        return path


@contextmanager
def running(folder: Path, command: str, search_path: str) -> Iterator[None]:
    """Run a command of the program on a data folder until the block is left."""
    with (folder.parent / "said").open("w+") as said:
        words = ["--port", str(find_free_port())] if command == "run" else []
        process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "quiz",
                command,
                "--data",
                str(folder),
                *words,
            ],
            env=os.environ | {"PYTHONPATH": search_path},
            stdout=said,
            stderr=said,
        )
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until and process.poll() is None:
                said.seek(0)
                if re.search("Trigpoint is at|Jobs of", said.read()):
                    break
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(20)
