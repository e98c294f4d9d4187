"""Two people turn out to be one: everything of the second becomes the first one's."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    UniqueConstraint,
    delete,
    exists,
    update,
)
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.db import Base, mapped_table

#: Settles, before the rest, what only one person may have once: called with keeper, the other one, and the moment.
Settle = Callable[[Session, Person, Person, datetime], None]


def join_people(
    session: Session, keeper: Person, other: Person, *, settle: Settle, now: datetime
) -> None:
    """Give `keeper` everything that hangs on `other`, devices and links too, and take `other` away.

    Where a table allows one row of a kind for each person, and both have it, the keeper's stays.
    """
    settle(session, keeper, other, now)
    session.flush()
    for table, column in _columns_of_people():
        _move_rows(session, table, column, keeper.id, other.id)
    keeper.seen_on = max(keeper.seen_on, other.seen_on)
    session.flush()
    session.execute(delete(Person).where(Person.id == other.id))
    session.expire_all()


def _columns_of_people() -> Iterator[tuple[Table, Column[int]]]:
    """Yield every column that says to whom a row belongs."""
    person = mapped_table(Person)
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            if column.references(person.c.id):
                yield table, column


def _move_rows(
    session: Session, table: Table, column: Column[int], keeper: int, other: int
) -> None:
    statement = update(table).where(column == other).values({column.name: keeper})
    for constraint in table.constraints:
        if isinstance(
            constraint, UniqueConstraint
        ) and constraint.columns.contains_column(column):
            statement = statement.where(~_keeper_has(table, constraint, column, keeper))
    session.execute(statement.execution_options(synchronize_session=False))


def _keeper_has(
    table: Table, constraint: UniqueConstraint, column: Column[int], keeper: int
) -> ColumnElement[bool]:
    """Return whether the keeper has a row that the constraint would not let stand beside the moved one."""
    theirs = table.alias("theirs")
    same = [
        theirs.c[each.name] == each for each in constraint.columns if each is not column
    ]
    return exists().where(theirs.c[column.name] == keeper, *same)
