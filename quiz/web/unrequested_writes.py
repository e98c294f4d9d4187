"""Small writes that nobody asked for: an answer is right without them, so a busy database does not spoil it."""

import logging
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quiz.core.db import open_session

log = logging.getLogger(__name__)


def write_alone(engine: Engine, work: Callable[[Session], None]) -> bool:
    """Do `work` in a transaction of its own, after the request's; say whether it was kept."""
    try:
        with open_session(engine, writes=True) as session:
            work(session)
            session.commit()
    except DBAPIError as error:
        log.warning("%s was not kept: %s", work.__qualname__, type(error).__name__)
        return False
    return True
