"""The statements that store a step: each by itself, and those of a usual step in one."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    Case,
    ColumnElement,
    Insert,
    Integer,
    Select,
    Table,
    Update,
    bindparam,
    case,
    func,
    insert,
    select,
    update,
)

from quiz.bank.models import QuestionVersion
from quiz.core.db import mapped_table
from quiz.sittings.models import Answer, AttemptItem, Sitting

_sitting, _position, _answer = map(mapped_table, (Sitting, AttemptItem, Answer))
_version = mapped_table(QuestionVersion)

#: Columns of a position that a step may change, that it fills in, and of an answer. A value goes by the name
#: of its column with a word before it or a number behind, since a bare name of a column means another thing.
SHOWING = ("token", "state", "skips")
SERVED = ("number", "option_order", *SHOWING, "left_out", "served_at")
ANSWERED = ("given", "dont_know", "score", "confidence", "seconds", "answered_at")
#: Most steps change two: their own, and the one before, which is closed for good.
MOST_SHOWN = 2

_Condition = ColumnElement[bool]


def _advance_statement() -> Update:
    return (
        update(_sitting)
        .where(
            _sitting.c.id == bindparam("sitting"),
            _sitting.c.state == "open",
            _sitting.c.seq == bindparam("was"),
        )
        .values(seq=_sitting.c.seq + 1, settled=bindparam("areas_settled"))
    )


def _show_statement(rows: int, *only_if: _Condition) -> Update:
    ids = [bindparam(f"row{n}", type_=Integer) for n in range(rows)]
    return (
        update(_position)
        .where(_position.c.id.in_(ids), *only_if)
        .values({name: _value_of_row(name, ids) for name in SHOWING})
    )


def _value_of_row(name: str, ids: list[BindParameter[int]]) -> Case[Any]:
    column = _position.c[name]
    values = [bindparam(f"{name}{n}", type_=column.type) for n in range(len(ids))]
    return case(dict(zip(ids, values, strict=True)), value=_position.c.id, else_=column)


def _serve_statement(*only_if: _Condition) -> Insert:
    # The version is named by its content, so that its id need not be asked for first.
    row = select(
        _version.c.id,
        bindparam("sitting", type_=Integer),
        *_bind_values(_position, "new", SERVED),
    ).where(_version.c.digest == bindparam("digest"), *only_if)
    return _insert_statement(
        _position, ["question_version_id", "sitting_id", *SERVED], row
    )


def _store_answer(*only_if: _Condition) -> Insert:
    row = select(
        bindparam("answered", type_=Integer), *_bind_values(_answer, "its", ANSWERED)
    ).where(*only_if)
    return _insert_statement(_answer, ["position_id", *ANSWERED], row)


def _bind_values(
    table: Table, word: str, names: tuple[str, ...]
) -> list[BindParameter[Any]]:
    return [bindparam(f"{word}_{name}", type_=table.c[name].type) for name in names]


def _insert_statement(table: Table, columns: list[str], row: Select[Any]) -> Insert:
    return insert(table).inline().from_select(columns, row)


def _at_once(rows: int) -> Select[Any]:
    """Return all writes of a usual step: the sitting goes on, and if it does, the rest is written.

    It says how many sittings went on and how many positions were served.
    """
    advanced = _advance_statement().returning(_sitting.c.id).cte("advanced")
    went_on = select(advanced.c.id).exists()
    served = _serve_statement(went_on).returning(_position.c.id).cte("served")
    return select(
        *(
            select(func.count()).select_from(one).scalar_subquery()
            for one in (advanced, served)
        )
    ).add_cte(
        _show_statement(rows, went_on).cte("shown"),
        _store_answer(went_on).cte("answered"),
    )


ADVANCE = _advance_statement()
SHOW = {rows: _show_statement(rows) for rows in range(1, MOST_SHOWN + 1)}
SERVE = _serve_statement().execution_options(preserve_rowcount=True)
ANSWER = _store_answer()
REPLACE = (
    update(_answer)
    .where(_answer.c.position_id == bindparam("answered"))
    .values(
        dict(zip(ANSWERED, _bind_values(_answer, "its", ANSWERED), strict=True)),
    )
)
#: Not for SQLite, which takes one write in a statement.
AT_ONCE = {rows: _at_once(rows) for rows in range(1, MOST_SHOWN + 1)}
ASK_CONFIDENCE = (
    update(_sitting)
    .where(_sitting.c.id == bindparam("sitting"))
    .values(asks_confidence=bindparam("wanted"))
)
ID = select(_position.c.id).where(
    _position.c.sitting_id == bindparam("sitting"),
    _position.c.number == bindparam("place"),
)
