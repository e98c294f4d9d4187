"""Server-side sessions: a random id in the cookie, its hash and the data in the database.

The anti-forgery token is derived from the id, so that a visitor who only reads pages has a working
token and no row. A row is written when there is something to keep: in the request's own transaction,
so that what a form did and what is said of it are kept together or not at all.
"""

import hmac
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.datastructures import CallbackDict

from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.core.keys import new_secret, secret_hash
from quiz.web import queries, services
from quiz.web.unrequested_writes import write_alone

COOKIE_SECONDS = (
    90 * 24 * 3600
)  # 90 days: a tab restored after a holiday can still be sent
CSRF_FIELD = "csrf_token"
#: Behind the id in the cookie when there is a row; spares the look-up when there is none.
STORED_MARK = ".s"
FIRST_ERROR_STATUS = 400


class StoredSession(CallbackDict[str, Any], SessionMixin):
    """The session of one browser, as Flask and its extensions see it."""

    def __init__(
        self, session_id: str, csrf_token: str, data: dict[str, Any], *, new: bool
    ) -> None:
        """Hold `data` under `session_id`; `new` when the browser does not know the id yet."""

        def mark_changed(this: "StoredSession") -> None:
            this.modified = True

        super().__init__(data, mark_changed)
        self.session_id = session_id
        self.csrf_token = csrf_token
        self.new = new
        self.modified = False
        self.csrf_used = False
        self.has_row = bool(data)
        #: Whether the present data is in the database.
        self.is_saved = False
        #: An id that must stop working when this request ends.
        self.replaced_id: str | None = None

    def __contains__(self, key: object) -> bool:
        """Say that the anti-forgery token is always there."""
        return key == CSRF_FIELD or super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        """Return a value; the anti-forgery token is derived, and noted as used."""
        if key == CSRF_FIELD:
            self.csrf_used = True
            return self.csrf_token
        return super().__getitem__(key)

    def rotate_id(self, secret_key: str) -> None:
        """Take a new id and a new anti-forgery token; the old ones stop working at once."""
        self.replaced_id = self.session_id
        self.session_id = new_secret()
        self.csrf_token = _csrf_token(secret_key, self.session_id)
        g.pop(CSRF_FIELD, None)
        self.new = True
        self.modified = True

    def renew(self, secret_key: str) -> None:
        """Begin a new session: nothing of the old one is carried over but messages that were not shown yet."""
        messages = self.get("_flashes")
        self.clear()
        if messages:
            self["_flashes"] = messages
        self.rotate_id(secret_key)

    def needs_saving(self) -> bool:
        """Say whether the database must hear of what changed."""
        return self.modified and not self.is_saved and (self.has_row or bool(self))

    def save_in(self, database: Session) -> None:
        """Write what changed with a session of the database, which the caller commits."""
        if not self.needs_saving():
            return
        now, gone = utc_now(), set[str]()
        if self.replaced_id is not None:
            gone.add(secret_hash(self.replaced_id))
        if self:
            services.save_session_data(
                database, secret_hash(self.session_id), dict(self), now=now
            )
        else:
            gone.add(secret_hash(self.session_id))
        if gone:
            services.delete_sessions(database, gone)
        self.has_row = bool(self)
        self.is_saved = True


def _csrf_token(secret_key: str, session_id: str) -> str:
    return hmac.new(
        secret_key.encode(), f"csrf:{session_id}".encode(), "sha256"
    ).hexdigest()


class DatabaseSessions(SessionInterface):
    """Opens sessions, and saves what the request's own transaction has not saved."""

    def __init__(self, engine: Engine) -> None:
        """Keep sessions in the database of `engine`."""
        self.engine = engine

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        """Return the browser's session; an unknown or expired id gives a fresh one."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        session_id = cookie.removesuffix(STORED_MARK)
        data = self._load_data(session_id) if cookie.endswith(STORED_MARK) else {}
        # An id that the browser brings without a row holds nothing worth stealing: it is only the
        # root of the anti-forgery token, and a planted one ends with `rotate`.
        if not session_id or data is None:
            session_id, data, new = new_secret(), {}, True
        else:
            new = False
        token = _csrf_token(_secret_key(app), session_id)
        return StoredSession(session_id, token, data, new=new)

    def save_session(
        self, app: Flask, session: SessionMixin, response: Response
    ) -> None:
        """Write what changed outside a form, and hand out the cookie when the browser needs it."""
        if not isinstance(session, StoredSession):
            return
        if response.status_code >= FIRST_ERROR_STATUS and session.replaced_id:
            # Nothing was kept, so the browser stays who it was.
            return
        if session.needs_saving():
            self._save_alone(session)
        if session.modified or (session.new and session.csrf_used):
            response.set_cookie(
                self.get_cookie_name(app),
                session.session_id + (STORED_MARK if session.has_row else ""),
                max_age=COOKIE_SECONDS,
                secure=self.get_cookie_secure(app),
                httponly=True,
                samesite="Lax",
            )

    def _load_data(self, session_id: str) -> dict[str, Any] | None:
        with open_session(self.engine, writes=False) as database:
            return queries.find_session_data(
                database, secret_hash(session_id), now=utc_now()
            )

    def _save_alone(self, session: StoredSession) -> None:
        """Save in a transaction of its own; the page is right without it, so a busy database does not spoil it."""
        had_row = session.has_row
        if not write_alone(self.engine, session.save_in):
            session.has_row = had_row


def _secret_key(app: Flask) -> str:
    key = app.secret_key
    if not isinstance(key, str):
        raise TypeError("the application has no secret key")
    return key
