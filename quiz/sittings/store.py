"""The one read and the one write of an open sitting, the same on both databases.

A step happens more often than anything else. It reads the sitting by two statements of named columns and writes
what changed by up to four. The objects are those of `models` but belong to no session: tracking and flushing them
would be half of what a step costs (docs/benchmarks.md). Pages that only look back use `queries`.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    Table,
    and_,
    bindparam,
    false,
    func,
    insert,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import instance_dict, instance_state

from quiz.bank.item_calibration.services import load_calibration_set
from quiz.bank.models import QuestionVersion
from quiz.bank.versions import load_question_by_digest, store_version
from quiz.core.db import Base, mapped_table
from quiz.errors import NotNow
from quiz.sittings.enums import SittingMode, SittingState
from quiz.sittings.models import (
    Answer,
    AttemptItem,
    PracticeAnswer,
    Quarantine,
    Sitting,
)
from quiz.sittings.row_restorer import RowRestorer

#: A question seen in this time is not asked again while there are others.
SEEN_WITHIN = timedelta(days=60)

_sitting, _item, _answer = map(mapped_table, (Sitting, AttemptItem, Answer))
_version = mapped_table(QuestionVersion)

#: Attributes that an event may change, which are columns of the same name. A value is bound under the name with a
#: word before it, since the bare name of a column means another thing to SQLAlchemy.
SITTING_CHANGES = (
    "state",
    "length",
    "asks_confidence",
    "finished_at",
    "stop_reason",
)
ITEM_CHANGES = ("token", "state", "skips")
ITEM_VALUES = ("number", "option_order", "left_out", "served_at", *ITEM_CHANGES)
ANSWER_VALUES = (
    "given",
    "dont_know",
    "score",
    "confidence",
    "seconds",
    "answered_at",
)


class StaleSittingError(NotNow):
    """Another request changed the sitting after this one had read it."""


_SITTINGS = RowRestorer(Sitting)
_ITEMS = RowRestorer(AttemptItem)
_ANSWERS = RowRestorer(Answer, start=_ITEMS.stop)


def _excluded_keys(
    person_id: ColumnElement[int], sitting_id: ColumnElement[int] | None = None
) -> ScalarSelect[str]:
    """Return the keys of the questions that a sitting of a person must not ask, separated by spaces.

    These are quarantined, or the person practised them or was shown them in another sitting since a moment. Without
    the id of the sitting it is one that has not begun. A sitting that was assigned asks nothing that an assigned one
    has ever shown: what is compared rests on different questions.
    """
    practised, other = mapped_table(PracticeAnswer), _sitting.alias()
    since = bindparam("since", type_=practised.c.answered_at.type)
    of_practice = _version.join(practised)
    of_others = _version.join(_item).join(other)
    is_other: ColumnElement[bool] = true()
    both_assigned: ColumnElement[bool] = false()
    if sitting_id is not None:
        is_other = other.c.id != sitting_id
        both_assigned = and_(
            _sitting.c.assignment_key.is_not(None), other.c.assignment_key.is_not(None)
        )
    keys = union_all(
        select(mapped_table(Quarantine).c.question_key.label("key")),
        select(_version.c.key)
        .select_from(of_practice)
        .where(
            practised.c.person_id == person_id,
            practised.c.answered_at >= since,
        )
        .correlate(_sitting),
        select(_version.c.key)
        .select_from(of_others)
        .where(
            other.c.person_id == person_id,
            is_other,
            or_(_item.c.served_at >= since, both_assigned),
        )
        .correlate(_sitting),
    ).subquery()
    return select(func.aggregate_strings(keys.c.key, " ")).scalar_subquery()


_SELECT_SITTING = select(
    *_SITTINGS.columns,
    _excluded_keys(_sitting.c.person_id, _sitting.c.id).label("excluded_keys"),
).where(_sitting.c.key == bindparam("key"))
_SELECT_EXCLUDED = select(
    _excluded_keys(bindparam("person_id", type_=_sitting.c.id.type))
)
_SELECT_LOCKED_SITTING = _SELECT_SITTING.with_for_update(of=_sitting)
_SELECT_ITEMS: Select[Any] = (
    select(
        *_ITEMS.columns,
        *_ANSWERS.columns,
        _version.c.digest.label("digest"),
        _answer.c.id.label("answer_id"),
    )
    .select_from(_item.join(_version).outerjoin(_answer))
    .where(_item.c.sitting_id == bindparam("sitting_id"))
    .order_by(_item.c.number)
)


def _binds(table: Table, word: str, names: tuple[str, ...]) -> dict[str, Any]:
    """Return a bound value by column, under the name of the column with a word before it."""
    return {
        name: bindparam(f"{word}_{name}", type_=table.c[name].type) for name in names
    }


_ADVANCE = (
    update(_sitting)
    .where(
        _sitting.c.id == bindparam("sitting_id"),
        _sitting.c.state == SittingState.OPEN,
        _sitting.c.seq == bindparam("read_version"),
    )
    .values(seq=_sitting.c.seq + 1, **_binds(_sitting, "new", SITTING_CHANGES))
)
_UPDATE_ITEM = (
    update(_item)
    .where(_item.c.id == bindparam("item_id"))
    .values(_binds(_item, "new", ITEM_CHANGES))
)
# The version of the question is named by its content, so that its id need not be asked for first.
_INSERT_ITEM = (
    insert(_item)
    .from_select(
        ["question_version_id", "sitting_id", *ITEM_VALUES],
        select(
            _version.c.id,
            bindparam("sitting_id", type_=_sitting.c.id.type),
            *_binds(_item, "new", ITEM_VALUES).values(),
        ).where(_version.c.digest == bindparam("digest")),
    )
    .returning(_item.c.id, _item.c.question_version_id)
)
_INSERT_ANSWER = (
    insert(_answer)
    .values(position_id=bindparam("item_id"), **_binds(_answer, "new", ANSWER_VALUES))
    .returning(_answer.c.id)
)
_UPDATE_ANSWER = (
    update(_answer)
    .where(_answer.c.id == bindparam("answer_id"))
    .values(_binds(_answer, "new", ANSWER_VALUES))
)


def find_open_sitting(
    session: Session, key: str, *, now: datetime, lock: bool = False
) -> Sitting | None:
    """Return a sitting with its attempt items, answers, questions and excluded keys, for one event.

    `lock` holds it against other requests until this transaction ends. On SQLite the transaction holds the one
    write lock from its beginning, and the clause is left out.
    """
    connection = session.connection()
    statement = _SELECT_LOCKED_SITTING if lock else _SELECT_SITTING
    values = {"key": key, "since": now - SEEN_WITHIN}
    row = connection.execute(statement, values).first()
    if row is None:
        return None
    sitting = _SITTINGS.restore(row)
    items = connection.execute(_SELECT_ITEMS, {"sitting_id": sitting.id})
    if sitting.mode is SittingMode.AREA and sitting.follows_id is not None:
        instance_dict(sitting).update(
            load_previous=partial(session.get, Sitting, sitting.follows_id)
        )
    instance_dict(sitting).update(
        positions=[_restore_item(session, row) for row in items],
        results=[],
        excluded_keys=frozenset((row.excluded_keys or "").split()),
        read_calibration=load_calibration_set(session, sitting.calibration),
    )
    return sitting


def list_excluded_keys(
    session: Session, person_id: int, *, now: datetime
) -> frozenset[str]:
    """Return the keys of the questions that a sitting which a person began now would not ask."""
    values = {"person_id": person_id, "since": now - SEEN_WITHIN}
    found = session.connection().execute(_SELECT_EXCLUDED, values).scalar_one()
    return frozenset((found or "").split())


def reload_open_sitting(
    session: Session, sitting: Sitting, *, now: datetime
) -> Sitting:
    """Return a sitting of this session as it is stored, for one event."""
    session.flush()
    reloaded = find_open_sitting(session, sitting.key, now=now)
    if reloaded is None:
        raise LookupError(f"There is no sitting {sitting.key}.")
    return reloaded


def save_event(session: Session, sitting: Sitting) -> None:
    """Store one event of an open sitting: its row version goes up by one.

    Raises
    ------
    StaleSittingError
        When another event was stored since the sitting was read; nothing is written then.
    LookupError
        When the sitting was not read by this module: what a session tracks is not looked at here.
    """
    if object_session(sitting) is not None:
        raise LookupError(f"Sitting {sitting.key} was not read for an event.")
    session.flush()
    values = _new_values(sitting, SITTING_CHANGES)
    values |= {"sitting_id": sitting.id, "read_version": sitting.row_version}
    connection = session.connection()
    if connection.execute(_ADVANCE, values).rowcount != 1:
        raise StaleSittingError(
            "Something else happened in this assessment at the same moment."
        )
    sitting.row_version += 1
    _save_items(connection, sitting)
    # Objects that the session holds may show what was just changed.
    session.expire_all()


def save_first_item(session: Session, sitting: Sitting) -> None:
    """Store the first attempt item of a sitting that has just begun, which is no event."""
    _save_items(session.connection(), sitting)
    session.expire_all()


def _save_items(connection: Connection, sitting: Sitting) -> None:
    changed = [item for item in sitting.positions if instance_state(item).modified]
    stored = [item for item in changed if _has_row(item)]
    if stored:
        connection.execute(
            _UPDATE_ITEM,
            [_new_values(item, ITEM_CHANGES) | {"item_id": item.id} for item in stored],
        )
    for item in changed:
        if not _has_row(item):
            _insert_item(connection, sitting, item)
        if item.answer is not None and instance_state(item.answer).modified:
            _save_answer(connection, item, item.answer)
            instance_state(item.answer).modified = False
        instance_state(item).modified = False


def _restore_item(session: Session, row: Row[Any]) -> AttemptItem:
    item = _ITEMS.restore(row)
    instance_dict(item).update(
        question=load_question_by_digest(session, row.digest),
        answer=None if row.answer_id is None else _ANSWERS.restore(row),
    )
    return item


def _insert_item(connection: Connection, sitting: Sitting, item: AttemptItem) -> None:
    question = item.question
    values = _new_values(item, ITEM_VALUES)
    values |= {"sitting_id": sitting.id, "digest": question.digest}
    row = connection.execute(_INSERT_ITEM, values).first()
    if row is None:
        # This content is asked for the first time ever in this database.
        store_version(connection, question, now=item.served_at)
        row = connection.execute(_INSERT_ITEM, values).one()
    item.id, item.question_version_id = row.id, row.question_version_id


def _save_answer(connection: Connection, item: AttemptItem, answer: Answer) -> None:
    values = _new_values(answer, ANSWER_VALUES)
    if not _has_row(answer):
        inserted = connection.execute(_INSERT_ANSWER, values | {"item_id": item.id})
        answer.id = inserted.scalar_one()
    else:
        connection.execute(_UPDATE_ANSWER, values | {"answer_id": answer.id})


def _has_row(thing: AttemptItem | Answer) -> bool:
    """Say whether it is stored already; what a step makes has no id before."""
    return instance_dict(thing).get("id") is not None


def _new_values(changed: Base, names: tuple[str, ...]) -> dict[str, Any]:
    return {f"new_{name}": getattr(changed, name) for name in names}
