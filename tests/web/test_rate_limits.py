"""Limits by address: counted in the database, and without keeping the address."""

import pytest
from flask import Flask
from limits import RateLimitItemPerDay
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from quiz.core.clock import utc_now
from quiz.web.models import LimitCounter
from quiz.web.rate_limits import DatabaseStorage, count_or_stop
from quiz.web.transactions import request_session


@pytest.fixture
def storage(engine: Engine) -> DatabaseStorage:
    return DatabaseStorage("trigpoint://", engine=engine)


def test_a_counter_grows(storage: DatabaseStorage) -> None:
    assert [storage.incr("k", 60), storage.incr("k", 60), storage.get("k")] == [1, 2, 2]


def test_counters_do_not_touch_each_other(storage: DatabaseStorage) -> None:
    storage.incr("a", 60)

    assert storage.get("b") == 0


def test_a_counter_begins_anew_when_its_window_is_over(
    storage: DatabaseStorage, session: Session
) -> None:
    storage.incr("k", 60, amount=5)
    session.execute(update(LimitCounter).values(expires_at=utc_now()))
    session.commit()

    assert storage.get("k") == 0
    assert storage.incr("k", 60) == 1


def test_a_window_is_not_prolonged_by_counting(storage: DatabaseStorage) -> None:
    storage.incr("k", 60)
    ends = storage.get_expiry("k")

    storage.incr("k", 600)

    assert storage.get_expiry("k") == ends


def test_counters_can_be_cleared_one_by_one_and_all_together(
    storage: DatabaseStorage,
) -> None:
    for key in ("a", "b", "c"):
        storage.incr(key, 60)

    storage.clear("a")

    assert (storage.get("a"), storage.get("b")) == (0, 1)
    assert storage.reset() == 2
    assert storage.check()


def test_the_limit_stops_and_says_how_long_to_wait(app: Flask) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "10.1.2.3"}):
        for _ in range(2):
            count_or_stop("try", RateLimitItemPerDay(2))

        with pytest.raises(TooManyRequests) as stopped:
            count_or_stop("try", RateLimitItemPerDay(2))

    assert stopped.value.retry_after in range(1, 86_401)


def test_another_address_has_a_limit_of_its_own(app: Flask) -> None:
    for address in ("10.1.2.3", "10.1.2.4"):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            count_or_stop("try", RateLimitItemPerDay(1))


def test_the_address_is_not_kept(app: Flask, session: Session) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "10.1.2.3"}):
        count_or_stop("try", RateLimitItemPerDay(1))

    [key] = session.scalars(select(LimitCounter.key))
    assert "10.1.2.3" not in key


def test_counting_after_the_database_was_opened_is_a_mistake_of_ours(
    app: Flask,
) -> None:
    with app.test_request_context(method="POST"):
        request_session()

        with pytest.raises(RuntimeError, match="count before"):
            count_or_stop("try", RateLimitItemPerDay(1))
