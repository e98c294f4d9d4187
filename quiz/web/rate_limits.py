"""Limits by network address, counted in the database so that they hold over all processes.

The address itself is not kept: the counter's name holds a keyed hash of it.
"""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, current_app, g, request
from limits import RateLimitItem
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Engine, case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import TooManyRequests

from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.web.models import LimitCounter


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
        """Add `amount` to a counter, beginning anew when its window (seconds) is over."""
        now = utc_now()
        ends = now + timedelta(seconds=expiry)
        dialect = sqlite if self.engine.dialect.name == "sqlite" else postgresql
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
        with open_session(self.engine, writes=True) as database:
            total: int = database.execute(statement).scalar_one()
            database.commit()
        return total

    def get(self, key: str) -> int:
        """Return the counter, 0 when its window is over."""
        live = select(LimitCounter.amount).where(
            LimitCounter.key == key, LimitCounter.expires_at > utc_now()
        )
        with open_session(self.engine, writes=False) as database:
            return database.scalar(live) or 0

    def get_expiry(self, key: str) -> float:
        """Return when the window ends, in seconds since 1970."""
        with open_session(self.engine, writes=False) as database:
            row = database.get(LimitCounter, key)
            moment = row.expires_at if row else datetime.now(UTC)
        return moment.timestamp()

    def check(self) -> bool:
        """Say whether the table can be read."""
        with open_session(self.engine, writes=False) as database:
            database.scalar(select(func.count()).select_from(LimitCounter))
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


def init_app(app: Flask, engine: Engine) -> None:
    """Count in the database of `engine`."""
    storage = DatabaseStorage("trigpoint://", engine=engine)
    app.extensions["trigpoint_limiter"] = FixedWindowRateLimiter(storage)


def count_or_stop(what: str, limit: RateLimitItem) -> None:
    """Count one `what` for the client's address; the first line of a view.

    Raises
    ------
    TooManyRequests
        When the address has used up the limit; names the seconds to wait.
    """
    if "database_session" in g:
        # SQLite has one writer: the counter would wait for the lock that this request holds.
        raise RuntimeError("count before the request's own session is opened")
    limiter: FixedWindowRateLimiter = current_app.extensions["trigpoint_limiter"]
    address = _address_hash()
    if not limiter.hit(limit, what, address):
        ends = limiter.get_window_stats(limit, what, address).reset_time
        raise TooManyRequests(retry_after=max(1, int(ends - utc_now().timestamp())))


def _address_hash() -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, str(request.remote_addr).encode(), "sha256").hexdigest()[
        :24
    ]
