"""Loads a sitting for a page or a step, and stores what the step changed: one path for both databases.

A step is one event: it holds the sitting's row locked, changes mapped objects, and ends with one flush. The row
version refuses a second event even where no lock was held.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.exc import StaleDataError

from quiz.errors import NotNow
from quiz.sittings.models import Sitting


class StaleSittingError(NotNow):
    """Another request changed the sitting after this one had read it."""


def find_sitting(session: Session, key: str, *, lock: bool = False) -> Sitting | None:
    """Return a sitting with its attempt items and answers.

    `lock` holds it against other requests until this transaction ends. On SQLite the transaction holds the one
    write lock from its beginning, and the clause is left out.
    """
    statement = (
        select(Sitting)
        .where(Sitting.key == key)
        .options(selectinload(Sitting.positions))
    )
    if lock:
        # What the session read before the lock was granted may be out of date.
        statement = statement.with_for_update(of=Sitting).execution_options(
            populate_existing=True
        )
    return session.scalar(statement)


def save_event(session: Session, sitting: Sitting) -> None:
    """Store one event of a sitting: its row version goes up by one.

    Raises
    ------
    StaleSittingError
        When another event was stored since the sitting was read; nothing is written then.
    """
    sitting.row_version += 1
    save_sitting(session, sitting)


def save_sitting(session: Session, sitting: Sitting) -> None:
    """Store changes that are no event: the row version stays, and must still be the one that was read.

    Raises
    ------
    StaleSittingError
        When another event was stored since the sitting was read; nothing is written then.
    """
    key = sitting.key
    try:
        session.flush()
    except StaleDataError as error:
        raise StaleSittingError(
            f"Something else happened in sitting {key} at the same moment."
        ) from error
