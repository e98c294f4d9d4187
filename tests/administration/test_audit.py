"""Whoever looks at an account leaves a line that its owner reads."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.organisations.models import SiteRoleName
from quiz.organisations.services import grant_site_role
from quiz.privacy.models import AuditAction, AuditEntry
from tests.accounts_fixtures import SignIn
from tests.factories import NOW
from tests.pages import Page

OpenPage = Callable[..., Page]


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


def seen(session: Session) -> list[AuditEntry]:
    entries = list(
        session.scalars(
            select(AuditEntry).where(AuditEntry.action == AuditAction.SAW_ACCOUNT)
        )
    )
    session.rollback()
    return entries


def test_looking_at_an_account_is_told_to_its_owner_once_an_hour(
    root: Account, ana: Account, page: OpenPage, session: Session
) -> None:
    for _ in range(2):
        page(f"/administration/accounts/{ana.key}")

    (entry,) = seen(session)
    assert (entry.person_id, entry.actor_account_id) == (ana.person_id, root.id)


def test_looking_at_ones_own_account_is_no_news(
    root: Account, page: OpenPage, session: Session
) -> None:
    page(f"/administration/accounts/{root.key}")

    assert seen(session) == []


def test_an_account_that_is_not_there_leaves_nothing(
    root: Account, client: FlaskClient, session: Session
) -> None:
    assert client.get("/administration/accounts/n0suchkey000").status_code == 404

    assert seen(session) == []
