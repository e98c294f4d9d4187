"""Storing, publishing and withdrawing calibrations."""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.item_calibration.queries import find_calibration, find_current_key
from quiz.bank.models import StoredCalibration
from quiz.errors import NotNow

#: key -> content; it never changes, and keys are random, so databases do not share one
_cached_sets: dict[str, CalibrationSet] = {}
#: largest number kept: open sittings use the last few
MAX_CACHED_SETS = 8


def load_calibration_set(session: Session, key: str | None) -> CalibrationSet | None:
    """Return the calibration with this key, cached; None, for items as authored, returns None.

    Raises
    ------
    NotFound
        When no calibration has this key.
    """
    if key is None:
        return None
    found = _cached_sets.get(key)
    if found is None:
        row = find_calibration(session, key)
        found = CalibrationSet.from_content(key, row.content)
        if len(_cached_sets) >= MAX_CACHED_SETS:
            _cached_sets.pop(next(iter(_cached_sets)))
        _cached_sets[key] = found
    return found


def load_current_calibration(session: Session) -> CalibrationSet | None:
    """Return the calibration that new sittings use; None if items are as authored."""
    return load_calibration_set(session, find_current_key(session))


def store_calibration(
    session: Session, found: CalibrationSet, *, sittings: int, now: datetime
) -> StoredCalibration:
    """Store a calibration; it is not used until it is published."""
    row = StoredCalibration(
        key=found.key,
        made_at=now,
        sittings=sittings,
        answers=sum(one.answers for one in found.items.values()),
        content=found.as_content(),
    )
    session.add(row)
    session.flush()
    return row


def publish_calibration(session: Session, key: str, *, now: datetime) -> None:
    """Publish a calibration, also one that was withdrawn; new sittings use it.

    Raises
    ------
    NotFound
        When no calibration has this key.
    NotNow
        When it is published already.
    """
    row = find_calibration(session, key)
    if row.is_published:
        raise NotNow(f"Calibration {key} is published already.")
    row.published_at, row.withdrawn_at = now, None
    session.flush()


def withdraw_calibration(session: Session, key: str, *, now: datetime) -> None:
    """Withdraw a calibration; sittings that began with it keep it.

    Raises
    ------
    NotFound
        When no calibration has this key.
    NotNow
        When it is not published.
    """
    row = find_calibration(session, key)
    if not row.is_published:
        raise NotNow(f"Calibration {key} is not published.")
    row.withdrawn_at = now
    session.flush()
