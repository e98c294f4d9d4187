"""Delete data past its retention period: people not seen for long, expired devices, sessions, links and counters."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.db import flush_log, open_session
from quiz.mail.transports import delete_old_mail_files
from quiz.operations.backups.copies import remove_old_copies
from quiz.operations.believed_time import ClockVerdict, judge_clock, peek_clock
from quiz.operations.queries import (
    KEEP_MAILS,
    count_expired_rows,
    expiry_conditions,
)
from quiz.operations.services import delete_rows

log = logging.getLogger(__name__)

#: Days after the last visit at which an account ends, where no setting is at hand.
KEEP_ACCOUNT_DAYS = 730


@dataclass(frozen=True)
class RetentionResult:
    """What a run did, or would have done."""

    #: Rows of each table that have expired by the clock.
    rows: dict[str, int]
    clock: ClockVerdict

    @property
    def is_done(self) -> bool:
        """Whether the rows were deleted."""
        return self.clock.is_believed

    def describe_refusal(self) -> str:
        """Say why nothing was deleted, and what to do."""
        rows = ", ".join(f"{table}: {count}" for table, count in self.rows.items())
        days = self.clock.days_ahead
        if days < 0:
            return f"The clock is {-days:.0f} days behind what it was before. Nothing was deleted."
        return (
            f"The clock is {days:.0f} days ahead of the last time it was believed. Nothing was deleted; by this clock"
            f" it would be {rows}. If the clock is right, say so: trigpoint retention --clock-is-right. Otherwise set"
            " it. A clock that runs on for a week is believed."
        )


def count_expired(
    session: Session,
    *,
    now: datetime,
    keep_days: int,
    keep_account_days: int = KEEP_ACCOUNT_DAYS,
) -> dict[str, int]:
    """Return how many rows of each table would go, people with everything that hangs on them."""
    conditions = expiry_conditions(
        session, now=now, keep_days=keep_days, keep_account_days=keep_account_days
    )
    return count_expired_rows(session, conditions)


def remove_expired(
    session: Session,
    *,
    now: datetime,
    keep_days: int,
    keep_account_days: int = KEEP_ACCOUNT_DAYS,
    clock_is_right: bool = False,
) -> RetentionResult:
    """Delete what has expired, if the clock is believed. A second run finds nothing."""
    clock = judge_clock(session, now=now, is_right=clock_is_right)
    conditions = expiry_conditions(
        session, now=now, keep_days=keep_days, keep_account_days=keep_account_days
    )
    rows = count_expired_rows(session, conditions)
    if clock.is_believed:
        delete_rows(session, conditions)
    return RetentionResult(rows, clock)


def run_retention(
    engine: Engine,
    settings: Settings,
    *,
    now: datetime,
    clock_is_right: bool = False,
) -> RetentionResult:
    """Delete what has expired, in a transaction of its own, also from SQLite's log and from copies of the database.

    Raises
    ------
    DBAPIError
        When the database is busy or does not answer.
    """
    with open_session(engine, writes=True) as session:
        result = remove_expired(
            session,
            now=now,
            keep_days=settings.keep_days,
            keep_account_days=settings.keep_account_days,
            clock_is_right=clock_is_right,
        )
        session.commit()
    if not result.is_done:
        return result
    if any(result.rows.values()):
        log.info("retention removed %s", result.rows)
        flush_log(engine)
    remove_old_copies(engine, now=now)
    delete_old_mail_files(settings, before=now - KEEP_MAILS)
    return result


def preview_retention(
    engine: Engine, settings: Settings, *, now: datetime
) -> RetentionResult:
    """Return what a run would do, and change nothing."""
    with open_session(engine, writes=False) as session:
        rows = count_expired(
            session,
            now=now,
            keep_days=settings.keep_days,
            keep_account_days=settings.keep_account_days,
        )
        return RetentionResult(rows, peek_clock(session, now=now))


def try_retention(
    engine: Engine, settings: Settings, *, now: datetime
) -> RetentionResult | None:
    """Delete what has expired; return None when the database is busy: the job that comes round will do it."""
    try:
        return run_retention(engine, settings, now=now)
    except DBAPIError as error:
        log.warning("retention did not run: %s", type(error).__name__)
        return None
