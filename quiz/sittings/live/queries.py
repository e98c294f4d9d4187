"""Reads a sitting as plain values: its row, and its positions with their answers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, select
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.bank.versions import question_with
from quiz.db import table_of
from quiz.sittings.live.rows import LiveAnswer, LivePosition, LiveSitting
from quiz.sittings.models import Answer, Position, Sitting

# Tables rather than mapped classes, and statements put together once: both for speed.
_sitting, _position = table_of(Sitting), table_of(Position)
_answer, _version = table_of(Answer), table_of(QuestionVersion)


def _sittings(*which: ColumnElement[bool]) -> Select[Any]:
    columns = [name for name in LiveSitting.__slots__ if name != "positions"]
    return select(*(_sitting.c[name] for name in columns)).where(*which)


_OF_PERSON = _sittings(
    _sitting.c.key == bindparam("key"),
    _sitting.c.person_id == bindparam("person_id"),
)
# Held against other requests until this one commits. SQLite holds its one write lock since the
# transaction began, and takes no notice of this.
_LOCKED = _OF_PERSON.with_for_update()
_BY_ID = _sittings(_sitting.c.id == bindparam("sitting_id"))
#: place in a row of the first value that belongs to the answer
_ANSWER = 10
_is_open = _position.c.state != "closed"
# What is closed for good is only measured with: what its page showed is not read.
_POSITIONS = (
    select(
        _version.c.digest,
        _position.c.number,
        _position.c.token,
        _position.c.state,
        _position.c.skips,
        _position.c.left_out,
        case((_is_open, _position.c.option_order)),
        _position.c.served_at,
        _position.c.id,
        _position.c.question_version_id,
        _answer.c.score,
        _answer.c.dont_know,
        _answer.c.seconds,
        _answer.c.confidence,
        case((_is_open, _answer.c.given)),
    )
    .select_from(_position)
    .join(_version)
    .outerjoin(_answer)
    .where(_position.c.sitting_id == bindparam("sitting_id"))
    .order_by(_position.c.number)
)


_SHOWN = (
    select(_position.c.option_order, _answer.c.given)
    .select_from(_position)
    .outerjoin(_answer)
    .where(_position.c.id == bindparam("position_id"))
)


def live_sitting_of(
    session: Session, person_id: int, key: str, *, lock: bool
) -> LiveSitting | None:
    """Return a person's sitting; `lock` holds it against other requests until this one commits."""
    return _loaded(
        session, _LOCKED if lock else _OF_PERSON, {"key": key, "person_id": person_id}
    )


def live_sitting(session: Session, sitting: Sitting) -> LiveSitting:
    """Return a sitting that is at hand as mapped object, with all that was done to it so far."""
    session.flush()
    found = _loaded(session, _BY_ID, {"sitting_id": sitting.id})
    if found is None:
        raise LookupError(f"There is no sitting {sitting.id}.")
    return found


def _loaded(
    session: Session, statement: Select[Any], which: dict[str, Any]
) -> LiveSitting | None:
    connection = session.connection()
    row = connection.execute(statement, which).first()
    if row is None:
        return None
    sitting = LiveSitting(*row)
    rows = connection.execute(_POSITIONS, {"sitting_id": sitting.id}).all()
    sitting.positions = [_placed(session, row) for row in rows]
    return sitting


def _placed(session: Session, row: Sequence[Any]) -> LivePosition:
    # In the order of the fields, but that the question is known by the digest of its content.
    position = LivePosition(question_with(session, row[0]), *row[1:_ANSWER])
    position.option_order = position.option_order or []
    if row[_ANSWER] is not None:
        position.answer = LiveAnswer(*row[_ANSWER:])
    position.stored_showing, position.stored_answer = position.showing, position.answer
    return position


def read_closed(session: Session, position: LivePosition) -> None:
    """Read what the page of a closed position showed, where a page of it came back."""
    found = session.connection().execute(_SHOWN, {"position_id": position.id})
    order, given = found.one()
    position.option_order = order
    if position.answer is not None:
        kept = replace(position.answer, given=given)
        position.answer = position.stored_answer = kept
