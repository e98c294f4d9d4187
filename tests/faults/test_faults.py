"""What goes wrong for real: a killed program, a full disk, a locked or restarted database.

What was acknowledged is there afterwards; what was not is said plainly; nobody has to lend a hand.
"""

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, make_url, select, text

from quiz.db import Base, make_engine, sqlite_library
from tests import databases, postgresql
from tests.faults.visitor import NO_ANSWER, Answer, Server, Visitor

#: A busy machine needs a moment more than the five seconds that a writer waits for another.
REFUSED_WITHIN_SECONDS = 10
PATIENCE_SECONDS = 60
#: So many acknowledged answers before the blow.
ENOUGH = 8


@pytest.fixture(scope="module")
def any_server(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return a server that the tests of one database share, each with visitors of its own."""
    shared = Server(new_database("faults"), tmp_path_factory.mktemp("faults"))
    shared.start()
    yield shared
    shared.kill()


@pytest.fixture
def server(any_server: Server) -> Server:
    """Return the shared server, running, and without the answers of earlier tests."""
    if any_server.process is None:
        any_server.start()
    engine = make_engine(any_server.database_url)
    databases.remove_rows(engine)
    engine.dispose()
    return any_server


@pytest.fixture
def sqlite_server(server: Server) -> Server:
    """Return the same on SQLite; on PostgreSQL there is nothing of the kind to try."""
    if not server.database_url.startswith("sqlite"):
        pytest.skip("a fault of SQLite alone")
    return server


def answers_in(server: Server) -> int:
    return rows_in(server, "answer")


def rows_in(server: Server, table: str) -> int:
    engine = make_engine(server.database_url)
    with engine.connect() as connection:
        count: int = connection.execute(
            select(func.count()).select_from(Base.metadata.tables[table])
        ).scalar_one()
    engine.dispose()
    return count


def test_what_was_acknowledged_survives_a_kill(server: Server) -> None:
    visitor = Visitor(server.address)
    question = visitor.begin()
    for _ in range(5):
        question = visitor.dont_know(question)

    server.kill()
    server.start()

    again = visitor.get(question.url.removeprefix(server.address))
    assert (again.number, answers_in(server)) == (6, 5)


def test_killed_in_the_middle_of_answers_nothing_is_lost_or_doubled(
    server: Server,
) -> None:
    visitors = [Visitor(server.address) for _ in range(4)]
    acknowledged = [0] * len(visitors)

    def take(place: int) -> None:
        try:
            question = visitors[place].begin()
            while True:
                question = visitors[place].dont_know(question)
                acknowledged[place] = question.number - 1
        except (*NO_ANSWER, AssertionError):
            return

    threads = [
        threading.Thread(target=take, args=(place,)) for place in range(len(visitors))
    ]
    for thread in threads:
        thread.start()
    wait_until(lambda: sum(acknowledged) >= ENOUGH)
    server.kill()
    for thread in threads:
        thread.join()
    server.start()

    stored = answers_in(server)
    # At most one answer of each was under way: stored, and its acknowledgement lost.
    assert sum(acknowledged) <= stored <= sum(acknowledged) + len(visitors)
    assert sum(acknowledged) > 0


def test_a_killed_worker_is_replaced_and_the_answer_can_be_sent_again(
    server: Server,
) -> None:
    visitor = Visitor(server.address)
    question = visitor.begin()

    for worker in server.workers():
        os.kill(worker, signal.SIGKILL)
    following = patiently(lambda: visitor.dont_know(question))

    assert following.number == 2
    assert answers_in(server) == 1


def test_an_answer_whose_acknowledgement_was_lost_is_stored_once(
    server: Server,
) -> None:
    visitor = Visitor(server.address)
    question = visitor.begin()

    visitor.dont_know(question)
    again = visitor.dont_know(question)

    assert again.number == 2
    assert answers_in(server) == 1


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
    assert answers_in(sqlite_server) == 1


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
    assert answers_in(sqlite_server) == 1


def test_connections_cut_by_the_database_are_made_anew(server: Server) -> None:
    if server.database_url.startswith("sqlite"):
        pytest.skip("SQLite has no connections to cut")
    visitor = Visitor(server.address)
    question = visitor.begin()
    engine = make_engine(server.database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()

    following = patiently(lambda: visitor.dont_know(question))

    assert following.number == 2
    assert answers_in(server) == 1


def test_a_crashed_and_restarted_postgresql_is_found_again(tmp_path: Path) -> None:
    with postgresql.running_server(careful=True) as cluster:
        url = postgresql.create_database(cluster.folder, "restarted")
        server = Server(url, tmp_path)
        server.start()
        try:
            visitor = Visitor(server.address)
            question = visitor.dont_know(visitor.begin())

            cluster.crash()
            refused = visitor.dont_know(question)
            cluster.start()
            following = patiently(lambda: visitor.dont_know(question))

            assert refused.status == 503
            assert refused.retry_after
            assert (question.number, following.number) == (2, 3)
            assert answers_in(server) == 2
        finally:
            server.kill()


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
        assert answers_in(server) == 1
    finally:
        server.kill()
        # What was killed may hold it for a moment more; so it goes as soon as nobody does.
        subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.mark.parametrize("_turn", range(4))
def test_finishing_and_answering_at_once_counts_exactly_what_is_stored(
    server: Server, _turn: int
) -> None:
    visitor = Visitor(server.address)
    question = visitor.dont_know(visitor.begin())
    path = urlsplit(question.url).path
    token = visitor.get(f"{path}/finish").hidden("csrf_token")
    came: list[int] = []

    def finish() -> None:
        came.append(visitor.post(f"{path}/finish", csrf_token=token).status)

    def answer() -> None:
        came.append(visitor.dont_know(question).status)

    threads = [threading.Thread(target=act) for act in (finish, answer, finish)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # Whoever came after the end was told so; the result holds every answer that is stored, once.
    assert set(came) <= {200, 409}
    stored = answers_in(server)
    assert stored in {1, 2}
    assert f"· {stored} answer" in visitor.get(f"{path}/result").html
    assert rows_in(server, "area_result") == 12


def test_two_devices_answering_at_once_store_one_answer(server: Server) -> None:
    visitor = Visitor(server.address)
    question = visitor.begin()
    statuses: list[int] = []

    def press() -> None:
        statuses.append(visitor.dont_know(question).status)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200] * 6
    assert answers_in(server) == 1


def test_start_pressed_on_many_devices_at_once_begins_one_sitting(
    server: Server,
) -> None:
    visitor = Visitor(server.address)
    visitor.begin()
    urls: list[str] = []
    start = visitor.get("/goals/senior/start")

    def press() -> None:
        token = start.hidden("csrf_token")
        urls.append(
            visitor.post(
                "/sittings", csrf_token=token, goal="senior", length="quick"
            ).url
        )

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(urls) == 6
    assert len(set(urls)) == 1


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
