"""What tests of the pages about the site may ask for."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.organisations.models import SiteRoleName
from quiz.organisations.services import grant_site_role
from tests.accounts_fixtures import (
    SignIn,
    add_account,
    ana,
    mailbox,
    other,
    password_hash,
    sign_in,
)
from tests.factories import NOW

__all__ = ["add_account", "ana", "mailbox", "other", "password_hash", "sign_in"]


@pytest.fixture
def root(
    add_account: Callable[..., Account], session: Session, sign_in: SignIn
) -> Account:
    """Return the administrator, who is signed in."""
    account = add_account("root@example.org")
    grant_site_role(session, account, SiteRoleName.ADMINISTRATOR, now=NOW)
    session.commit()
    sign_in("root@example.org")
    return account
