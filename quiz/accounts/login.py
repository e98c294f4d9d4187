"""Who is asking: the person behind the browser's long-lived secret, through Flask-Login."""

from flask import Flask, Request, Response, current_app, g, request
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user

from quiz.accounts import queries
from quiz.accounts.models import Person
from quiz.core.keys import secret_hash
from quiz.errors import NotFound
from quiz.web.sessions import StoredSession
from quiz.web.transactions import request_session

COOKIE_SECONDS = 400 * 24 * 3600  # 400 days, the longest that browsers keep a cookie

UNKNOWN_BROWSER = "There is nothing here for this browser."


class LoginUser(UserMixin):
    """A person as Flask-Login sees them."""

    def __init__(self, known: queries.KnownPerson) -> None:
        """Stand for who was found."""
        self.known = known

    def get_id(self) -> str:
        """Return the public key."""
        return self.known.key


def current_person() -> Person | None:
    """Return who is asking; None for a browser that holds no secret of ours."""
    known = _current_known_person()
    return request_session().get(Person, known.id) if known else None


def required_person() -> Person:
    """Return who is asking.

    Raises
    ------
    NotFound
        When nobody is known; a stranger's page looks like one that does not exist.
    """
    person = current_person()
    if person is None:
        raise NotFound(UNKNOWN_BROWSER)
    return person


def require_known_person() -> None:
    """Access rule: the browser holds a secret of ours."""
    if _current_known_person() is None:
        raise NotFound(UNKNOWN_BROWSER)


def presented_secret_hash() -> str:
    """Return the hash of the secret that the browser shows, which need not be one of ours.

    For what finds the person and something of theirs by one statement.

    Raises
    ------
    NotFound
        When it shows none.
    """
    secret = _presented_secret(request)
    if not secret:
        raise NotFound(UNKNOWN_BROWSER)
    return secret_hash(secret)


def remember_person(secret: str) -> None:
    """Hand `secret` to this browser with the answer, and end whatever session it had before."""
    g.new_person_secret = secret
    _rotate_session()


def forget_browser() -> None:
    """Take the secret from this browser."""
    g.new_person_secret = ""
    _rotate_session()


def init_app(app: Flask, login_manager: LoginManager) -> None:
    """Know people by their cookie and keep it fresh."""
    # No template asks who it is; an error page must not ask a database that just refused.
    login_manager.init_app(app, add_context_processor=False)
    login_manager.anonymous_user = AnonymousUserMixin
    # It would write into every session; ours are on the server and change when the person does.
    login_manager.session_protection = None
    login_manager.request_loader(_load_user)
    app.after_request(_set_cookie)


def _load_user(incoming: Request) -> LoginUser | None:
    secret = _presented_secret(incoming)
    known = queries.find_person_by_secret(request_session(), secret) if secret else None
    return LoginUser(known) if known else None


def _presented_secret(incoming: Request) -> str | None:
    return incoming.cookies.get(current_app.config["PERSON_COOKIE_NAME"])


def _current_known_person() -> queries.KnownPerson | None:
    return current_user.known if current_user.is_authenticated else None


def _rotate_session() -> None:
    from flask import session as web_session

    # Who is asking changes: a planted session id must not see the one that follows.
    if isinstance(web_session, StoredSession):
        web_session.rotate_id(str(current_app.secret_key))


def _set_cookie(response: Response) -> Response:
    secret: str | None = g.pop("new_person_secret", None)
    if secret is None or response.status_code >= 400:  # nothing was committed
        return response
    response.set_cookie(
        current_app.config["PERSON_COOKIE_NAME"],
        secret,
        max_age=COOKIE_SECONDS if secret else 0,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response
