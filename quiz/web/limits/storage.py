"""The counters of limits, in the database so that they hold over all processes and machines."""

from datetime import UTC, datetime, timedelta
from typing import Any

from limits.storage import Storage
from sqlalchemy import Engine, case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.web.models import LimitCounter
from quiz.web.queries import count_limit_rows, find_limit_amount


def add_to_counter(
    database: Session, key: str, amount: int, window: timedelta, *, now: datetime
) -> int:
    """Add `amount` to a counter, starting again when its window is over; return how far it is."""
    ends = now + window
    dialect = sqlite if database.get_bind().dialect.name == "sqlite" else postgresql
    over = LimitCounter.expires_at <= now
    statement = (
        dialect.insert(LimitCounter)
        .values(key=key, amount=amount, expires_at=ends)
        .on_conflict_do_update(
            index_elements=[LimitCounter.key],
            set_={
                "amount": case((over, amount), else_=LimitCounter.amount + amount),
                "expires_at": case((over, ends), else_=LimitCounter.expires_at),
            },
        )
        .returning(LimitCounter.amount)
    )
    return int(database.execute(statement).scalar_one())


class DatabaseStorage(Storage):
    """The counters of the `limits` library in our own table."""

    STORAGE_SCHEME = ["trigpoint"]  # noqa: RUF012  # as the library declares it

    def __init__(
        self, uri: str | None = None, *, engine: Engine, **options: Any
    ) -> None:
        """Count in the database of `engine`."""
        super().__init__(uri, wrap_exceptions=False, **options)
        self.engine = engine

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what a failing database raises."""
        return DBAPIError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add `amount` to a counter, starting again when its window (seconds) is over."""
        with open_session(self.engine, writes=True) as database:
            window = timedelta(seconds=expiry)
            total = add_to_counter(database, key, amount, window, now=utc_now())
            database.commit()
        return total

    def get(self, key: str) -> int:
        """Return the counter, 0 when its window is over."""
        with open_session(self.engine, writes=False) as database:
            return find_limit_amount(database, key, now=utc_now())

    def get_expiry(self, key: str) -> float:
        """Return when the window ends, in seconds since 1970."""
        with open_session(self.engine, writes=False) as database:
            row = database.get(LimitCounter, key)
            moment = row.expires_at if row else datetime.now(UTC)
        return moment.timestamp()

    def check(self) -> bool:
        """Say whether the table can be read."""
        with open_session(self.engine, writes=False) as database:
            count_limit_rows(database)
        return True

    def reset(self) -> int | None:
        """Forget all counters; return how many there were."""
        with open_session(self.engine, writes=True) as database:
            gone = database.connection().execute(delete(LimitCounter)).rowcount
            database.commit()
        return gone

    def clear(self, key: str) -> None:
        """Forget one counter."""
        with open_session(self.engine, writes=True) as database:
            database.execute(delete(LimitCounter).where(LimitCounter.key == key))
            database.commit()
