"""Writes for keeping a site well: the believed time, and the end of what has expired."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from quiz.accounts.models import ClockMark
from quiz.core.db import Base


def add_clock_mark(session: Session, believed_at: datetime) -> ClockMark:
    """Keep for the first time how far time has certainly gone on."""
    mark = ClockMark(
        id=1, believed_at=believed_at, jump_seen_at=None, jump_last_at=None
    )
    session.add(mark)
    session.flush()
    return mark


def delete_rows(
    session: Session, conditions: Mapping[type[Base], ColumnElement[bool]]
) -> None:
    """Delete the rows of each table that fulfil its condition, with everything that hangs on them."""
    for model, over in conditions.items():
        session.execute(
            delete(model).where(over).execution_options(synchronize_session=False)
        )
