"""What happens between a right password and a signed-in browser: the second step, and where to go from there."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app, redirect, url_for
from flask import session as web_session
from flask.typing import ResponseReturnValue

from quiz.accounts import login
from quiz.accounts.models import Person
from quiz.accounts.queries import count_belongings, find_person_by_secret
from quiz.accounts.sessions.login import sign_in_browser
from quiz.accounts.sessions.models import Account, SignInMethod
from quiz.accounts.sessions.queries import find_account
from quiz.core.clock import utc_now
from quiz.credentials.queries import has_second_factor
from quiz.errors import NotFound
from quiz.organisations.queries import LEARNER, find_roles
from quiz.web.access import name_rule
from quiz.web.current_settings import current_settings
from quiz.web.security.headers import safe_path
from quiz.web.transactions import request_session

PENDING = "pending_sign_in"
#: The second step may take this long.
PENDING_LIFETIME = timedelta(minutes=10)


def has_passwords() -> bool:
    """Say whether the sign-in provider is not the only way in."""
    return not current_settings().oidc_only


@name_rule("everyone, where passwords let people in")
def require_passwords() -> None:
    """Access rule: the sign-in provider is not the only way in."""
    if not has_passwords():
        raise NotFound("People sign in by a provider here.")


def admit(
    account: Account, method: SignInMethod, *, is_kept: bool, next_page: str | None
) -> ResponseReturnValue:
    """Sign this browser in, or ask for the second step first; return where to go."""
    if has_second_factor(request_session(), account.id):
        login.renew_session()
        web_session[PENDING] = {
            "account": account.key,
            "version": account.credentials_version,
            "method": method.value,
            "kept": is_kept,
            "next": safe_path(next_page, ""),
            "ends": (utc_now() + PENDING_LIFETIME).isoformat(),
        }
        return redirect(url_for("sign_in.show_code_form"), 303)
    return complete_sign_in(account, method, is_kept=is_kept, next_page=next_page)


def complete_sign_in(
    account: Account,
    method: SignInMethod,
    *,
    is_kept: bool = False,
    is_two_step: bool = False,
    next_page: str | None = None,
) -> ResponseReturnValue:
    """Sign this browser in and return where to go: to what it holds from before, else to the page asked for."""
    # Whoever may see other people's results does not stay signed in for weeks.
    is_learner = find_roles(request_session(), account.id) == LEARNER
    target = safe_path(next_page, url_for("account.show_account"))
    claimable = find_claimable()
    sign_in_browser(
        account, method, is_kept=is_kept and is_learner, is_two_step=is_two_step
    )
    if claimable is not None and claimable.id != account.person_id:
        return redirect(url_for("sign_in.show_claim", next=target), 303)
    return redirect(target, 303)


def find_pending() -> Account | None:
    """Return whose password was right a moment ago in this browser."""
    pending: dict[str, Any] | None = web_session.get(PENDING)
    if pending is None or datetime.fromisoformat(pending["ends"]) <= utc_now():
        return None
    account = find_account(request_session(), pending["account"])
    if (
        account is None
        or account.disabled_at is not None
        or account.credentials_version != pending["version"]
    ):
        return None
    return account


def find_claimable() -> Person | None:
    """Return the anonymous person whose things this browser still holds, if there are any."""
    secret = login.presented_secret()
    if not secret:
        return None
    known = find_person_by_secret(request_session(), secret, now=utc_now())
    if known is None or not count_belongings(request_session(), known.id):
        return None
    person = request_session().get(Person, known.id)
    return None if person is None or person.is_example else person


def site_secrets() -> tuple[str, ...]:
    """Return the secrets of the site, the present one first."""
    return (
        str(current_app.secret_key),
        *current_app.config["SECRET_KEY_FALLBACKS"],
    )
