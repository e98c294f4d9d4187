"""Calibrations that are kept: which there are, which one sittings begin with, and what each holds."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from quiz.bank.calibrated import Calibrated
from quiz.bank.models import Calibration
from quiz.errors import NotFound, NotNow

#: key -> what it holds; that never changes, and keys are random, so no two databases share one
_known: dict[str, Calibrated] = {}
#: so many are kept at hand: sittings of the last few are still under way
MOST_KNOWN = 8

_CURRENT = (
    select(Calibration.key)
    .where(Calibration.published_at.is_not(None), Calibration.withdrawn_at.is_(None))
    .order_by(Calibration.published_at.desc(), Calibration.id.desc())
    .limit(1)
)


def calibrated_with(session: Session, key: str | None) -> Calibrated | None:
    """Return the calibration with this key; None for None, which is as authored.

    Raises
    ------
    NotFound
        When there is none with this key.
    """
    if key is None:
        return None
    found = _known.get(key)
    if found is None:
        row = calibration_with(session, key)
        found = Calibrated.from_content(key, row.content)
        if len(_known) >= MOST_KNOWN:
            _known.pop(next(iter(_known)))
        _known[key] = found
    return found


def calibration_with(session: Session, key: str) -> Calibration:
    """Return the row of a calibration, its content included.

    Raises
    ------
    NotFound
        When there is none with this key.
    """
    found = session.scalar(
        select(Calibration)
        .where(Calibration.key == key)
        .options(undefer(Calibration.content))
    )
    if found is None:
        raise NotFound(
            f"There is no calibration {key}. See: trigpoint calibrations list"
        )
    return found


def current_calibration(session: Session) -> Calibrated | None:
    """Return what sittings begin with: the one published last that was not withdrawn; None: as authored."""
    return calibrated_with(session, session.scalar(_CURRENT))


def current_row(session: Session) -> Calibration | None:
    """Return the row of the same, for what a page says of it."""
    return session.scalar(select(Calibration).where(Calibration.key.in_(_CURRENT)))


def calibrations(session: Session) -> Sequence[Calibration]:
    """Return all there are, the latest first."""
    return session.scalars(select(Calibration).order_by(Calibration.id.desc())).all()


def keep(
    session: Session, found: Calibrated, *, sittings: int, now: datetime
) -> Calibration:
    """Keep a calibration; nothing is measured with it until it is published."""
    row = Calibration(
        key=found.key,
        made_at=now,
        sittings=sittings,
        answers=sum(one.answers for one in found.items.values()),
        content=found.content(),
    )
    session.add(row)
    session.flush()
    return row


def publish(session: Session, key: str, *, now: datetime) -> None:
    """Let sittings that begin from now on be measured with a calibration; also one that was withdrawn.

    Raises
    ------
    NotFound
        When there is none with this key.
    NotNow
        When it is published already.
    """
    row = calibration_with(session, key)
    if row.is_published:
        raise NotNow(f"Calibration {key} is published already.")
    row.published_at, row.withdrawn_at = now, None
    session.flush()


def withdraw(session: Session, key: str, *, now: datetime) -> None:
    """Let no further sitting begin with a calibration; those that did stay with it.

    Raises
    ------
    NotFound
        When there is none with this key.
    NotNow
        When it is not published.
    """
    row = calibration_with(session, key)
    if not row.is_published:
        raise NotNow(f"Calibration {key} is not published.")
    row.withdrawn_at = now
    session.flush()
