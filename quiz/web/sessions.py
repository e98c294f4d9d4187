"""Server-side sessions: a random id in the cookie, its hash and the data in the database.

The anti-forgery token is derived from the id, so that a visitor who only reads pages has a working
token and no row. A row is written when there is something to keep.
"""

import hmac
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, g, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import Engine, delete
from werkzeug.datastructures import CallbackDict

from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.core.keys import new_secret, secret_hash
from quiz.web.models import WebSession

COOKIE_SECONDS = (
    90 * 24 * 3600
)  # 90 days: a tab restored after a holiday can still be sent
ROW_LIFETIME = timedelta(days=30)
CSRF_FIELD = "csrf_token"
#: Behind the id in the cookie when there is a row; spares the look-up when there is none.
STORED_MARK = ".s"


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


def keep_csrf_token() -> None:
    """Before a view: let the page that answers a form carry the token that came with it and was found right.

    Made anew it would say the same of the same browser, but for the second it was made in.
    """
    if g.get("csrf_valid") and CSRF_FIELD in request.form:
        setattr(g, CSRF_FIELD, request.form[CSRF_FIELD])


def _csrf_token(secret_key: str, session_id: str) -> str:
    return hmac.new(
        secret_key.encode(), f"csrf:{session_id}".encode(), "sha256"
    ).hexdigest()


class DatabaseSessions(SessionInterface):
    """Opens and saves sessions in their own short transactions, apart from the request's."""

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
        """Write what changed and hand out the cookie when the browser needs it."""
        if not isinstance(session, StoredSession):
            return
        if session.modified:
            self._store_session(session)
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
            row = database.get(WebSession, secret_hash(session_id))
            if row is None or row.expires_at <= utc_now():
                return None
            return dict(row.data)

    def _store_session(self, session: StoredSession) -> None:
        old = {secret_hash(session.session_id)}
        if session.replaced_id is not None:
            old.add(secret_hash(session.replaced_id))
        data = dict(session)
        if not data and not session.has_row:
            return
        with open_session(self.engine, writes=True) as database:
            database.execute(delete(WebSession).where(WebSession.id_hash.in_(old)))
            if data:
                database.add(_session_row(session.session_id, data, utc_now()))
            database.commit()
        session.has_row = bool(data)


def _session_row(session_id: str, data: dict[str, Any], now: datetime) -> WebSession:
    return WebSession(
        id_hash=secret_hash(session_id),
        data=data,
        created_at=now,
        expires_at=now + ROW_LIFETIME,
    )


def _secret_key(app: Flask) -> str:
    key = app.secret_key
    if not isinstance(key, str):
        raise TypeError("the application has no secret key")
    return key
