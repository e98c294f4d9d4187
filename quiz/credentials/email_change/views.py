"""Changing the email address of an account."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts.sessions.login import (
    end_other_browsers,
    load_account,
    require_account,
    require_recent_sign_in,
    required_account,
)
from quiz.core.clock import utc_now
from quiz.credentials.email_change.services import change_email_by_link
from quiz.credentials.links.current import (
    count_email,
    notify_account,
    send_new_address_link,
)
from quiz.credentials.links.forms import EmailForm
from quiz.credentials.models import AccountLink, LinkPurpose
from quiz.credentials.services import check_link
from quiz.errors import NotValid
from quiz.web.access import declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import release_session, request_session

bp = Blueprint("email_change", __name__)


@bp.get("/account/email")
@declare_access(require_recent_sign_in)
def show_email_form() -> str:
    return render_template("credentials/change_email.html", form=EmailForm())


@bp.post("/account/email")
@declare_access(require_recent_sign_in)
def request_change() -> ResponseReturnValue:
    form = EmailForm()
    email = form.read_address()
    if email is None:
        return render_template("credentials/change_email.html", form=form), 422
    # Counted in a transaction of its own, so the request must hold nothing yet.
    release_session()
    count_email(email)
    send_new_address_link(load_account(), email)
    return render_template("credentials/link_sent.html", email=email)


@bp.get("/account/email/<secret>")
@declare_access(require_account)
def show_new_address(secret: str) -> ResponseReturnValue:
    link = _find_own_link(secret)
    if link is None:
        return render_template("credentials/dead_link.html"), 404
    return render_template(
        "credentials/confirm_email.html",
        form=ConfirmForm(),
        email=link.email,
        secret=secret,
    )


@bp.post("/account/email/<secret>")
@declare_access(require_account)
def change_email(secret: str) -> ResponseReturnValue:
    account, link = load_account(), _find_own_link(secret)
    if link is None:
        return render_template("credentials/dead_link.html"), 404
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("account.show_account"), 303)
    old = account.email
    try:
        change_email_by_link(request_session(), link, account, now=utc_now())
    except NotValid:
        return render_template("credentials/dead_link.html"), 404
    end_other_browsers()
    notify_account(account, "email", email=old)
    flash("Your email address is changed, and your other browsers are signed out.")
    return redirect(url_for("account.show_account"), 303)


def _find_own_link(secret: str) -> AccountLink | None:
    """Return the link if it works and belongs to whoever is signed in."""
    try:
        link = check_link(
            request_session(), LinkPurpose.CHANGE_EMAIL, secret, now=utc_now()
        )
    except NotValid:
        return None
    return link if link.account_id == required_account().id else None
