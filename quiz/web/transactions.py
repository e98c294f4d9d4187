"""One database session for a request, one commit at its end, before the answer leaves.

The commit comes after the view, when the answer is below 400; from there up everything is rolled
back. A commit that fails becomes an error page, never a redirect that lies.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, Response, current_app, g, request
from flask import session as web_session
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.core.db import open_session
from quiz.web.sessions import FIRST_ERROR_STATUS, StoredSession

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def request_session() -> Session:
    """Return the request's session, opened at its first use; a POST takes the write lock there."""
    if "database_session" not in g:
        writes = request.method not in SAFE_METHODS or g.get("begins_write", False)
        g.database_session = open_session(_request_engine(writes=writes), writes=writes)
    opened: Session = g.database_session
    return opened


def begin_write() -> None:
    """Let the rest of this request write although it is a GET, such as the way back from another site.

    Call it when nothing of the database is held any more that the request goes on with.
    """
    release_session()
    g.begins_write = True


@contextmanager
def separate_session(*, writes: bool) -> Iterator[Session]:
    """Open a short session beside the request's, committed at the end of the block.

    For what comes before slow work: SQLite has one writer, which must not wait for anything but the disk.
    """
    with open_session(_request_engine(writes=writes), writes=writes) as opened:
        yield opened
        opened.commit()


def init_app(app: Flask, engine: Engine) -> None:
    """Commit or roll back around each request. Call it last, so that the commit comes first."""
    # One for each kind of request, made once.
    app.extensions["trigpoint_engines"] = {
        writes: engine.execution_options(writes=writes) for writes in (True, False)
    }
    app.after_request(_end_transaction)
    app.teardown_appcontext(_close_session)


def call_after_commit(work: Callable[[Engine], None]) -> None:
    """Let `work` be done with the database when what the request did is kept."""
    g.setdefault("after_commit", []).append(work)


def release_session() -> None:
    """Take back what the request did so far and let go of the database; SQLite has one writer."""
    _close_session(None)


def _request_engine(*, writes: bool) -> Engine:
    engines: dict[bool, Engine] = current_app.extensions["trigpoint_engines"]
    return engines[writes]


def _end_transaction(response: Response) -> Response:
    is_kept = response.status_code < FIRST_ERROR_STATUS
    if is_kept and request.method not in SAFE_METHODS:
        _save_web_session()
    opened: Session | None = g.get("database_session")
    if opened is None:
        return response
    if is_kept:
        opened.commit()
        for work in g.pop("after_commit", ()):
            work(_request_engine(writes=False))
    else:
        opened.rollback()
    return response


def _save_web_session() -> None:
    """Write the browser's session with what the form did: one transaction, both or neither."""
    if isinstance(web_session, StoredSession) and web_session.needs_saving():
        web_session.save_in(request_session())


def _close_session(_error: BaseException | None) -> None:
    opened: Session | None = g.pop("database_session", None)
    if opened is not None:
        opened.close()
