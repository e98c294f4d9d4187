"""Signing up: ask for the address, send a link there, make the account of whoever follows it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import session as web_session
from flask.typing import ResponseReturnValue

from quiz.accounts.sessions.login import known_account
from quiz.accounts.sessions.models import SignInMethod
from quiz.core.clock import utc_now
from quiz.credentials.links.current import count_email, send_sign_up_link
from quiz.credentials.links.forms import EmailForm
from quiz.credentials.models import LinkPurpose
from quiz.credentials.passwords.hashing import hash_password
from quiz.credentials.services import check_link
from quiz.credentials.sign_in.login import complete_sign_in, has_passwords
from quiz.credentials.sign_up.age import compute_age
from quiz.credentials.sign_up.forms import SignUpForm
from quiz.credentials.sign_up.services import create_account_by_link
from quiz.errors import NotFound, NotValid
from quiz.web.access import declare_access, name_rule
from quiz.web.current_settings import current_settings, local_today
from quiz.web.transactions import request_session, separate_session

bp = Blueprint("sign_up", __name__)

#: Kept in the browser's session, so that another answer is not simply tried.
TOO_YOUNG = "is_too_young"


@name_rule("everyone, where people may sign up")
def require_open_sign_up() -> None:
    """Access rule: people may sign up by themselves on this site."""
    if not current_settings().sign_up or not has_passwords():
        raise NotFound("Accounts are created by an administrator here.")


@bp.get("/sign-up")
@declare_access(require_open_sign_up)
def show_form() -> ResponseReturnValue:
    if known_account() is not None:
        return redirect(url_for("account.show_account"), 303)
    return render_template("credentials/sign_up.html", form=EmailForm())


@bp.post("/sign-up")
@declare_access(require_open_sign_up)
def request_link() -> ResponseReturnValue:
    form = EmailForm()
    email = form.read_address()
    if email is None:
        return render_template("credentials/sign_up.html", form=form), 422
    count_email(email)
    send_sign_up_link(email)
    return render_template("credentials/link_sent.html", email=email)


@bp.get("/sign-up/<secret>")
@declare_access(require_open_sign_up)
def show_account_form(secret: str) -> ResponseReturnValue:
    try:
        link = check_link(request_session(), LinkPurpose.SIGN_UP, secret, now=utc_now())
    except NotValid:
        return render_template("credentials/dead_link.html"), 404
    if web_session.get(TOO_YOUNG):
        return render_template("credentials/too_young.html")
    return render_template(
        "credentials/new_account.html",
        form=SignUpForm(),
        email=link.email,
        secret=secret,
    )


@bp.post("/sign-up/<secret>")
@declare_access(require_open_sign_up)
def create_own_account(secret: str) -> ResponseReturnValue:
    form, now = SignUpForm(), utc_now()
    try:
        # Looked at first, and hashed while nothing of the database is held.
        with separate_session(writes=False) as reading:
            email = check_link(reading, LinkPurpose.SIGN_UP, secret, now=now).email
        is_acceptable = form.is_acceptable([email or ""])
        born = form.read_birth_date(local_today())
        if not is_acceptable or born is None:
            page = render_template(
                "credentials/new_account.html", form=form, email=email, secret=secret
            )
            return page, 422
        if (
            web_session.get(TOO_YOUNG)
            or compute_age(born, local_today()) < current_settings().minimum_age
        ):
            web_session[TOO_YOUNG] = True
            return render_template("credentials/too_young.html")
        hashed, session = hash_password(form.password.data or ""), request_session()
        link = check_link(session, LinkPurpose.SIGN_UP, secret, now=now)
        account = create_account_by_link(session, link, hashed, now=now)
    except NotValid:
        return render_template("credentials/dead_link.html"), 404
    flash("Your account is ready, and you are signed in.")
    return complete_sign_in(account, SignInMethod.PASSWORD)
