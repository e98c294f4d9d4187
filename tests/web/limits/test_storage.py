"""Counters of limits in the database."""

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from quiz.core.clock import utc_now
from quiz.web.limits.storage import DatabaseStorage
from quiz.web.models import LimitCounter


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
