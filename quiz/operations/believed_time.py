"""Whether the machine's clock is believed when something is about to be deleted by its word.

The database keeps the newest moment that was believed. A clock that is up to two days past it is right: a server
looks four times a day. One that is further ahead may be wrong, after a power cut for example, so nothing is deleted
until it has run on for a week, or until somebody says that it is right. A server that rested for longer waits too.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy.orm import Session

from quiz.accounts import queries
from quiz.accounts.models import ClockMark
from quiz.operations.services import add_clock_mark

#: How far the clock may be past what was believed last.
LARGEST_STEP = timedelta(days=2)
#: How long a clock that jumped runs on before it is believed.
PROBATION = timedelta(days=7)
#: How far a clock may be behind what was believed last; clocks are set now and then.
SLACK = timedelta(hours=1)


@dataclass(frozen=True)
class ClockVerdict:
    """What to make of the clock."""

    is_believed: bool
    #: Days by which it is ahead of what was believed last; below zero: behind.
    days_ahead: float = 0.0


def judge_clock(
    session: Session, *, now: datetime, is_right: bool = False
) -> ClockVerdict:
    """Say whether `now` is believed, and keep that; `is_right` is the word of the operator."""
    mark = queries.find_clock_mark(session)
    if mark is None:
        mark = add_clock_mark(session, _first_believed(session, now))
    ahead = now - mark.believed_at
    days = ahead / timedelta(days=1)
    if is_right or (-SLACK <= ahead <= LARGEST_STEP) or _has_proved(mark, now):
        mark.believed_at = now if is_right else max(now, mark.believed_at)
        mark.jump_seen_at = mark.jump_last_at = None
        return ClockVerdict(is_believed=True)
    if ahead < -SLACK:
        return ClockVerdict(is_believed=False, days_ahead=days)
    if mark.jump_last_at is None or not _follows(mark.jump_last_at, now):
        mark.jump_seen_at = now
    mark.jump_last_at = now
    return ClockVerdict(is_believed=False, days_ahead=days)


def peek_clock(session: Session, *, now: datetime) -> ClockVerdict:
    """Say whether `now` is believed, and change nothing."""
    mark = queries.find_clock_mark(session)
    believed = mark.believed_at if mark else _first_believed(session, now)
    ahead = now - believed
    is_believed = -SLACK <= ahead <= LARGEST_STEP
    if mark is not None and _has_proved(mark, now):
        is_believed = True
    return ClockVerdict(is_believed, ahead / timedelta(days=1))


def _first_believed(session: Session, now: datetime) -> datetime:
    """Return the end of the latest day on which anybody was here; `now` when nobody ever was."""
    day = queries.find_last_seen_day(session)
    if day is None:
        return now
    return min(now, datetime.combine(day + timedelta(days=1), time(), UTC))


def _has_proved(mark: ClockMark, now: datetime) -> bool:
    """Say whether the clock ran on without a break since it jumped, for long enough."""
    if mark.jump_seen_at is None or mark.jump_last_at is None:
        return False
    return _follows(mark.jump_last_at, now) and now - mark.jump_seen_at >= PROBATION


def _follows(before: datetime, now: datetime) -> bool:
    return -SLACK <= now - before <= LARGEST_STEP
