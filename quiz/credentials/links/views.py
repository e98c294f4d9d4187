"""A forgotten password: ask for a link, and choose a new password behind it."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from quiz.accounts.sessions.models import Account, SignInMethod
from quiz.core.clock import utc_now
from quiz.credentials import services
from quiz.credentials.account.forms import NewPasswordForm
from quiz.credentials.links.current import (
    count_email,
    notify_account,
    send_password_link,
)
from quiz.credentials.links.forms import EmailForm
from quiz.credentials.models import LinkPurpose
from quiz.credentials.oidc.queries import list_identities
from quiz.credentials.passwords.hashing import hash_password
from quiz.credentials.sign_in.login import admit, require_passwords
from quiz.errors import NotValid
from quiz.web.access import allow_everyone, declare_access
from quiz.web.transactions import request_session, separate_session

bp = Blueprint("links", __name__)


@bp.get("/forgotten-password")
@declare_access(require_passwords)
def show_forgotten_form() -> str:
    return render_template("credentials/forgotten.html", form=EmailForm())


@bp.post("/forgotten-password")
@declare_access(require_passwords)
def request_link() -> ResponseReturnValue:
    form = EmailForm()
    email = form.read_address()
    if email is None:
        return render_template("credentials/forgotten.html", form=form), 422
    count_email(email)
    send_password_link(email)
    return render_template("credentials/link_sent.html", email=email)


@bp.get("/password/<secret>")
@declare_access(allow_everyone)
def show_password_form(secret: str) -> ResponseReturnValue:
    try:
        link = services.check_link(
            request_session(), LinkPurpose.PASSWORD, secret, now=utc_now()
        )
    except NotValid:
        return render_template("credentials/dead_link.html"), 404
    return render_template(
        "credentials/new_password.html",
        form=NewPasswordForm(),
        account=link.account,
        secret=secret,
    )


@bp.post("/password/<secret>")
@declare_access(allow_everyone)
def set_password(secret: str) -> ResponseReturnValue:
    form, now = NewPasswordForm(), utc_now()
    try:
        # Looked at first, and hashed while nothing of the database is held.
        with separate_session(writes=False) as reading:
            link = services.check_link(reading, LinkPurpose.PASSWORD, secret, now=now)
            account = link.account
        if not form.is_acceptable(_context_of(account)):
            return render_template(
                "credentials/new_password.html",
                form=form,
                account=account,
                secret=secret,
            ), 422
        hashed, session = hash_password(form.password.data or ""), request_session()
        link = services.check_link(session, LinkPurpose.PASSWORD, secret, now=now)
        identities = list_identities(session, link.account_id or 0)
        row = services.set_password_by_link(session, link, hashed, now=now)
    except NotValid:
        return render_template("credentials/dead_link.html"), 404
    notify_account(row, "password")
    flash("Your new password is saved, and all your other browsers are signed out.")
    if identities:
        flash("Your sign-in provider is no longer linked. You can link it again here.")
    return admit(row, SignInMethod.LINK, is_kept=False, next_page=None)


def _context_of(account: Account | None) -> list[str]:
    return [account.login_name, account.name or ""] if account else []
