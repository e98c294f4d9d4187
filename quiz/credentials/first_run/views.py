"""The setup page, which exists only while nobody looks after the site."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine

from quiz.accounts.sessions.emails import normalise_email
from quiz.accounts.sessions.login import sign_in_browser
from quiz.accounts.sessions.models import SignInMethod
from quiz.core.clock import utc_now
from quiz.credentials.first_run.forms import SetupForm
from quiz.credentials.first_run.services import create_first_administrator
from quiz.credentials.first_run.token_file import is_setup_token, remove_setup_token
from quiz.credentials.passwords.hashing import hash_password
from quiz.errors import NotFound, NotValid
from quiz.organisations.queries import has_administrator
from quiz.web.access import declare_access, name_rule
from quiz.web.current_settings import current_settings
from quiz.web.limits.attempts import count_attempt, forgive_attempt
from quiz.web.transactions import (
    call_after_commit,
    request_session,
    separate_session,
)

bp = Blueprint("first_run", __name__)


@name_rule("nobody administers yet")
def require_no_administrator() -> None:
    """Access rule: nobody looks after the site yet."""
    with separate_session(writes=False) as reading:
        if has_administrator(reading):
            raise NotFound("This page exists only while there is no administrator.")


@bp.get("/setup")
@declare_access(require_no_administrator)
def show_setup() -> str:
    return render_template("credentials/setup.html", form=SetupForm())


@bp.post("/setup")
@declare_access(require_no_administrator)
def set_up() -> ResponseReturnValue:
    form = SetupForm()
    if not form.is_acceptable([form.email.data or ""]):
        return render_template("credentials/setup.html", form=form), 422
    ticket, folder = count_attempt("setup", "site"), current_settings().data_folder
    if not is_setup_token(folder, (form.token.data or "").strip()):
        form.reject_token()
        return render_template("credentials/setup.html", form=form), 422
    hashed, now = hash_password(form.password.data or ""), utc_now()
    try:
        email = normalise_email(form.email.data or "")
        account = create_first_administrator(request_session(), email, hashed, now=now)
    except NotValid as error:
        form.email.errors = [str(error)]
        return render_template("credentials/setup.html", form=form), 422
    forgive_attempt(request_session(), ticket, now=now)
    sign_in_browser(account, SignInMethod.PASSWORD)

    def remove_token(_engine: Engine) -> None:
        remove_setup_token(folder)

    call_after_commit(remove_token)
    flash("You are the administrator of this site.")
    return redirect(url_for("account.show_account"), 303)
