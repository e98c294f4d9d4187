"""People with an account for tests."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quiz.accounts.services import create_bare_person
from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.services import AccountDetails, create_account
from tests.factories import NOW

PASSWORD = "river otter lamp 7"


def an_account(
    session: Session,
    email: str = "ana@example.org",
    *,
    now: datetime = NOW,
    **details: Any,
) -> Account:
    """Return somebody with an account."""
    person = create_bare_person(session, now=now)
    given = {"is_email_verified": True} | details
    return create_account(
        session, person, AccountDetails(email=email, **given), now=now
    )
