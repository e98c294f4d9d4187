"""A disk that is full, and SQLite's file held by somebody else: said plainly, and it recovers by itself."""

import os
import resource
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from quiz.core.db import sqlite_library
from tests.faults.visitor import Server, Visitor

#: A busy machine needs a moment more than the five seconds that a writer waits for another.
REFUSED_WITHIN_SECONDS = 10


def test_a_lock_of_a_second_makes_an_answer_wait_and_succeed(
    sqlite_server: Server,
) -> None:
    visitor = Visitor(sqlite_server.address)
    question = visitor.begin()
    lock = locked(sqlite_server)
    threading.Timer(1.5, lock).start()

    following = visitor.dont_know(question)

    assert (following.status, following.number) == (200, 2)


def test_a_long_lock_is_said_plainly_and_nothing_is_half_stored(
    sqlite_server: Server,
) -> None:
    visitor = Visitor(sqlite_server.address)
    question = visitor.begin()
    unlock = locked(sqlite_server)

    refused = visitor.dont_know(question)
    reading = visitor.get(question.url.removeprefix(sqlite_server.address))
    unlock()
    following = visitor.dont_know(question)

    assert (refused.status, refused.retry_after) == (503, "5")
    assert refused.seconds < REFUSED_WITHIN_SECONDS
    assert reading.number == 1
    assert following.number == 2
    assert sqlite_server.rows("answer") == 1


def test_a_full_disk_is_said_plainly_and_recovers_by_itself(
    sqlite_server: Server,
) -> None:
    visitor = Visitor(sqlite_server.address)
    question = visitor.begin()
    for worker in sqlite_server.workers():
        limit_files(worker, 0)

    refused = visitor.dont_know(question)
    reading = visitor.get(question.url.removeprefix(sqlite_server.address))
    for worker in sqlite_server.workers():
        limit_files(worker, resource.RLIM_INFINITY)
    following = visitor.dont_know(question)

    assert refused.status == 503
    assert reading.number == 1
    assert following.number == 2
    assert sqlite_server.rows("answer") == 1


@pytest.mark.skipif(os.getuid() != 0, reason="mounting a small disk needs root")
def test_a_small_disk_that_is_really_full_is_said_plainly_and_recovers(
    tmp_path: Path,
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "trigpoint", disk], check=False
    ).returncode:
        pytest.skip("this machine lets nobody mount")
    server = Server(f"sqlite:///{disk}/trigpoint.sqlite3", tmp_path)
    try:
        server.start()
        visitor = Visitor(server.address)
        question = visitor.begin()
        filler = disk / "filler"
        fill(filler)

        refused = [visitor.dont_know(question) for _ in range(2)]
        reading = visitor.get(question.url.removeprefix(server.address))
        filler.unlink()
        following = visitor.dont_know(question)

        assert [one.status for one in refused] == [503, 503]
        assert reading.number == 1
        assert following.number == 2
        assert server.rows("answer") == 1
    finally:
        server.kill()
        # What was killed may hold it for a moment more; so it goes as soon as nobody does.
        subprocess.run(["umount", "--lazy", disk], check=True)


def locked(server: Server) -> Callable[[], None]:
    """Take SQLite's write lock from outside; return what gives it back."""
    connection = sqlite_library().connect(
        make_url(server.database_url).database,
        check_same_thread=False,
        isolation_level=None,
    )
    connection.execute("BEGIN IMMEDIATE")

    def unlock() -> None:
        connection.rollback()
        connection.close()

    return unlock


def fill(file: Path) -> None:
    """Write until the disk of a file is full."""
    with file.open("wb", buffering=0) as written:
        for block in (1 << 16, 1 << 10, 1):
            try:
                while True:
                    written.write(b"x" * block)
            except OSError:
                continue


def limit_files(process: int, size: int) -> None:
    """Let a process write files up to a size: at 0, the disk is full for it."""
    _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(
        process, resource.RLIMIT_FSIZE, (size if size >= 0 else hard, hard)
    )
