"""Signing in, the second step, moving in what the browser holds, and signing out."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as web_session
from flask.typing import ResponseReturnValue

from quiz.accounts import login
from quiz.accounts.leaving import lead_home_emptied
from quiz.accounts.queries import count_belongings
from quiz.accounts.sessions.login import (
    known_account,
    load_account,
    require_account,
    rotate_browser,
    sign_out_browser,
)
from quiz.accounts.sessions.models import Account, SignInMethod
from quiz.accounts.sessions.services import claim_person, replace_password_hash
from quiz.accounts.sessions.sign_in_names import normalise_login_name
from quiz.core.clock import utc_now
from quiz.credentials.passwords.hashing import hash_password, is_outdated
from quiz.credentials.passwords.login import check_password, forgive_password
from quiz.credentials.second_factor.services import use_typed_code
from quiz.credentials.sign_in.forms import CodeForm, SignInForm
from quiz.credentials.sign_in.login import (
    PENDING,
    admit,
    complete_sign_in,
    find_claimable,
    find_pending,
    require_passwords,
    site_secrets,
)
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import current_settings
from quiz.web.forms import ConfirmForm
from quiz.web.limits.attempts import count_secret_attempt
from quiz.web.security.headers import safe_path
from quiz.web.transactions import request_session

bp = Blueprint("sign_in", __name__)

#: Wrong codes of the second step for one account in a window.
MOST_CODES = 5
CODE_WINDOW = timedelta(minutes=5)


@bp.get("/sign-in")
@declare_access(allow_everyone)
def show_form() -> ResponseReturnValue:
    if known_account() is not None:
        return redirect(url_for("account.show_account"), 303)
    form = SignInForm(next=safe_path(request.args.get("next"), ""))
    return _render_form(form)


@bp.post("/sign-in")
@declare_access(require_passwords)
def submit_password() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return _render_form(form), 422
    password = form.password.data or ""
    # What is neither address nor name has no account; the answer is that for any other unknown one.
    stored, ticket = check_password(
        normalise_login_name(form.email.data or ""), password
    )
    if stored is None:
        form.reject()
        return _render_form(form), 422
    newer = hash_password(password) if is_outdated(stored.hash) else None
    account = request_session().get(Account, stored.account_id, with_for_update=True)
    if (
        account is None
        or account.disabled_at is not None
        or account.password_hash != stored.hash
    ):
        return redirect(url_for("sign_in.show_form"), 303)
    forgive_password(ticket)
    if newer is not None:
        replace_password_hash(request_session(), account.id, old=stored.hash, new=newer)
    return admit(
        account,
        SignInMethod.PASSWORD,
        is_kept=bool(form.keep.data),
        next_page=form.next.data,
    )


@bp.get("/sign-in/code")
@declare_access(allow_everyone)
def show_code_form() -> ResponseReturnValue:
    if find_pending() is None:
        return redirect(url_for("sign_in.show_form"), 303)
    return render_template("credentials/code.html", form=CodeForm())


@bp.post("/sign-in/code")
@declare_access(allow_everyone)
def submit_code() -> ResponseReturnValue:
    form, pending = CodeForm(), web_session.get(PENDING) or {}
    if pending and not form.validate_on_submit():
        return render_template("credentials/code.html", form=form), 422
    # Counted before anything of the database is held.
    ticket = count_secret_attempt(
        "code", pending.get("account", ""), most=MOST_CODES, window=CODE_WINDOW
    )
    account = find_pending()
    if account is None:
        return redirect(url_for("sign_in.show_form"), 303)
    if not use_typed_code(
        request_session(),
        account.id,
        form.code.data or "",
        secrets=site_secrets(),
        now=utc_now(),
    ):
        form.reject()
        return render_template("credentials/code.html", form=form), 422
    forgive_password(ticket)
    return complete_sign_in(
        account,
        SignInMethod(pending["method"]),
        is_kept=pending["kept"],
        is_two_step=True,
        next_page=pending["next"],
    )


@bp.get("/account/claim")
@declare_access(require_account)
def show_claim() -> ResponseReturnValue:
    target = safe_path(request.args.get("next"), url_for("account.show_account"))
    found = find_claimable()
    if found is None:
        return redirect(target, 303)
    return render_template(
        "credentials/claim.html",
        form=ConfirmForm(),
        counts=count_belongings(request_session(), found.id),
        next=target,
    )


@bp.post("/account/claim")
@declare_access(require_account)
def claim_browser() -> ResponseReturnValue:
    account, found = load_account(), find_claimable()
    if not ConfirmForm().validate_on_submit() or found is None:
        return redirect(url_for("account.show_account"), 303)
    claim = claim_person(
        request_session(), account, found, settle=login.current_settle(), now=utc_now()
    )
    login.set_cookie(login.PERSON_COOKIE, "")
    rotate_browser()
    if claim is not None:
        flash("Your answers from this browser are now in your account.")
    return redirect(url_for("account.show_account", _anchor="moved"), 303)


@bp.post("/sign-out")
@declare_access(require_account)
def sign_out() -> ResponseReturnValue:
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("results.show_home"), 303)
    sign_out_browser()
    flash("You are signed out.")
    return lead_home_emptied()


def _render_form(form: SignInForm) -> str:
    settings = current_settings()
    return render_template(
        "credentials/sign_in.html",
        form=form,
        provider=settings.oidc_name if settings.oidc_issuer else "",
    )
