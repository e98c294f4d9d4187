"""A site where the provider is the only way in: no page and no email leads to a password."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.config import Settings
from tests.accounts_fixtures import Mailbox
from tests.credentials.oidc.conftest import open_site, sign_in_by_provider
from tests.credentials.oidc.provider import Provider
from tests.pages import open_page


@pytest.fixture(scope="module")
def site(oidc_settings: Settings, shared_engine: Engine) -> Iterator[Flask]:
    """Return the site, where nobody gets in by a password."""
    only = oidc_settings.model_copy(update={"oidc_only": 1})
    with open_site(only, shared_engine) as app:
        yield app


def test_a_site_may_let_people_in_by_the_provider_alone(
    client: FlaskClient,
) -> None:
    form = open_page(client, "/sign-in")

    assert not [e for e in form.all("input") if e.get("type") == "password"]
    assert "Sign in with school login" in form.text
    for path in ("/sign-up", "/forgotten-password"):
        assert client.get(path).status_code == 404
    token = {e.get("name"): e.get("value") for e in form.all("input")}["csrf_token"]
    fields = {"email": "ana@example.org", "password": "x", "csrf_token": token}
    assert client.post("/sign-in", data=fields).status_code == 404


def test_a_link_that_does_not_work_offers_to_sign_in_alone(client: FlaskClient) -> None:
    dead = open_page(client, "/password/nothing", status=404)

    assert dead.heading == "This link does not work"
    assert "Send a new link" not in dead.text
    assert dead.follow("Sign in").heading == "Sign in"


def test_without_a_password_there_is_none_to_change(
    client: FlaskClient, provider: Provider
) -> None:
    sign_in_by_provider(client)

    assert open_page(client, "/account/password").heading == "My account"


def test_an_email_about_a_change_leads_to_the_account(
    client: FlaskClient, provider: Provider, mailbox: Mailbox
) -> None:
    sign_in_by_provider(client)
    set_up = open_page(client, "/account/second-step").press("Set up")
    [key] = re.findall(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", set_up.text)

    set_up.press("Turn on", code=pyotp.TOTP(key.replace(" ", "")).now())

    [(_, _, text)] = mailbox.read_all()
    assert "password" not in text
    assert open_page(client, mailbox.newest_link()).heading == "My account"
