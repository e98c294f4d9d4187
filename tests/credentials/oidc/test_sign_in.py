"""Signing in by a provider: a real one, which a test can make say what is not right."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account, AccountSession, SignInMethod
from quiz.accounts.sessions.services import set_account_disabled
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.credentials.models import ProviderIdentity
from tests.accounts_fixtures import SignIn
from tests.credentials.oidc.conftest import (
    go_to_provider,
    open_site,
    sign_in_by_provider,
)
from tests.credentials.oidc.provider import CLIENT_ID, Provider
from tests.credentials.test_sign_in import is_signed_in
from tests.factories import count
from tests.pages import open_page


def test_the_first_sign_in_makes_an_account(
    client: FlaskClient, provider: Provider, session: Session
) -> None:
    shown = sign_in_by_provider(client)

    assert "You are signed in as Ana Muster" in shown.text
    account = session.scalars(select(Account)).one()
    assert (account.email, account.password_hash) == ("ana@school.example", None)
    assert account.email_verified_at is not None
    opened = session.scalars(select(AccountSession)).one()
    assert opened.method is SignInMethod.IDENTITY_PROVIDER


def test_later_sign_ins_find_it_by_the_subject_not_the_address(
    client: FlaskClient, provider: Provider, session: Session
) -> None:
    sign_in_by_provider(client)
    provider.claims["email"] = "married@school.example"

    sign_in_by_provider(client.application.test_client())

    assert count(session, Account) == 1
    assert session.scalars(select(Account.email)).one() == "ana@school.example"


def test_the_request_has_state_nonce_and_pkce(
    client: FlaskClient, provider: Provider
) -> None:
    sign_in_by_provider(client)

    asked = provider.seen_requests[-1]

    assert asked["code_challenge_method"] == "S256"
    assert all(len(asked[name]) >= 16 for name in ("state", "nonce", "code_challenge"))
    assert asked["redirect_uri"] == "http://localhost/sign-in/provider/callback"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(
    client: FlaskClient, provider: Provider
) -> None:
    form = open_page(client, "/account/name")
    [button] = [a for a in form.all("a") if "school login" in "".join(a.itertext())]

    back = go_to_provider(client, button.attrib["href"])

    assert open_page(client, back).heading == "Change name"


def test_an_answer_is_believed_in_the_browser_that_asked_alone(
    client: FlaskClient, other: FlaskClient, provider: Provider, session: Session
) -> None:
    back = go_to_provider(client)

    refused = open_page(other, back, status=400)

    assert refused.heading == "Signing in did not work"
    assert count(session, Account) == 0


def test_an_answer_is_believed_once(client: FlaskClient, provider: Provider) -> None:
    back = go_to_provider(client)
    open_page(client, back)

    assert open_page(client, back, status=400).heading == "Signing in did not work"


@pytest.mark.parametrize(
    "forged",
    [
        {"iss": "https://evil.example"},
        {"aud": ["another site"]},
        {"azp": CLIENT_ID, "aud": ["another site"]},
        {"azp": "another site"},
        {"nonce": "another nonce"},
        {"exp": 1},
        {"sub": ""},
    ],
    ids="-".join,
)
def test_an_identity_token_that_is_not_right_is_not_believed(
    client: FlaskClient, provider: Provider, session: Session, forged: dict[str, object]
) -> None:
    provider.forged = forged

    refused = sign_in_by_provider(client, status=400)

    assert refused.heading == "Signing in did not work"
    assert count(session, Account) == 0


def test_a_token_signed_by_another_key_is_not_believed(
    client: FlaskClient, provider: Provider, session: Session
) -> None:
    provider.signing_key = Provider().key

    sign_in_by_provider(client, status=400)

    assert count(session, Account) == 0


def test_a_provider_that_speaks_for_another_issuer_is_not_believed(
    oidc_settings: Settings, engine: Engine, provider: Provider
) -> None:
    provider.told_issuer = "https://login.other.example"
    with open_site(oidc_settings, engine) as site:
        client = site.test_client()

        sign_in_by_provider(client, status=400)

        assert not is_signed_in(client)


def test_a_new_key_of_the_provider_is_fetched(
    client: FlaskClient, other: FlaskClient, provider: Provider
) -> None:
    sign_in_by_provider(client)
    provider.use_new_key()

    assert sign_in_by_provider(other).heading == "My account"


@pytest.mark.parametrize(
    "query", ["", "?error=access_denied&state=x", "?code=x&state=x", "?state=&code="]
)
def test_an_answer_to_nothing_is_refused(
    client: FlaskClient, provider: Provider, query: str
) -> None:
    open_page(client, f"/sign-in/provider/callback{query}", status=400)


def test_the_address_of_a_local_account_lets_nobody_in(
    client: FlaskClient,
    provider: Provider,
    add_account: Callable[..., Account],
    session: Session,
) -> None:
    add_account("ana@school.example")

    told = sign_in_by_provider(client, status=409)

    assert told.heading == "You have an account here already"
    assert not is_signed_in(client)
    assert count(session, ProviderIdentity) == 0


def test_whoever_has_the_account_links_it_signed_in(
    client: FlaskClient,
    other: FlaskClient,
    provider: Provider,
    add_account: Callable[..., Account],
    sign_in: SignIn,
) -> None:
    add_account("ana@school.example")
    sign_in("ana@school.example")

    linked = open_page(client, go_to_provider(client, "/account/provider"))

    assert "linked to the sign-in provider" in linked.text
    assert "ana@school.example" in sign_in_by_provider(other).text


def test_an_identity_is_linked_to_one_account(
    client: FlaskClient,
    other: FlaskClient,
    provider: Provider,
    add_account: Callable[..., Account],
    sign_in: SignIn,
    session: Session,
) -> None:
    sign_in_by_provider(other)
    add_account("ben@example.org")
    sign_in("ben@example.org")

    open_page(client, go_to_provider(client, "/account/provider"), status=422)

    assert count(session, ProviderIdentity) == 1


def test_unlinking_needs_another_way_in(
    client: FlaskClient, provider: Provider, add_account: Callable[..., Account]
) -> None:
    shown = sign_in_by_provider(client)
    token = {e.get("name"): e.get("value") for e in shown.all("input")}["csrf_token"]

    refused = client.post("/account/provider/end", data={"csrf_token": token})

    assert refused.status_code == 409


def test_a_closed_account_stays_closed(
    client: FlaskClient, other: FlaskClient, provider: Provider, session: Session
) -> None:
    sign_in_by_provider(client)
    account = session.scalars(select(Account)).one()
    set_account_disabled(session, account, disabled=True, now=utc_now())
    session.commit()

    assert sign_in_by_provider(other, status=403).heading == "This account is closed"


def test_a_site_without_a_provider_has_no_such_pages(shared_app: Flask) -> None:
    client = shared_app.test_client()

    assert client.get("/sign-in/provider").status_code == 404
    assert client.get("/sign-in/provider/callback?code=x&state=x").status_code == 404
    assert "provider" not in client.get("/sign-in").text


def test_the_answer_of_the_provider_is_not_logged(
    client: FlaskClient,
    other: FlaskClient,
    provider: Provider,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    back = go_to_provider(client)

    open_page(other, back, status=400)

    [code] = parse_qs(urlsplit(back).query)["code"]
    assert "the sign-in provider failed" in caplog.text
    assert code not in "\n".join(
        r.getMessage() for r in caplog.records if r.name.startswith("quiz")
    )
