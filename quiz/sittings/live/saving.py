"""Writes down what a step did to a sitting: one event, all of it or nothing."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    Case,
    Connection,
    Integer,
    Update,
    bindparam,
    case,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.bank.versions import keep_version
from quiz.db import table_of
from quiz.errors import NotNow
from quiz.sittings.live.rows import LivePosition, LiveSitting
from quiz.sittings.models import Answer, Position, Sitting

_sitting, _position, _answer = map(table_of, (Sitting, Position, Answer))
_version = table_of(QuestionVersion)

_ADVANCE = (
    update(_sitting)
    .where(
        _sitting.c.id == bindparam("sitting_id"),
        _sitting.c.state == "open",
        _sitting.c.seq == bindparam("was"),
    )
    .values(seq=_sitting.c.seq + 1, settled=bindparam("areas_settled"))
)
_ASK_CONFIDENCE = (
    update(_sitting)
    .where(_sitting.c.id == bindparam("sitting_id"))
    .values(asks_confidence=bindparam("wanted"))
)
_SHOWING = ("token", "state", "skips")


def _show(rows: int) -> Update:
    ids = [bindparam(f"row{n}", type_=Integer) for n in range(rows)]
    return (
        update(_position)
        .where(_position.c.id.in_(ids))
        .values({name: _value_of_row(name, ids) for name in _SHOWING})
    )


def _value_of_row(name: str, ids: list[BindParameter[int]]) -> Case[Any]:
    column = _position.c[name]
    values = [bindparam(f"{name}{n}", type_=column.type) for n in range(len(ids))]
    return case(dict(zip(ids, values, strict=True)), value=_position.c.id, else_=column)


# A step changes two as a rule: its own, and the one before, which is closed for good. One statement for both.
_SHOW = {rows: _show(rows) for rows in (1, 2)}
_REPLACE = update(_answer).where(_answer.c.position_id == bindparam("row"))
_ANSWER = insert(_answer)
_SERVED = ("number", "option_order", "token", "state", "skips", "left_out", "served_at")
# The version is named by its content, so that its id need not be asked for first.
_SERVE = (
    insert(_position)
    .inline()
    .from_select(
        ["question_version_id", "sitting_id", *_SERVED],
        select(
            _version.c.id,
            *(
                bindparam(name, type_=_position.c[name].type)
                for name in ("sitting_id", *_SERVED)
            ),
        ).where(_version.c.digest == bindparam("digest")),
    )
    .execution_options(preserve_rowcount=True)
)
_ID = select(_position.c.id).where(
    _position.c.sitting_id == bindparam("sitting_id"),
    _position.c.number == bindparam("number"),
)


class StalePage(NotNow):
    """The page is older than the sitting: something else was answered since it was shown."""


def save(session: Session, sitting: LiveSitting) -> None:
    """Store one event of an open sitting: its sequence number goes one up.

    Raises
    ------
    StalePage
        When another event was stored since the sitting was read; nothing is written then.
    """
    advance(session.connection(), sitting)
    sitting.seq += 1
    save_positions(session, sitting)


def save_positions(session: Session, sitting: LiveSitting) -> None:
    """Store positions and answers that are new or changed; the session's mapped objects learn of it."""
    session.flush()
    connection = session.connection()
    _save_showing(connection, sitting)
    for position in sitting.positions:
        _save_answer(connection, sitting, position)
    session.expire_all()


def advance(connection: Connection, sitting: Sitting | LiveSitting) -> None:
    """Move the stored sequence number one up, or stop when another event did.

    Raises
    ------
    StalePage
        When the sitting is finished, or its number is another one than when it was read.
    """
    about = {
        "sitting_id": sitting.id,
        "was": sitting.seq,
        "areas_settled": sitting.settled,
    }
    if connection.execute(_ADVANCE, about).rowcount != 1:
        raise StalePage("Something else happened in this sitting at the same moment.")


def save_confidence(session: Session, sitting: LiveSitting) -> None:
    """Store whether each question asks how sure the person is; that is no event."""
    session.flush()
    session.connection().execute(
        _ASK_CONFIDENCE,
        {"sitting_id": sitting.id, "wanted": sitting.asks_confidence},
    )
    session.expire_all()


def _save_showing(connection: Connection, sitting: LiveSitting) -> None:
    changed = []
    for position in sitting.positions:
        showing = position.showing
        if position.stored_showing is None:
            _serve(connection, sitting, position)
        elif showing != position.stored_showing:
            changed.append((_row(connection, sitting, position), *showing))
        position.stored_showing = showing
    for start in range(0, len(changed), 2):
        _save_shown(connection, changed[start : start + 2])


def _save_shown(
    connection: Connection, changed: list[tuple[int | None, str, str, int]]
) -> None:
    values = {
        f"{name}{n}": value
        for n, row in enumerate(changed)
        for name, value in zip(("row", *_SHOWING), row, strict=True)
    }
    connection.execute(_SHOW[len(changed)], values)


def _serve(
    connection: Connection, sitting: LiveSitting, position: LivePosition
) -> None:
    question = position.question
    values = {name: getattr(position, name) for name in _SERVED}
    values |= {"sitting_id": sitting.id, "digest": question.digest}
    if connection.execute(_SERVE, values).rowcount == 0:
        # Asked for the first time ever in this database.
        keep_version(connection, question, now=position.served_at)
        connection.execute(_SERVE, values)


def _row(
    connection: Connection, sitting: LiveSitting, position: LivePosition
) -> int | None:
    """Return the id of a stored position; one served in this same transaction is looked up."""
    if position.id is None:
        place = {"sitting_id": sitting.id, "number": position.number}
        position.id = connection.scalar(_ID, place)
    return position.id


def _save_answer(
    connection: Connection, sitting: LiveSitting, position: LivePosition
) -> None:
    answer, stored = position.answer, position.stored_answer
    if answer is None or answer is stored:
        return
    values = {
        "position_id": _row(connection, sitting, position),
        "given": answer.given,
        "dont_know": answer.dont_know,
        "score": answer.score,
        "confidence": answer.confidence,
        "seconds": answer.seconds,
        "answered_at": answer.answered_at,
    }
    if stored is None:
        connection.execute(_ANSWER, values)
    else:
        connection.execute(_REPLACE.values(values), {"row": position.id})
    position.stored_answer = answer
