"""Making an account for somebody whose address was shown to be theirs."""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.services import create_bare_person
from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.queries import find_account_by_email
from quiz.accounts.sessions.services import AccountDetails, create_account
from quiz.credentials.models import AccountLink
from quiz.credentials.services import use_link
from quiz.errors import NotValid
from quiz.privacy.models import PRIVACY_NOTICE_VERSION, ConsentSubject
from quiz.privacy.services import record_consent


def create_account_by_link(
    session: Session, link: AccountLink, password_hash: str, *, now: datetime
) -> Account:
    """Use a link up and make the account of the address that it was sent to.

    Raises
    ------
    NotValid
        When the link was used in the meantime, or the address got an account by another one.
    """
    use_link(session, link, now=now)
    email = link.email or ""
    if find_account_by_email(session, email) is not None:
        raise NotValid("There is an account with this email address already.")
    person = create_bare_person(session, now=now)
    record_consent(
        session,
        person,
        ConsentSubject.PRIVACY_NOTICE,
        PRIVACY_NOTICE_VERSION,
        now=now,
    )
    return create_account(
        session,
        person,
        AccountDetails(
            email=email,
            password_hash=password_hash,
            is_email_verified=True,
            is_old_enough=True,
        ),
        now=now,
    )
