"""What has had its time goes: people not seen for long, expired sessions, links and counters."""

import logging
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, ResumeToken
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.core.db import Base, open_session
from quiz.web.models import LimitCounter, WebSession

log = logging.getLogger(__name__)

#: How often a serving process looks.
INTERVAL_SECONDS = 6 * 3600  # 6 hours


def expiry_conditions(
    now: datetime, *, keep_days: int
) -> Mapping[type[Base], ColumnElement[bool]]:
    """Return for each table what has had its time."""
    last_day = (now - timedelta(days=keep_days)).date()
    return {
        Person: (Person.seen_on < last_day) & ~Person.is_example,
        ResumeToken: ResumeToken.expires_at <= now,
        WebSession: WebSession.expires_at <= now,
        LimitCounter: LimitCounter.expires_at <= now,
    }


def count_expired(session: Session, *, now: datetime, keep_days: int) -> dict[str, int]:
    """Return how many rows of each table would go, people with everything that hangs on them."""
    return {
        model.__tablename__: session.scalar(
            select(func.count()).select_from(model).where(over)
        )
        or 0
        for model, over in expiry_conditions(now, keep_days=keep_days).items()
    }


def remove_expired(
    session: Session, *, now: datetime, keep_days: int
) -> dict[str, int]:
    """Delete what has had its time; return how many rows of each table went. A second run finds none."""
    gone = count_expired(session, now=now, keep_days=keep_days)
    for model, over in expiry_conditions(now, keep_days=keep_days).items():
        session.execute(
            delete(model).where(over).execution_options(synchronize_session=False)
        )
    return gone


def start_removing(engine: Engine, settings: Settings) -> None:
    """Begin to look every six hours, in a thread that ends with the process.

    Every serving process does so; what one has removed, the others do not find.
    """

    def remove_repeatedly() -> None:
        pause = threading.Event()
        while not pause.wait(INTERVAL_SECONDS):
            remove_once(engine, settings)

    threading.Thread(target=remove_repeatedly, name="retention", daemon=True).start()


def remove_once(engine: Engine, settings: Settings) -> None:
    """Remove what has had its time, in a transaction of its own; a busy database waits for next time."""
    try:
        with open_session(engine, writes=True) as session:
            gone = remove_expired(session, now=utc_now(), keep_days=settings.keep_days)
            session.commit()
    except DBAPIError as error:
        log.warning("retention did not run: %s", error)
        return
    if any(gone.values()):
        log.info("retention removed %s", gone)
