"""The first administrator of a site."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from quiz.accounts.services import create_bare_person
from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.queries import find_account_by_email
from quiz.accounts.sessions.services import AccountDetails, create_account
from quiz.errors import NotFound, NotValid
from quiz.organisations.models import SiteRoleName
from quiz.organisations.queries import has_administrator
from quiz.organisations.services import grant_site_role


def create_first_administrator(
    session: Session, email: str, password_hash: str, *, now: datetime
) -> Account:
    """Add the first administrator; of two who try at the same time, one gets in.

    Raises
    ------
    NotFound
        When there is an administrator.
    NotValid
        When somebody has an account with this address.
    """
    if session.get_bind().dialect.name == "postgresql":
        # One after the other; on SQLite the lock that every write holds does that.
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext('first run'))"))
    if has_administrator(session):
        raise NotFound("There is an administrator already.")
    if find_account_by_email(session, email) is not None:
        raise NotValid("There is an account with this email address already.")
    person = create_bare_person(session, now=now)
    account = create_account(
        session,
        person,
        AccountDetails(email=email, password_hash=password_hash),
        now=now,
    )
    grant_site_role(session, account, SiteRoleName.ADMINISTRATOR, now=now)
    return account
