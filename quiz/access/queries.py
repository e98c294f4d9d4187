"""Reads that decide about access: whose something is."""

from sqlalchemy import FromClause, select
from sqlalchemy.orm import Session

from quiz.access.ownership import PEOPLE, find_table, follow_owner


def find_owner(session: Session, table: str, key: str) -> int | None:
    """Return the person to whom the row with this public key belongs; None when there is no such row."""
    start = find_table(table)
    column, parent = follow_owner(table)
    joined: FromClause = start
    while parent.name != PEOPLE:
        joined = joined.join(parent, column == parent.c.id)
        column, parent = follow_owner(parent.name)
    return (
        session.connection()
        .execute(select(column).select_from(joined).where(start.c.key == key))
        .scalar()
    )
