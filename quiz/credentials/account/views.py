"""The pages of one's own account: what it is, the password, the browsers that are signed in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts.sessions import queries, services
from quiz.accounts.sessions.login import (
    end_other_browsers,
    is_recent,
    load_account,
    require_account,
    required_account,
    rotate_browser,
)
from quiz.core.clock import utc_now
from quiz.credentials.account.forms import ChangePasswordForm, NameForm
from quiz.credentials.links.current import notify_account
from quiz.credentials.oidc.client import has_provider
from quiz.credentials.oidc.queries import list_identities
from quiz.credentials.passwords.hashing import hash_password
from quiz.credentials.passwords.login import check_password, forgive_password
from quiz.credentials.queries import (
    count_recovery_codes,
    has_second_factor,
)
from quiz.credentials.second_factor.services import use_typed_code
from quiz.credentials.sign_in.forms import ConfirmPasswordForm
from quiz.credentials.sign_in.login import has_passwords, site_secrets
from quiz.errors import NotFound
from quiz.organisations.login import find_actor, needs_second_step
from quiz.organisations.queries import list_memberships, list_site_roles
from quiz.web.access import declare_access
from quiz.web.current_settings import current_settings
from quiz.web.forms import ConfirmForm
from quiz.web.security.headers import safe_path
from quiz.web.transactions import request_session

bp = Blueprint("account", __name__)


@bp.get("/account")
@declare_access(require_account)
def show_account() -> str:
    session, known = request_session(), required_account()
    return render_template(
        "credentials/account.html",
        account=load_account(),
        here=known.session_id,
        sessions=queries.list_account_sessions(session, known.id, now=utc_now()),
        claims=queries.list_account_claims(session, known.id),
        site_roles=list_site_roles(session, known.id),
        is_administrator=find_actor().is_administrator,
        must_use_second_step=needs_second_step(known),
        memberships=list_memberships(session, known.id),
        provider=current_settings().oidc_name if has_provider() else "",
        identities=list_identities(session, known.id),
        has_second_factor=has_second_factor(session, known.id),
        recovery_codes=count_recovery_codes(session, known.id),
    )


@bp.get("/account/name")
@declare_access(require_account)
def show_name_form() -> str:
    return render_template(
        "credentials/name.html", form=NameForm(name=required_account().name)
    )


@bp.post("/account/name")
@declare_access(require_account)
def change_name() -> ResponseReturnValue:
    form = NameForm()
    if not form.validate_on_submit():
        return render_template("credentials/name.html", form=form), 422
    services.change_name(load_account(), form.name.data)
    flash("Your name is saved.")
    return redirect(url_for("account.show_account"), 303)


@bp.get("/account/password")
@declare_access(require_account)
def show_password_form() -> ResponseReturnValue:
    if load_account().password_hash is None:
        way = "links.show_forgotten_form" if has_passwords() else "account.show_account"
        return redirect(url_for(way), 303)
    return render_template(
        "credentials/change_password.html", form=ChangePasswordForm()
    )


@bp.post("/account/password")
@declare_access(require_account)
def change_password() -> ResponseReturnValue:
    form, account = ChangePasswordForm(), required_account()
    if not form.is_acceptable([account.login_name, account.name or ""]):
        return render_template("credentials/change_password.html", form=form), 422
    stored, ticket = check_password(account.login_name, form.current.data or "")
    if stored is None:
        form.reject_current()
        return render_template("credentials/change_password.html", form=form), 422
    hashed, row = hash_password(form.password.data or ""), load_account()
    if row.password_hash != stored.hash:
        return redirect(url_for("account.show_password_form"), 303)
    forgive_password(ticket)
    services.change_password(row, hashed, now=utc_now())
    end_other_browsers()
    notify_account(row, "password")
    flash("Your password is changed, and your other browsers are signed out.")
    return redirect(url_for("account.show_account"), 303)


@bp.get("/account/confirm")
@declare_access(require_account)
def show_confirmation() -> ResponseReturnValue:
    target = safe_path(request.args.get("next"), url_for("account.show_account"))
    if is_recent(required_account()):
        return redirect(target, 303)
    return _render_confirmation(ConfirmPasswordForm(next=target))


@bp.post("/account/confirm")
@declare_access(require_account)
def confirm_identity() -> ResponseReturnValue:
    form, account = ConfirmPasswordForm(), required_account()
    if not form.validate_on_submit():
        return _render_confirmation(form), 422
    stored, ticket = check_password(account.login_name, form.password.data or "")
    if stored is None:
        form.reject_password()
        return _render_confirmation(form), 422
    session, now = request_session(), utc_now()
    if has_second_factor(session, account.id) and not use_typed_code(
        session, account.id, form.code.data or "", secrets=site_secrets(), now=now
    ):
        form.reject_code()
        return _render_confirmation(form), 422
    forgive_password(ticket)
    services.confirm_account_session(session, account.session_id, now=now)
    rotate_browser()
    return redirect(safe_path(form.next.data, url_for("account.show_account")), 303)


@bp.post("/account/sessions/<key>/end")
@declare_access(require_owner("account_session", after=require_account))
def end_session(key: str) -> ResponseReturnValue:
    account = required_account()
    row = queries.find_account_session(request_session(), account.id, key)
    if row is None:
        raise NotFound("There is no such session.")
    if ConfirmForm().validate_on_submit():
        services.end_account_session(request_session(), row.id)
        flash("That browser is signed out.")
    return redirect(url_for("account.show_account", _anchor="browsers"), 303)


@bp.post("/account/sessions/end")
@declare_access(require_account)
def end_other_sessions() -> ResponseReturnValue:
    if ConfirmForm().validate_on_submit():
        end_other_browsers()
        flash("All other browsers are signed out.")
    return redirect(url_for("account.show_account", _anchor="browsers"), 303)


def _render_confirmation(form: ConfirmPasswordForm) -> str:
    account = load_account(lock=False)
    return render_template(
        "credentials/confirm.html",
        form=form,
        has_password=account.password_hash is not None,
        has_second_factor=has_second_factor(request_session(), account.id),
    )
