"""Reads of what the furniture keeps: web sessions and the counters of limits."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.web.models import LimitCounter, WebSession


def find_session_data(
    session: Session, id_hash: str, *, now: datetime
) -> dict[str, Any] | None:
    """Return what a browser's session holds; None when there is none, or its time is over."""
    row = session.get(WebSession, id_hash)
    return None if row is None or row.expires_at <= now else dict(row.data)


def find_limit_amount(session: Session, key: str, *, now: datetime) -> int:
    """Return how far a counter is, 0 when its window is over."""
    live = select(LimitCounter.amount).where(
        LimitCounter.key == key, LimitCounter.expires_at > now
    )
    return session.scalar(live) or 0


def count_limit_rows(session: Session) -> int:
    """Return how many counters there are."""
    return session.scalar(select(func.count()).select_from(LimitCounter)) or 0
