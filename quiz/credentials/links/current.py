"""Sending one-time links by email. Whatever is known of an address, one email goes there after the same work.

So neither an answer nor the time it takes tells whether somebody has an account.
"""

from datetime import timedelta

from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.queries import find_account_by_email
from quiz.core.clock import utc_now
from quiz.credentials.models import LinkPurpose
from quiz.credentials.services import LINK_LIFETIMES, create_link
from quiz.credentials.sign_in.login import has_passwords
from quiz.mail.current import send_mail
from quiz.web.current_settings import current_settings, external_url
from quiz.web.limits.attempts import count_secret_attempt
from quiz.web.transactions import request_session

#: Emails with links to one address in a window; whoever asks for more waits.
MOST_EMAILS = 5
EMAIL_WINDOW = timedelta(hours=1)
ENDPOINTS = {
    LinkPurpose.SIGN_UP: "sign_up.show_account_form",
    LinkPurpose.PASSWORD: "links.show_password_form",
    LinkPurpose.CHANGE_EMAIL: "email_change.show_new_address",
}


def count_email(email: str) -> None:
    """Count an email to an address, before anything of the database is held.

    Raises
    ------
    TooManyRequests
        When it was sent too many.
    """
    count_secret_attempt("email", email, most=MOST_EMAILS, window=EMAIL_WINDOW)


def send_sign_up_link(email: str) -> None:
    """Send a link to sign up; whoever has an account is told so, with a link to choose a new password."""
    _send_link(email, known="have-account", unknown="sign-up")


def send_password_link(email: str) -> None:
    """Send a link to choose a new password; whoever has no account is told so, with a link to sign up."""
    _send_link(email, known="password", unknown="no-account")


def send_new_address_link(account: Account, email: str) -> None:
    """Send a link to a new address of an account; who has an account under it already is told so."""
    other = find_account_by_email(request_session(), email)
    secret = create_link(
        request_session(),
        LinkPurpose.CHANGE_EMAIL,
        account=account,
        email=email,
        now=utc_now(),
    )
    _send(
        "new-address" if other is None else "address-taken",
        email,
        LinkPurpose.CHANGE_EMAIL,
        secret,
        account=other or account,
    )


def notify_account(account: Account, change: str, *, email: str | None = None) -> None:
    """Tell the owner of an account that a way in was changed; `change` names the sentence of the template.

    Nobody is told where there is no address to write to.
    """
    address = email or account.email
    if address is None:
        return
    send_mail(
        "changed",
        address,
        person_id=account.person_id,
        change=change,
        link=external_url(
            "links.show_forgotten_form" if has_passwords() else "account.show_account"
        ),
    )


def _send_link(email: str, *, known: str, unknown: str) -> None:
    session, now = request_session(), utc_now()
    account = find_account_by_email(session, email)
    purpose = LinkPurpose.PASSWORD if account else LinkPurpose.SIGN_UP
    secret = create_link(session, purpose, account=account, email=email, now=now)
    kind = known if account else unknown
    if account is not None and account.disabled_at is not None:
        kind = "closed"
    _send(kind, email, purpose, secret, account=account)


def _send(
    kind: str,
    email: str,
    purpose: LinkPurpose,
    secret: str,
    *,
    account: Account | None,
) -> None:
    lifetime = LINK_LIFETIMES[purpose]
    send_mail(
        kind,
        email,
        person_id=account.person_id if account else None,
        lifetime=lifetime,
        link=external_url(ENDPOINTS[purpose], secret=secret),
        hours=int(lifetime.total_seconds() // 3600),
        may_sign_up=bool(current_settings().sign_up),
    )
