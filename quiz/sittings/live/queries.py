"""Reads a sitting as plain values: its row, and its positions with their answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ScalarSelect,
    Select,
    bindparam,
    case,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, PersonSecret
from quiz.bank.item_calibration.services import load_calibration_set
from quiz.bank.models import QuestionVersion
from quiz.bank.versions import load_question_by_digest
from quiz.core.db import mapped_table
from quiz.sittings.live.rows import LiveAnswer, LivePosition, LiveSitting
from quiz.sittings.models import (
    Answer,
    AttemptItem,
    PracticeAnswer,
    Quarantine,
    Sitting,
)

#: A question seen in this time is not used again while there are others.
SEEN_WITHIN = timedelta(days=60)

# Tables rather than mapped classes, statements put together once, and as few as can be: all for speed.
_person, _secret = mapped_table(Person), mapped_table(PersonSecret)
_sitting, _position = mapped_table(Sitting), mapped_table(AttemptItem)
_answer, _version = mapped_table(Answer), mapped_table(QuestionVersion)


def _excluded_keys() -> ScalarSelect[str]:
    """Return, for the sitting of the statement around it, the keys in one text with blanks between them."""
    practised, other = mapped_table(PracticeAnswer), _sitting.alias()
    since = bindparam("since", type_=practised.c.answered_at.type)
    keys = union_all(
        select(mapped_table(Quarantine).c.question_key.label("key")),
        select(_version.c.key)
        .select_from(_version.join(practised))
        .where(
            practised.c.person_id == _sitting.c.person_id,
            practised.c.answered_at >= since,
        )
        .correlate(_sitting),
        select(_version.c.key)
        .select_from(_version.join(_position).join(other))
        .where(
            other.c.person_id == _sitting.c.person_id,
            other.c.id != _sitting.c.id,
            _position.c.served_at >= since,
        )
        .correlate(_sitting),
    ).subquery()
    return select(func.aggregate_strings(keys.c.key, " ")).scalar_subquery()


_OF_SITTING = [name for name in LiveSitting.__slots__ if name in _sitting.c]
_SITTINGS: Select[Any] = (
    select(
        *(_sitting.c[name] for name in _OF_SITTING), _person.c.seen_on, _excluded_keys()
    )
    .select_from(_sitting)
    .join(_person)
)
_WITH_SECRET = _SITTINGS.join(
    _secret, _secret.c.person_id == _sitting.c.person_id
).where(
    _sitting.c.key == bindparam("key"), _secret.c.secret_hash == bindparam("hashed")
)
# Held against other requests until this one commits. SQLite holds its one write lock since the
# transaction began, and takes no notice of this.
_LOCKED = _WITH_SECRET.with_for_update(of=_sitting)
_BY_ID = _SITTINGS.where(_sitting.c.id == bindparam("sitting_id"))
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
        case((_is_open, _position.c.served_at)),
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


def find_live_sitting(
    session: Session, hashed: str, key: str, *, lock: bool, now: datetime
) -> LiveSitting | None:
    """Return the sitting `key` if it is of the person whose secret has this hash.

    `lock` holds it against other requests until this one commits.
    """
    which = {"key": key, "hashed": hashed, "since": now - SEEN_WITHIN}
    return _load_sitting(session, _LOCKED if lock else _WITH_SECRET, which)


def load_live_sitting(
    session: Session, sitting: Sitting, *, now: datetime
) -> LiveSitting:
    """Return a sitting that is at hand as mapped object, with all that was done to it so far."""
    session.flush()
    which = {"sitting_id": sitting.id, "since": now - SEEN_WITHIN}
    found = _load_sitting(session, _BY_ID, which)
    if found is None:
        raise LookupError(f"There is no sitting {sitting.id}.")
    return found


def _load_sitting(
    session: Session, statement: Select[Any], which: dict[str, Any]
) -> LiveSitting | None:
    connection = session.connection()
    row = connection.execute(statement, which).first()
    if row is None:
        return None
    *values, not_to_ask = row
    sitting = LiveSitting(*values)
    sitting.not_to_ask = frozenset((not_to_ask or "").split())
    sitting.calibrated = load_calibration_set(session, sitting.calibration)
    rows = connection.execute(_POSITIONS, {"sitting_id": sitting.id}).all()
    sitting.positions = [_build_position(session, row) for row in rows]
    return sitting


def _build_position(session: Session, row: Sequence[Any]) -> LivePosition:
    # In the order of the fields, but that the question is known by the digest of its content.
    position = LivePosition(load_question_by_digest(session, row[0]), *row[1:_ANSWER])
    position.option_order = position.option_order or []
    if row[_ANSWER] is not None:
        position.answer = LiveAnswer(*row[_ANSWER:])
    position.stored_showing, position.stored_answer = position.showing, position.answer
    return position


def load_locked_answer(session: Session, position: LivePosition) -> None:
    """Read what the page of a closed position showed, where a page of it came back."""
    found = session.connection().execute(_SHOWN, {"position_id": position.id})
    order, given = found.one()
    position.option_order = order
    if position.answer is not None:
        kept = position.answer._replace(given=given)
        position.answer = position.stored_answer = kept
