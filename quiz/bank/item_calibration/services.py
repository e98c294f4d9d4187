"""Calibrations that are kept: which there are, which one sittings begin with, and what each holds."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quiz.bank.item_calibration.calibration_set import CalibrationSet
from quiz.bank.models import StoredCalibration
from quiz.errors import NotFound, NotNow

#: key -> what it holds; that never changes, and keys are random, so no two databases share one
_cached_sets: dict[str, CalibrationSet] = {}
#: so many are kept at hand: sittings of the last few are still under way
MAX_CACHED_SETS = 8

_CURRENT = (
    select(StoredCalibration.key)
    .where(
        StoredCalibration.published_at.is_not(None),
        StoredCalibration.withdrawn_at.is_(None),
    )
    .order_by(StoredCalibration.published_at.desc(), StoredCalibration.id.desc())
    .limit(1)
)


def load_calibration_set(session: Session, key: str | None) -> CalibrationSet | None:
    """Return the calibration with this key; None for None, which is as authored.

    Raises
    ------
    NotFound
        When there is none with this key.
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


def find_calibration(session: Session, key: str) -> StoredCalibration:
    """Return the row of a calibration, its content included.

    Raises
    ------
    NotFound
        When there is none with this key.
    """
    found = session.scalar(
        select(StoredCalibration)
        .where(StoredCalibration.key == key)
        .options(undefer(StoredCalibration.content))
    )
    if found is None:
        raise NotFound(
            f"There is no calibration {key}. See: trigpoint calibrations list"
        )
    return found


def load_current_calibration(session: Session) -> CalibrationSet | None:
    """Return what sittings begin with: the one published last that was not withdrawn; None: as authored."""
    return load_calibration_set(session, session.scalar(_CURRENT))


def find_current_calibration(session: Session) -> StoredCalibration | None:
    """Return the row of the same, for what a page says of it."""
    return session.scalar(
        select(StoredCalibration).where(StoredCalibration.key.in_(_CURRENT))
    )


def list_calibrations(session: Session) -> Sequence[StoredCalibration]:
    """Return all there are, the latest first."""
    return session.scalars(
        select(StoredCalibration).order_by(StoredCalibration.id.desc())
    ).all()


def store_calibration(
    session: Session, found: CalibrationSet, *, sittings: int, now: datetime
) -> StoredCalibration:
    """Keep a calibration; nothing is measured with it until it is published."""
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
    """Let sittings that begin from now on be measured with a calibration; also one that was withdrawn.

    Raises
    ------
    NotFound
        When there is none with this key.
    NotNow
        When it is published already.
    """
    row = find_calibration(session, key)
    if row.is_published:
        raise NotNow(f"Calibration {key} is published already.")
    row.published_at, row.withdrawn_at = now, None
    session.flush()


def withdraw_calibration(session: Session, key: str, *, now: datetime) -> None:
    """Let no further sitting begin with a calibration; those that did stay with it.

    Raises
    ------
    NotFound
        When there is none with this key.
    NotNow
        When it is not published.
    """
    row = find_calibration(session, key)
    if not row.is_published:
        raise NotNow(f"Calibration {key} is not published.")
    row.withdrawn_at = now
    session.flush()
