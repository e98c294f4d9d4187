"""A new password by email ends what a stranger may have added to the account."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.core.clock import utc_now
from quiz.credentials.models import ProviderIdentity, RecoveryCode, SecondFactor
from quiz.credentials.second_factor.services import (
    begin_second_factor,
    confirm_second_factor,
)
from quiz.organisations.models import Membership, SiteRole
from tests.accounts_fixtures import Mailbox, SignIn
from tests.credentials.oidc.conftest import go_to_provider, sign_in_by_provider
from tests.credentials.oidc.provider import Provider
from tests.credentials.test_account import NEW_PASSWORD
from tests.credentials.test_sign_in import is_signed_in
from tests.factories import count
from tests.pages import Page, open_page


def reset_password(browser: FlaskClient, mailbox: Mailbox) -> Page:
    form = open_page(browser, "/forgotten-password")
    form.press("Send the link", email="ana@school.example")
    chosen = open_page(browser, mailbox.newest_link())
    return chosen.press("Save password", password=NEW_PASSWORD)


def test_the_owner_of_the_address_shuts_out_who_took_it_unverified(
    client: FlaskClient,
    other: FlaskClient,
    provider: Provider,
    mailbox: Mailbox,
    session: Session,
) -> None:
    provider.claims["email_verified"] = False
    sign_in_by_provider(client)
    account = session.scalars(select(Account)).one()
    factor = begin_second_factor(session, account, "sealed", now=utc_now())
    confirm_second_factor(session, account, factor, now=utc_now())
    session.commit()

    done = reset_password(other, mailbox)

    assert done.heading == "My account"
    assert not is_signed_in(client)
    sign_in_by_provider(client, status=409)
    for model in (ProviderIdentity, SecondFactor, RecoveryCode):
        assert count(session, model) == 0, model


def test_an_identity_that_was_linked_is_unlinked_and_the_owner_told(
    client: FlaskClient,
    other: FlaskClient,
    provider: Provider,
    mailbox: Mailbox,
    add_account: Callable[..., Account],
    sign_in: SignIn,
) -> None:
    add_account("ana@school.example")
    sign_in("ana@school.example")
    open_page(client, go_to_provider(client, "/account/provider"))

    done = reset_password(other, mailbox)

    assert "Your sign-in provider is no longer linked" in done.text
    sign_in_by_provider(client, status=409)


def test_the_roles_that_the_provider_gave_go_with_the_identity(
    client: FlaskClient,
    other: FlaskClient,
    provider: Provider,
    mailbox: Mailbox,
    session: Session,
) -> None:
    provider.claims |= {"email_verified": False, "groups": ["editors", "teachers"]}
    sign_in_by_provider(client)

    reset_password(other, mailbox)

    assert count(session, SiteRole) == count(session, Membership) == 0


def test_without_an_identity_nothing_is_said_of_a_provider(
    other: FlaskClient, mailbox: Mailbox, add_account: Callable[..., Account]
) -> None:
    add_account("ana@school.example")

    assert "no longer linked" not in reset_password(other, mailbox).text
