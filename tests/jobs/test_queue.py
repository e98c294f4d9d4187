"""What goes over the queue: the key of a job, as JSON, after its row was committed."""

import gc
import json
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.db import make_engine, open_session
from quiz.jobs import services
from quiz.jobs.queue import JobQueue
from tests import databases
from tests.factories import NOW


@pytest.fixture
def queue_settings(
    new_database: Callable[[str], str], tmp_path: Path, request: pytest.FixtureRequest
) -> Settings:
    """Return the settings of an installation whose queue is empty."""
    name = f"queue_{abs(hash(request.node.name))}"
    return Settings(
        data_folder=tmp_path,
        database_url=databases.with_tables(new_database(name)),
        secret_key="only for tests " * 4,
    )


@pytest.fixture
def queue(queue_settings: Settings) -> Iterator[JobQueue]:
    """Return the queue of that installation."""
    opened = JobQueue(queue_settings)
    yield opened
    opened.close()


def test_a_message_is_json_and_names_the_job_alone(queue: JobQueue) -> None:
    queue.send("x7kq2mwd9tfc")

    message = json.loads(bytes(queue.huey.storage.enqueued_items()[0]))

    assert message["args"] == ["x7kq2mwd9tfc"]
    assert set(message) == {"id", "name", "args"}


def test_what_one_process_sends_another_runs(
    queue: JobQueue, queue_settings: Settings
) -> None:
    other, taken = JobQueue(queue_settings), list[str]()
    other.handle(taken.append, lambda: None)
    queue.send("x7kq2mwd9tfc")

    other.huey.execute(other.huey.dequeue())

    assert taken == ["x7kq2mwd9tfc"]
    assert other.huey.storage.queue_size() == 0
    other.close()


def test_a_key_is_sent_when_the_row_is_committed_and_not_before(
    queue: JobQueue, queue_settings: Settings
) -> None:
    engine = make_engine(queue_settings.database_url)
    with open_session(engine, writes=True) as session:
        job = services.add_job(session, "letters", {}, now=NOW)
        queue.send_after_commit(session, job.key)
        assert queue.huey.storage.queue_size() == 0
        session.commit()
    engine.dispose()

    assert queue.huey.storage.queue_size() == 1


def test_a_job_that_is_rolled_back_is_not_sent(
    queue: JobQueue, queue_settings: Settings
) -> None:
    engine = make_engine(queue_settings.database_url)
    with open_session(engine, writes=True) as session:
        job = services.add_job(session, "letters", {}, now=NOW)
        queue.send_after_commit(session, job.key)
        session.rollback()
    engine.dispose()

    assert queue.huey.storage.queue_size() == 0


def test_the_tables_of_the_queue_are_no_fault_of_the_schema(
    queue: JobQueue, queue_settings: Settings
) -> None:
    from quiz.operations import migrations

    engine = make_engine(queue_settings.database_url)
    migrations.check_schema(engine)
    engine.dispose()


def test_a_damaged_queue_file_is_made_again(tmp_path: Path) -> None:
    tmp_path.joinpath("queue.sqlite3").write_bytes(b"not a database" * 100)
    settings = Settings(
        data_folder=tmp_path,
        database_url=f"sqlite:///{tmp_path}/trigpoint.sqlite3",
        secret_key="only for tests " * 4,
    )

    queue = JobQueue(settings)
    queue.send("x7kq2mwd9tfc")

    assert queue.huey.storage.queue_size() == 1
    queue.close()


def test_a_session_that_adds_two_jobs_sends_both(
    queue: JobQueue, session: Session
) -> None:
    for _ in range(2):
        job = services.add_job(session, "letters", {}, now=NOW)
        queue.send_after_commit(session, job.key)
    session.commit()

    assert queue.huey.storage.queue_size() == 2


def test_a_queue_that_nobody_closes_leaves_no_connection_open(
    queue_settings: Settings,
) -> None:
    forgotten = JobQueue(queue_settings)
    forgotten.send("x7kq2mwd9tfc")

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        del forgotten
        gc.collect()

    assert [str(one.message) for one in said if "psycopg" in str(one.message)] == []


def test_no_connection_of_a_thread_that_ended_is_left_open(queue: JobQueue) -> None:
    for key in ("x7kq2mwd9tfc", "b8nr3phf4wcd"):
        sender = threading.Thread(target=queue.send, args=[key])
        sender.start()
        sender.join()

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        queue.close()
        gc.collect()

    assert [str(warning.message) for warning in said] == []
