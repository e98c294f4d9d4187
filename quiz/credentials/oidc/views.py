"""Signing in by a provider, and linking one's account to an identity there."""

import logging

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as web_session
from flask.typing import ResponseReturnValue

from quiz.accounts.sessions.login import (
    end_other_browsers,
    load_account,
    require_recent_sign_in,
)
from quiz.accounts.sessions.models import SignInMethod
from quiz.core.clock import utc_now
from quiz.credentials.links.current import notify_account
from quiz.credentials.oidc import services
from quiz.credentials.oidc.client import (
    ProviderClaims,
    ProviderFailed,
    has_provider,
    read_answer,
    send_to_provider,
)
from quiz.credentials.sign_in.login import complete_sign_in
from quiz.errors import NotFound, NotNow, NotValid
from quiz.web.access import declare_access, name_rule
from quiz.web.current_settings import current_settings, external_url
from quiz.web.forms import ConfirmForm
from quiz.web.security.headers import safe_path
from quiz.web.transactions import begin_write, request_session

bp = Blueprint("provider", __name__)
log = logging.getLogger(__name__)

#: What a sign-in that has begun is for, in the browser's session: the page to go to, or the account to link.
PURPOSE = "provider_purpose"


@name_rule("everyone, where there is a provider")
def require_provider() -> None:
    """Access rule: people can sign in by a provider on this site."""
    if not has_provider():
        raise NotFound("There is no sign-in provider here.")


@name_rule("signed in lately, where there is a provider")
def require_recent_with_provider() -> None:
    """Access rule: the same, and the person has shown lately who they are."""
    require_provider()
    require_recent_sign_in()


@bp.get("/sign-in/provider")
@declare_access(require_provider)
def begin_sign_in() -> ResponseReturnValue:
    web_session[PURPOSE] = {"next": safe_path(request.args.get("next"), "")}
    return _send()


@bp.get("/account/provider")
@declare_access(require_recent_with_provider)
def begin_link() -> ResponseReturnValue:
    web_session[PURPOSE] = {"link": load_account().key}
    return _send()


@bp.get("/sign-in/provider/callback")
@declare_access(require_provider)
def come_back() -> ResponseReturnValue:
    purpose = web_session.pop(PURPOSE, None) or {}
    try:
        claims = read_answer(current_settings())
    except ProviderFailed as failure:
        return _say_failure(failure)
    begin_write()
    if "link" in purpose:
        return _link(claims, purpose["link"])
    try:
        account = services.find_or_create_account(
            request_session(), claims, now=utc_now()
        )
    except services.AddressTaken:
        return render_template("credentials/address_taken.html"), 409
    except NotValid as error:
        return _say_failure(error)
    if account.disabled_at is not None:
        return render_template("credentials/closed.html"), 403
    services.renew_roles(
        request_session(),
        account,
        claims,
        current_settings().oidc_roles,
        now=utc_now(),
    )
    return complete_sign_in(
        account,
        SignInMethod.IDENTITY_PROVIDER,
        next_page=purpose.get("next"),
    )


@bp.post("/account/provider/end")
@declare_access(require_recent_with_provider)
def unlink() -> ResponseReturnValue:
    account = load_account()
    if account.password_hash is None:
        raise NotNow("Choose a password first. Otherwise you could not sign in again.")
    if ConfirmForm().validate_on_submit():
        end_other_browsers()
        services.unlink_identities(request_session(), account)
        flash("Your account is no longer linked to the sign-in provider.")
    return redirect(url_for("account.show_account"), 303)


def _send() -> ResponseReturnValue:
    try:
        return send_to_provider(external_url("provider.come_back"))
    except ProviderFailed as failure:
        return _say_failure(failure)


def _link(claims: ProviderClaims, key: str) -> ResponseReturnValue:
    require_recent_sign_in()
    account = load_account(lock=True)
    if account.key != key:
        raise NotNow("You began this with another account.")
    services.link_identity(request_session(), account, claims, now=utc_now())
    end_other_browsers()
    notify_account(account, "provider")
    flash("Your account is linked to the sign-in provider.")
    return redirect(url_for("account.show_account"), 303)


def _say_failure(failure: Exception) -> ResponseReturnValue:
    # What the provider sent may hold a code that is worth something: the log names the kind of fault alone.
    log.warning("the sign-in provider failed: %s", failure)
    return render_template("credentials/provider_failed.html"), 400
