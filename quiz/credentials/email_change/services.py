"""Storing a new email address."""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.queries import find_account_by_email
from quiz.accounts.sessions.services import void_credentials
from quiz.credentials.models import AccountLink
from quiz.credentials.services import use_link
from quiz.errors import NotValid


def change_email_by_link(
    session: Session, link: AccountLink, account: Account, *, now: datetime
) -> None:
    """Use a link up and store the address that it was sent to; links to the old address are void.

    Raises
    ------
    NotValid
        When the link was used in the meantime, or somebody else has an account with the address.
    """
    use_link(session, link, now=now)
    email = link.email or ""
    if find_account_by_email(session, email) is not None:
        raise NotValid("There is an account with this email address already.")
    account.email = email
    account.email_verified_at = now
    void_credentials(account)
