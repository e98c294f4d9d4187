"""Writes down what a step did to a sitting: one event, all of it or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from quiz.bank.versions import store_version
from quiz.core.clock import utc_now
from quiz.errors import NotNow
from quiz.sittings.live import writes
from quiz.sittings.live.rows import LivePosition, LiveSitting
from quiz.sittings.models import Sitting


class StalePageError(NotNow):
    """The page is older than the sitting: something else was answered since it was shown."""


@dataclass(frozen=True)
class _Changes:
    """The positions of a sitting that are not as they are stored."""

    #: New ones.
    served: list[LivePosition]
    #: Those with another token, state or number of skips.
    shown: list[LivePosition]
    #: Those with an answer, or another one.
    answered: list[LivePosition]

    @classmethod
    def from_sitting(cls, sitting: LiveSitting) -> "_Changes":
        """Find them."""
        changes = cls([], [], [])
        for position in sitting.positions:
            if position.stored_showing is None:
                changes.served.append(position)
            elif position.stored_showing != position.showing:
                changes.shown.append(position)
            if position.answer is not position.stored_answer:
                changes.answered.append(position)
        return changes

    @property
    def is_usual(self) -> bool:
        """Say whether a question was answered for the first time and another one served."""
        return (
            len(self.served) == len(self.answered) == 1
            and 1 <= len(self.shown) <= writes.MOST_SHOWN
            and self.answered[0].stored_answer is None
        )

    def mark_stored(self) -> None:
        """Take everything as stored."""
        for position in (*self.served, *self.shown):
            position.stored_showing = position.showing
        for position in self.answered:
            position.stored_answer = position.answer


def save_event(session: Session, sitting: LiveSitting) -> None:
    """Store one event of an open sitting: its sequence number goes one up.

    Raises
    ------
    StalePage
        When another event was stored since the sitting was read; nothing is written then.
    """
    session.flush()
    connection, changes = session.connection(), _Changes.from_sitting(sitting)
    if connection.dialect.name == "postgresql" and changes.is_usual:
        _save_at_once(connection, sitting, changes)
    else:
        advance_version(connection, sitting)
        _save_changes(connection, sitting, changes)
    sitting.seq += 1
    changes.mark_stored()
    session.expire_all()


def save_positions(session: Session, sitting: LiveSitting) -> None:
    """Store positions and answers that are new or changed; the session's mapped objects learn of it."""
    session.flush()
    changes = _Changes.from_sitting(sitting)
    _save_changes(session.connection(), sitting, changes)
    changes.mark_stored()
    session.expire_all()


def advance_version(connection: Connection, sitting: Sitting | LiveSitting) -> None:
    """Move the stored sequence number one up, or stop when another event did.

    Raises
    ------
    StalePage
        When the sitting is finished, or its number is another one than when it was read.
    """
    _check_advanced(
        connection.execute(writes.ADVANCE, _version_values(sitting)).rowcount
    )


def save_confidence(session: Session, sitting: LiveSitting) -> None:
    """Store whether each question asks how sure the person is; that is no event."""
    session.flush()
    session.connection().execute(
        writes.ASK_CONFIDENCE,
        {"sitting": sitting.id, "wanted": sitting.asks_confidence},
    )
    session.expire_all()


def _save_at_once(
    connection: Connection, sitting: LiveSitting, changes: _Changes
) -> None:
    shown = [_shown_values(connection, sitting, position) for position in changes.shown]
    [served], [answered] = changes.served, changes.answered
    values = {
        **_version_values(sitting),
        **_number_keys(shown),
        **_served_values(sitting, served),
        **_answer_values(connection, sitting, answered),
    }
    went_on, stored = connection.execute(writes.AT_ONCE[len(shown)], values).one()
    _check_advanced(went_on)
    if not stored:
        _serve_first(connection, sitting, served)


def _save_changes(
    connection: Connection, sitting: LiveSitting, changes: _Changes
) -> None:
    for position in changes.served:
        found = connection.execute(writes.SERVE, _served_values(sitting, position))
        if not found.rowcount:
            _serve_first(connection, sitting, position)
    shown = [_shown_values(connection, sitting, position) for position in changes.shown]
    for rows in _by_twos(shown):
        connection.execute(writes.SHOW[len(rows)], _number_keys(rows))
    for position in changes.answered:
        first = position.stored_answer is None
        connection.execute(
            writes.ANSWER if first else writes.REPLACE,
            _answer_values(connection, sitting, position),
        )


def _serve_first(
    connection: Connection, sitting: LiveSitting, position: LivePosition
) -> None:
    """Serve a question that is asked for the first time ever in this database."""
    store_version(connection, position.question, now=utc_now())
    connection.execute(writes.SERVE, _served_values(sitting, position))


def _check_advanced(sittings: int) -> None:
    if sittings != 1:
        raise StalePageError(
            "Something else happened in this sitting at the same moment."
        )


# What the statements are given.


def _version_values(sitting: Sitting | LiveSitting) -> dict[str, Any]:
    return {
        "sitting": sitting.id,
        "was": sitting.seq,
        "areas_settled": sitting.settled,
    }


def _served_values(sitting: LiveSitting, position: LivePosition) -> dict[str, Any]:
    values = {f"new_{name}": getattr(position, name) for name in writes.SERVED}
    return {"sitting": sitting.id, "digest": position.question.digest, **values}


def _shown_values(
    connection: Connection, sitting: LiveSitting, position: LivePosition
) -> dict[str, Any]:
    row = _position_row(connection, sitting, position)
    return {"row": row, **dict(zip(writes.SHOWING, position.showing, strict=True))}


def _number_keys(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        f"{name}{n}": value for n, row in enumerate(rows) for name, value in row.items()
    }


def _answer_values(
    connection: Connection, sitting: LiveSitting, position: LivePosition
) -> dict[str, Any]:
    values = {f"its_{name}": getattr(position.answer, name) for name in writes.ANSWERED}
    return {"answered": _position_row(connection, sitting, position), **values}


def _position_row(
    connection: Connection, sitting: LiveSitting, position: LivePosition
) -> int | None:
    """Return the id of a stored position; one served in this same transaction is looked up."""
    if position.id is None:
        place = {"sitting": sitting.id, "place": position.number}
        position.id = connection.scalar(writes.ID, place)
    return position.id


def _by_twos(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), writes.MOST_SHOWN):
        yield rows[start : start + writes.MOST_SHOWN]
