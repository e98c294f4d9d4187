"""Who is asking, through Flask-Login: who is signed in, else the person behind the browser's long-lived secret."""

import hmac
from base64 import urlsafe_b64encode
from datetime import date, datetime

from flask import Flask, Request, Response, current_app, g, request
from flask import session as web_session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.accounts import queries, services
from quiz.accounts.devices import describe_device
from quiz.accounts.models import Person
from quiz.accounts.sessions.services import USE_PRECISION, record_session_use
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.web.access import name_rule
from quiz.web.limits.buckets import network_hash
from quiz.web.sessions import StoredSession
from quiz.web.transactions import SAFE_METHODS, request_session
from quiz.web.unrequested_writes import write_alone

COOKIE_SECONDS = 400 * 24 * 3600  # 400 days, the longest that browsers keep a cookie
#: Where the app keeps what settles, before two people become one, what only one person may have once.
SETTLE_EXTENSION = "trigpoint_settle_join"
#: Settings of the app that hold the names of the two cookies.
PERSON_COOKIE, ACCOUNT_COOKIE = "PERSON_COOKIE_NAME", "ACCOUNT_COOKIE_NAME"


class UnknownBrowserError(NotFound):
    """The browser holds no secret of ours; a stranger's page looks like one that does not exist."""


class LoginUser(UserMixin):
    """A person as Flask-Login sees them."""

    def __init__(self, known: queries.KnownPerson) -> None:
        """Stand for who was found."""
        self.known = known

    def get_id(self) -> str:
        """Return the public key."""
        return self.known.key


def find_current() -> queries.KnownPerson | None:
    """Return who is asking, in the little that every request needs; None for a stranger."""
    return current_user.known if current_user.is_authenticated else None


def current_person() -> Person | None:
    """Return who is asking; None for a browser that holds no secret of ours.

    What changes something holds the person until the request ends: of two requests of one person at a time the
    second waits, and finds what the first has left.
    """
    known = find_current()
    if known is None:
        return None
    if request.method in SAFE_METHODS:
        return request_session().get(Person, known.id)
    lock = {"key_share": True}
    return request_session().get(Person, known.id, with_for_update=lock)


def required_person() -> Person:
    """Return who is asking.

    Raises
    ------
    UnknownBrowserError
        When nobody is known.
    """
    person = current_person()
    if person is None:
        raise UnknownBrowserError("There is nothing here for this browser.")
    return person


def ensure_person(*, now: datetime) -> Person:
    """Return who is asking; somebody who is new is made and remembered, once for all presses of one button."""
    person = current_person()
    if person is not None:
        return person
    person, secret = services.create_first_person(
        request_session(),
        _first_secret(),
        now=now,
        device=current_device_name(),
        origin_hash=network_hash(f"{now:%Y-%m}"),
    )
    remember_person(secret)
    return person


@name_rule("known person")
def require_known_person() -> None:
    """Access rule: the browser holds a secret of ours."""
    required_known_person()


def find_person_key(session: Session) -> str | None:
    """Return the public key of who asks, found with `session` and nothing else; None for a stranger."""
    known = _find_presented(session)
    return known.key if known else None


def find_actor_key() -> str:
    """Return the key of the account, else of the person, that the request was found to come from; it asks no database."""
    known: queries.KnownPerson | None = g.get("known_person")
    if known is None:
        return ""
    return known.account.key if known.account else known.key


def presented_secret(cookie: str = PERSON_COOKIE) -> str:
    """Return the secret that the browser shows, which need not be one of ours; empty when it shows none."""
    return request.cookies.get(current_app.config[cookie], "")


def required_known_person() -> queries.KnownPerson:
    """Return who is asking, in the little that every request needs.

    Raises
    ------
    UnknownBrowserError
        When nobody is known.
    """
    known = find_current()
    if known is None:
        raise UnknownBrowserError("There is nothing here for this browser.")
    return known


def current_settle() -> services.Settle:
    """Return what settles, before two people become one, what only one person may have once."""
    settle: services.Settle = current_app.extensions[SETTLE_EXTENSION]
    return settle


def current_device_name() -> str:
    """Return roughly what browser asks."""
    return describe_device(request.headers.get("User-Agent", ""))


def remember_person(secret: str) -> None:
    """Hand `secret` to this browser with the answer, and end whatever session it had before."""
    set_cookie(PERSON_COOKIE, secret, max_age=COOKIE_SECONDS)
    rotate_session()


