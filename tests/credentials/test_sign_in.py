"""Signing in and out: who gets in, where they land, what a copied cookie is worth afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account, AccountSession
from quiz.accounts.sessions.services import set_account_disabled
from quiz.core.clock import utc_now
from quiz.web.models import LimitCounter, WebSession
from tests.accounts_cast import PASSWORD
from tests.accounts_fixtures import SignIn
from tests.factories import count
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]
COOKIE = "trigpoint_account"


def cookie_of(client: FlaskClient, name: str = COOKIE) -> str:
    found = client.get_cookie(name)
    assert found is not None
    return found.value


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def replay(app: Flask, secret: str) -> FlaskClient:
    """Return a browser that holds a copied cookie."""
    thief = app.test_client()
    thief.set_cookie(COOKIE, secret)
    return thief


def test_the_right_password_leads_to_the_account(ana: Account, sign_in: SignIn) -> None:
    shown = sign_in()

    assert shown.heading == "My account"
    assert "You are signed in as ana@example.org" in shown.text


def test_the_header_says_on_every_page_who_is_signed_in(
    ana: Account, sign_in: SignIn, page: OpenPage
) -> None:
    assert page("/help").follow("Sign in").heading == "Sign in"
    sign_in()

    account = page("/help").follow("My account, signed in as ana@example.org")

    assert account.heading == "My account"


def test_password_managers_are_told_what_the_fields_are(page: OpenPage) -> None:
    fields = {e.get("name"): e for e in page("/sign-in").all("input")}

    assert fields["email"].get("autocomplete") == "username"
    assert fields["password"].get("autocomplete") == "current-password"
    # The keyboard for addresses would be in the way of a sign-in name.
    assert fields["email"].get("type") == "text"


def test_a_password_that_was_hashed_with_older_parameters_is_hashed_anew_at_sign_in(
    ana: Account, session: Session, sign_in: SignIn
) -> None:
    older = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
    session.get_one(Account, ana.id).password_hash = older.hash(PASSWORD)
    session.commit()

    sign_in()

    session.expire_all()
    account = session.get_one(Account, ana.id)
    assert (account.password_hash or "").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    # It is the same password, so links that were sent before still work.
    assert account.credentials_version == ana.credentials_version


def test_an_address_in_capitals_is_the_same_account(
    ana: Account, sign_in: SignIn
) -> None:
    assert sign_in("ANA@Example.org").heading == "My account"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ana@example.org", "something else"),
        ("ana@example.org", f" {PASSWORD}"),
        ("ana@example.org", PASSWORD.upper()),
        ("nobody@example.org", PASSWORD),
        ("no address", PASSWORD),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(
    ana: Account, sign_in: SignIn, email: str, password: str
) -> None:
    refused = sign_in(email, password, status=422)

    assert "The sign-in name or the password is not correct." in refused.text
    assert password not in refused.html


def test_a_closed_account_looks_like_a_wrong_password(
    ana: Account, sign_in: SignIn, session: Session
) -> None:
    row = session.get_one(Account, ana.id)
    set_account_disabled(session, row, disabled=True, now=utc_now())
    session.commit()

    refused = sign_in(status=422)

    assert "The sign-in name or the password is not correct." in refused.text


def test_signing_in_leads_back_to_the_page_that_was_asked_for(
    ana: Account, page: OpenPage
) -> None:
    asked = page("/account/name")

    shown = asked.press("Sign in", email="ana@example.org", password=PASSWORD)

    assert shown.heading == "Change name"


#: Addresses that lead, or have led somewhere, to another site.
ELSEWHERE = (
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    r"/\evil.example",
    r"\\evil.example",
    r"/\/evil.example",
    "https:evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "evil.example",
    "@evil.example",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "//evil.example@localhost",
    "https://localhost@evil.example",
    "//localhost.evil.example",
    "http://localhost:80@evil.example/",
    "ftp://evil.example",
    "//%65vil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "?next=//evil.example",
    "#//evil.example",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(
    ana: Account, client: FlaskClient, target: str
) -> None:
    form = open_page(client, "/sign-in")
    token = {e.get("name"): e.get("value", "") for e in form.all("input")}["csrf_token"]
    fields = {"email": "ana@example.org", "password": PASSWORD, "next": target}

    answer = client.post("/sign-in", data=fields | {"csrf_token": token})

    assert answer.status_code == 303
    assert answer.location == "/account"


def test_signing_in_ends_the_session_and_the_token_from_before(
    ana: Account, client: FlaskClient, sign_in: SignIn
) -> None:
    before = open_page(client, "/sign-in")
    fields = {e.get("name"): e.get("value", "") for e in before.all("input")}
    planted = cookie_of(client, "trigpoint_session")

    sign_in()

    assert cookie_of(client, "trigpoint_session") != planted
    stale = client.post("/sign-out", data={"csrf_token": fields["csrf_token"]})
    assert stale.status_code == 400
    assert is_signed_in(client)


def test_signing_out_ends_a_copied_cookie_too(
    ana: Account, app: Flask, client: FlaskClient, sign_in: SignIn, page: OpenPage
) -> None:
    sign_in()
    copied = cookie_of(client)
    assert is_signed_in(replay(app, copied))

    home = page("/account").press("Sign out")

    assert "You are signed out." in home.text
    assert client.get_cookie(COOKIE) is None
    assert not is_signed_in(replay(app, copied))


def test_a_browser_that_signs_out_throws_away_what_it_kept(
    ana: Account, client: FlaskClient, sign_in: SignIn, page: OpenPage
) -> None:
    sign_in()
    html = page("/account").html
    token = html.partition('name="csrf_token" value="')[2].partition('"')[0]

    answer = client.post("/sign-out", data={"csrf_token": token})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("column", ["idle_until", "expires_at"])
def test_a_session_ends_by_itself(
    ana: Account, client: FlaskClient, sign_in: SignIn, session: Session, column: str
) -> None:
    sign_in()
    over = {column: utc_now() - timedelta(seconds=1)}
    session.execute(update(AccountSession).values(over))
    session.commit()

    assert not is_signed_in(client)


def test_a_session_lasts_12_hours_and_2_without_a_request(
    ana: Account, sign_in: SignIn, session: Session
) -> None:
    sign_in()

    row = session.scalars(select(AccountSession)).one()

    assert row.expires_at - row.created_at == timedelta(hours=12)
    assert row.idle_until - row.used_at == timedelta(hours=2)


def test_a_request_puts_off_the_idle_end(
    ana: Account, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in()
    soon = utc_now() + timedelta(minutes=1)
    long_ago = utc_now() - timedelta(minutes=119)
    session.execute(update(AccountSession).values(idle_until=soon, used_at=long_ago))
    session.commit()

    client.get("/help")
    client.get("/account")

    session.expire_all()
    row = session.scalars(select(AccountSession)).one()
    assert row.idle_until > utc_now() + timedelta(minutes=115)


def test_staying_signed_in_lasts_30_days(
    ana: Account, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(keep="y")

    row = session.scalars(select(AccountSession)).one()

    assert row.expires_at - row.created_at == timedelta(days=30)


def test_a_closed_account_is_signed_out_at_once(
    ana: Account, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in()
    row = session.get_one(Account, ana.id)
    set_account_disabled(session, row, disabled=True, now=utc_now())
    session.commit()

    assert not is_signed_in(client)


def test_secrets_are_nowhere_in_the_database(
    ana: Account, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in()
    secrets = {cookie_of(client), cookie_of(client, "trigpoint_session")[:43], PASSWORD}

    stored = [
        str(value)
        for model in (Account, AccountSession, WebSession, LimitCounter)
        for row in session.execute(select(*model.__table__.columns))
        for value in row
    ]

    assert not [word for word in stored for secret in secrets if secret in word]


def test_ten_wrong_passwords_stop_a_network_for_one_account(
    ana: Account, client: FlaskClient, sign_in: SignIn
) -> None:
    for _ in range(10):
        sign_in(password="wrong", status=422)

    sign_in(password="wrong", status=429)
    sign_in(status=429)


def test_an_attack_on_an_account_does_not_lock_its_owner_out(
    ana: Account, app: Flask, sign_in: SignIn
) -> None:
    for _ in range(12):
        sign_in(password="wrong", status=422 if _ < 10 else 429)
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.7"

    assert sign_in(browser=elsewhere).heading == "My account"


def test_right_passwords_are_not_counted(
    ana: Account, app: Flask, sign_in: SignIn, session: Session
) -> None:
    for _ in range(12):
        sign_in(browser=app.test_client())

    assert {row.amount for row in session.scalars(select(LimitCounter))} == {0}


def test_an_unknown_address_is_stopped_like_a_known_one(
    ana: Account, sign_in: SignIn
) -> None:
    statuses = [422] * 10 + [429]

    for status in statuses:
        sign_in("nobody@example.org", "wrong", status=status)


def test_a_form_without_the_token_is_refused(
    ana: Account, client: FlaskClient, session: Session
) -> None:
    fields = {"email": "ana@example.org", "password": PASSWORD}

    assert client.post("/sign-in", data=fields).status_code == 400
    assert count(session, AccountSession) == 0
