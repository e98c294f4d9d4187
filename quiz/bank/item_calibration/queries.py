"""Queries on stored calibrations."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quiz.bank.models import StoredCalibration
from quiz.errors import NotFound

_CURRENT = (
    select(StoredCalibration.key)
    .where(
        StoredCalibration.published_at.is_not(None),
        StoredCalibration.withdrawn_at.is_(None),
    )
    .order_by(StoredCalibration.published_at.desc(), StoredCalibration.id.desc())
    .limit(1)
)


def find_calibration(session: Session, key: str) -> StoredCalibration:
    """Return a calibration with its content.

    Raises
    ------
    NotFound
        When no calibration has this key.
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


def find_current_key(session: Session) -> str | None:
    """Return the key of the latest published calibration that was not withdrawn; None if there is none."""
    return session.scalar(_CURRENT)


def find_current_calibration(session: Session) -> StoredCalibration | None:
    """Return the row of the latest published calibration, without its content; None if there is none."""
    return session.scalar(
        select(StoredCalibration).where(StoredCalibration.key.in_(_CURRENT))
    )


def list_calibrations(session: Session) -> Sequence[StoredCalibration]:
    """Return all calibrations, the latest first."""
    return session.scalars(
        select(StoredCalibration).order_by(StoredCalibration.id.desc())
    ).all()
