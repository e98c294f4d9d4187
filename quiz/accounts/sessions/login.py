"""The account that this browser is signed in to: who it is, signing in and out, and showing again who one is."""

from datetime import timedelta

from flask import g, redirect, request, url_for
from werkzeug.exceptions import HTTPException

from quiz.accounts import login
from quiz.accounts.sessions import services
from quiz.accounts.sessions.models import Account, SignInMethod
from quiz.accounts.sessions.queries import KnownAccount
from quiz.core.clock import utc_now
from quiz.web.access import name_rule
from quiz.web.security.events import note_subject
from quiz.web.transactions import SAFE_METHODS, request_session

#: What is sensitive may be done for this long after somebody showed who they are.
RECENT = timedelta(minutes=10)


class SignInRequired(HTTPException):
    """The page is there for people who are signed in; the browser is sent to the form."""


def known_account() -> KnownAccount | None:
    """Return the account that this browser is signed in to; None when it is not."""
    known = login.find_current()
    return known.account if known else None


def required_account() -> KnownAccount:
    """Return the account that this browser is signed in to.

    Raises
    ------
    SignInRequired
        When it is not; the answer leads to the form and back again.
    """
    account = known_account()
    if account is None:
        raise _send_to("sign_in.show_form")
    return account


@name_rule("signed in")
def require_account() -> None:
    """Access rule: the browser is signed in."""
    required_account()


@name_rule("signed in lately")
def require_recent_sign_in() -> None:
    """Access rule: the browser is signed in, and the person has shown lately who they are."""
    if not is_recent(required_account()):
        raise _send_to("account.show_confirmation")


def require_recent_if_signed_in() -> None:
    """Send somebody who is signed in, and has not shown lately who they are, to do so first."""
    if known_account() is not None:
        require_recent_sign_in()


def is_recent(account: KnownAccount) -> bool:
    """Say whether the person behind a session has shown lately who they are."""
    return utc_now() - account.authenticated_at <= RECENT


def load_account(*, lock: bool | None = None) -> Account:
    """Return the row of the account that this browser is signed in to; what changes something holds it locked."""
    if lock is None:
        lock = request.method not in SAFE_METHODS
    return request_session().get_one(
        Account, required_account().id, with_for_update=lock or None
    )


def sign_in_browser(
    account: Account,
    method: SignInMethod,
    *,
    is_kept: bool = False,
    is_two_step: bool = False,
) -> None:
    """Sign this browser in with the answer; what session it had before ends."""
    known = known_account()
    if known is not None:
        services.end_account_session(request_session(), known.session_id)
    note_subject(account.key)
    secret = services.start_account_session(
        request_session(),
        account,
        method=method,
        device=login.current_device_name(),
        now=utc_now(),
        is_kept=is_kept,
        is_two_step=is_two_step,
    )
    _hand_out(secret, is_kept=is_kept)


def sign_out_browser() -> None:
    """End this browser's session with the answer."""
    services.end_account_session(request_session(), required_account().session_id)
    login.set_cookie(login.ACCOUNT_COOKIE, "")
    login.renew_session()


def rotate_browser() -> None:
    """Give this browser a new secret with the answer; copies of the old one stop working."""
    account = required_account()
    secret, is_kept = services.rotate_account_session(
        request_session(), account.session_id
    )
    _hand_out(secret, is_kept=is_kept)


def end_other_browsers() -> None:
    """Sign every other browser out of the account, and give this one a new secret."""
    account = required_account()
    services.end_account_sessions(
        request_session(), account.id, except_id=account.session_id
    )
    rotate_browser()


def header_account() -> KnownAccount | None:
    """Return the account that the header names. An error page asks no database for it, which may just have refused."""
    if "known_person" not in g and (
        g.get("is_error_page") or not login.presented_secret(login.ACCOUNT_COOKIE)
    ):
        return None
    return known_account()


def _hand_out(secret: str, *, is_kept: bool) -> None:
    # The row decides when a session ends; a cookie without a date goes with the browser window.
    lifetime = int(services.KEPT_LIFETIME.total_seconds()) if is_kept else None
    login.set_cookie(login.ACCOUNT_COOKIE, secret, max_age=lifetime)
    login.renew_session()


def _send_to(endpoint: str) -> SignInRequired:
    """Return an error whose answer leads to a form, and from there back to the page that was asked for."""
    back = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return SignInRequired(response=redirect(url_for(endpoint, next=back), 303))
