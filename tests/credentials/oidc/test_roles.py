"""Roles that follow the groups of a provider, renewed at every sign-in, beside those that were given by hand."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.organisations.models import Membership, RoleSource, SiteRole, SiteRoleName
from quiz.organisations.services import grant_site_role
from tests.accounts_fixtures import SignIn
from tests.credentials.oidc.conftest import go_to_provider, sign_in_by_provider
from tests.credentials.oidc.provider import Provider
from tests.credentials.test_sign_in import is_signed_in
from tests.factories import NOW
from tests.pages import open_page


def roles_in(session: Session) -> set[str]:
    session.rollback()
    site = {str(role) for role in session.scalars(select(SiteRole.role))}
    return site | {
        f"{one.role} of {one.organisation.name}"
        for one in session.scalars(select(Membership))
    }


def test_groups_give_roles_and_take_them_at_the_next_sign_in(
    client: FlaskClient, app: Flask, provider: Provider, session: Session
) -> None:
    provider.claims["groups"] = ["teachers", "editors", "football"]
    sign_in_by_provider(client)
    assert roles_in(session) == {"author", "instructor of Bootcamp Nord"}
    session.rollback()

    provider.claims["groups"] = "editors"
    sign_in_by_provider(app.test_client())
    assert roles_in(session) == {"author"}
    session.rollback()

    del provider.claims["groups"]
    sign_in_by_provider(app.test_client())
    assert roles_in(session) == set()


def test_losing_a_role_ends_the_sessions_that_had_it(
    client: FlaskClient, other: FlaskClient, provider: Provider
) -> None:
    provider.claims["groups"] = ["editors"]
    sign_in_by_provider(client)
    assert is_signed_in(client)

    provider.claims["groups"] = []
    sign_in_by_provider(other)

    assert not is_signed_in(client)
    assert is_signed_in(other)


def test_a_role_that_was_given_by_hand_stays(
    client: FlaskClient, app: Flask, provider: Provider, session: Session
) -> None:
    sign_in_by_provider(client)
    account = session.scalars(select(Account)).one()
    grant_site_role(session, account, SiteRoleName.AUTHOR, now=NOW)
    session.commit()

    for groups in (["editors"], []):
        provider.claims["groups"] = groups
        sign_in_by_provider(app.test_client())

    assert roles_in(session) == {"author"}
    assert session.scalars(select(SiteRole.source)).one() is RoleSource.HAND


def test_unlinking_takes_the_roles_that_the_provider_gave(
    client: FlaskClient,
    provider: Provider,
    add_account: Callable[..., Account],
    sign_in: SignIn,
    session: Session,
) -> None:
    account = add_account("ana@school.example")
    grant_site_role(session, account, SiteRoleName.ADMINISTRATOR, now=NOW)
    session.commit()
    sign_in("ana@school.example")
    open_page(client, go_to_provider(client, "/account/provider"))
    provider.claims["groups"] = ["editors", "teachers"]
    own_page = sign_in_by_provider(client)

    left = own_page.press("Unlink")

    assert left.heading == "Sign in"
    assert "no longer linked" in left.text
    assert not is_signed_in(client)
    assert roles_in(session) == {"administrator"}
    session.rollback()
    assert sign_in("ana@school.example").heading == "My account"


def test_the_only_administrator_gets_in_and_keeps_the_role_without_the_group(
    client: FlaskClient,
    app: Flask,
    provider: Provider,
    session: Session,
    caplog: pytest.LogCaptureFixture,
) -> None:
    provider.claims["groups"] = ["staff", "editors"]
    sign_in_by_provider(client)

    provider.claims["groups"] = []
    shown = sign_in_by_provider(app.test_client())

    assert shown.heading == "My account"
    assert roles_in(session) == {"administrator"}
    assert "the only administrator keeps the role" in caplog.text