def forget_browser() -> None:
    """Take the secrets from this browser."""
    set_cookie(PERSON_COOKIE, "")
    if presented_secret(ACCOUNT_COOKIE):
        set_cookie(ACCOUNT_COOKIE, "")
    rotate_session()


def set_cookie(cookie: str, secret: str, *, max_age: int | None = None) -> None:
    """Hand a secret to this browser with the answer, if it is kept; an empty one takes the cookie back."""
    g.setdefault("new_cookies", {})[cookie] = (secret, max_age if secret else 0)


def rotate_session() -> None:
    """Give the browser a new session id: who is asking changes, and a planted id must not see it."""
    if isinstance(web_session, StoredSession):
        web_session.rotate_id(str(current_app.secret_key))


def renew_session() -> None:
    """Begin a new session for who has just signed in or out; what the old one held is not carried over."""
    if isinstance(web_session, StoredSession):
        web_session.renew(str(current_app.secret_key))


def note_visit(person_id: int, *, seen_on: date) -> None:
    """Let the end of the request remember the visit of somebody who was found by other means than `current_user`."""
    g.visitor = (person_id, seen_on)


def init_app(app: Flask, engine: Engine) -> None:
    """Know people by their cookie, keep it fresh, and remember the days of their visits."""
    login_manager = LoginManager()
    # No template asks who it is; an error page must not ask a database that just refused.
    login_manager.init_app(app, add_context_processor=False)
    login_manager.anonymous_user = AnonymousUserMixin
    # It would write into every session; ours are on the server and change when the person does.
    login_manager.session_protection = None
    login_manager.request_loader(_load_user)
    app.after_request(_set_cookies)

    @app.after_request
    def record_visit(response: Response) -> Response:
        if response.status_code < 400:  # a refused request is no visit
            _record_visit(engine, response)
        return response


def _load_user(_incoming: Request) -> LoginUser | None:
    if not presented_secret() and not presented_secret(ACCOUNT_COOKIE):
        return None
    known = _find_presented(request_session())
    g.known_person = known
    return LoginUser(known) if known else None


def _find_presented(session: Session) -> queries.KnownPerson | None:
    person_secret, account_secret = presented_secret(), presented_secret(ACCOUNT_COOKIE)
    if not person_secret and not account_secret:
        return None
    return queries.find_known_person(
        session,
        person_secret=person_secret,
        account_secret=account_secret,
        now=utc_now(),
    )


def _first_secret() -> str:
    """Return the secret that all presses of one button in a new browser have in common."""
    session_id = (
        web_session.session_id if isinstance(web_session, StoredSession) else ""
    )
    key = str(current_app.secret_key).encode()
    drawn = hmac.new(key, f"first person:{session_id}".encode(), "sha256").digest()
    return urlsafe_b64encode(drawn).decode().rstrip("=")


def _record_visit(engine: Engine, response: Response) -> None:
    """Remember today's visit, in a transaction of its own after the request's; at most once a day."""
    now, today = utc_now(), utc_now().date()
    known: queries.KnownPerson | None = g.get("known_person")
    visitor = (known.id, known.seen_on) if known else g.get("visitor")
    is_new_day = visitor is not None and visitor[1] < today
    is_first_use = (
        known is not None and known.used_on is not None and known.used_on < today
    )
    account = known.account if known else None
    is_old_use = account is not None and now - account.used_at >= USE_PRECISION
    if visitor is None or not (is_new_day or is_first_use or is_old_use):
        return

    def write(session: Session) -> None:
        services.record_visit(session, visitor[0], seen_on=visitor[1], now=now)
        if known is not None and known.secret_id is not None:
            services.record_device_use(session, known.secret_id, now=now)
        if account is not None:
            record_session_use(session, account.session_id, now=now)

    # When the database is busy, the next request of today tries again.
    if not write_alone(engine, write):
        return
    if known is not None and account is None and not g.get("new_cookies"):
        _write_cookie(response, PERSON_COOKIE, presented_secret(), COOKIE_SECONDS)


def _set_cookies(response: Response) -> Response:
    new: dict[str, tuple[str, int | None]] = g.pop("new_cookies", {})
    if response.status_code < 400:  # else nothing was committed
        for cookie, (secret, max_age) in new.items():
            _write_cookie(response, cookie, secret, max_age)
    return response


def _write_cookie(
    response: Response, cookie: str, secret: str, max_age: int | None
) -> None:
    response.set_cookie(
        current_app.config[cookie],
        secret,
        max_age=max_age,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
