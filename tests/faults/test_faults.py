"""What goes wrong for real: a killed program, a cut connection, a crashed database.

What was acknowledged is there afterwards; what was not is said plainly; nobody has to lend a hand.
"""

import os
import signal
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from quiz.core.db import make_engine
from tests import postgresql
from tests.faults.visitor import NO_ANSWER, Server, Visitor, patiently, wait_until

#: So many acknowledged answers before the blow.
ENOUGH = 8


def test_what_was_acknowledged_survives_a_kill(server: Server) -> None:
    visitor = Visitor(server.address)
    question = visitor.begin()
    for _ in range(5):
        question = visitor.dont_know(question)

    server.kill()
    server.start()

    again = visitor.get(question.url.removeprefix(server.address))
    assert (again.number, server.rows("answer")) == (6, 5)


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

    stored = server.rows("answer")
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
    assert server.rows("answer") == 1


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
    assert server.rows("answer") == 1


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
            assert server.rows("answer") == 2
        finally:
            server.kill()
