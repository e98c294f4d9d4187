"""What a browser holds from before moves into the account: once, and only when the person says so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, PersonSecret, ResumeToken
from quiz.accounts.sessions.models import Account, AccountClaim
from quiz.sittings.models import Sitting
from tests.accounts.test_views import code_on, paused
from tests.accounts_fixtures import SignIn
from tests.credentials.test_sign_in import cookie_of, is_signed_in, replay
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]


def begin(client: FlaskClient) -> None:
    open_page(client, "/goals/junior/start").press("Start", length="quick")


def test_signing_in_asks_what_to_do_with_what_the_browser_holds(
    ana: Account, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    begin(client)

    asked = sign_in()

    assert asked.heading == "Move your answers into your account?"
    assert "1 assessment" in asked.text
    sitting = session.scalars(select(Sitting)).one()
    assert sitting.person_id != ana.person_id


def test_what_moved_is_in_the_account_and_listed_there(
    ana: Account, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    begin(client)

    shown = sign_in().press("Move into my account")

    assert "What came from your browsers" in shown.text
    assert "1 assessment" in shown.text
    assert session.scalars(select(Sitting)).one().person_id == ana.person_id
    assert [p.id for p in session.scalars(select(Person))] == [ana.person_id]
    assert client.get_cookie("trigpoint_person") is None


def test_moving_gives_the_session_a_new_secret(
    ana: Account, app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    begin(client)
    asked = sign_in()
    copied = cookie_of(client)

    asked.press("Move into my account")

    assert is_signed_in(client)
    assert not is_signed_in(replay(app, copied))


def test_the_ways_by_which_the_person_was_known_end(
    ana: Account,
    app: Flask,
    client: FlaskClient,
    page: OpenPage,
    sign_in: SignIn,
    session: Session,
) -> None:
    shown = paused(page)
    code, secret = code_on(shown), cookie_of(client, "trigpoint_person")

    sign_in().press("Move into my account")

    copy = app.test_client()
    copy.set_cookie("trigpoint_person", secret)
    assert "Nothing here yet" in open_page(copy, "/sittings").text
    open_page(copy, "/resume").press("Continue", code=code, status=422)
    assert not session.scalars(select(PersonSecret)).all()
    assert not session.scalars(select(ResumeToken)).all()


def test_leaving_it_there_changes_nothing_and_shows_it_after_signing_out(
    ana: Account, client: FlaskClient, sign_in: SignIn, page: OpenPage, session: Session
) -> None:
    begin(client)

    sign_in().follow("Leave it here")

    assert "Nothing here yet" in page("/sittings").text
    page("/account").press("Sign out")
    assert "Continue: Junior generalist" in page("/sittings").text


def test_a_browser_without_anything_is_not_asked(ana: Account, sign_in: SignIn) -> None:
    assert sign_in().heading == "My account"


def test_only_who_holds_the_secret_can_claim(
    ana: Account,
    client: FlaskClient,
    other: FlaskClient,
    sign_in: SignIn,
    session: Session,
) -> None:
    begin(client)
    sign_in(browser=other)
    token = {
        e.get("name"): e.get("value") for e in open_page(other, "/account").all("input")
    }

    other.post("/account/claim", data={"csrf_token": token["csrf_token"]})

    assert session.scalars(select(Sitting)).one().person_id != ana.person_id


def test_of_two_accounts_that_claim_at_once_one_gets_it(
    ana: Account,
    add_account: Callable[..., Account],
    app: Flask,
    client: FlaskClient,
    sign_in: SignIn,
    session: Session,
) -> None:
    ben = add_account("ben@example.org")
    begin(client)
    secret = cookie_of(client, "trigpoint_person")
    pages = []
    for email in ("ana@example.org", "ben@example.org"):
        browser = app.test_client()
        browser.set_cookie("trigpoint_person", secret)
        pages.append(sign_in(email, browser=browser))

    def claim(page: Page) -> int:
        token = {e.get("name"): e.get("value") for e in page.all("input")}
        fields = {"csrf_token": token["csrf_token"]}
        return page.client.post("/account/claim", data=fields).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(claim, pages))

    assert statuses == [303, 303]
    [claimed] = session.scalars(select(AccountClaim))
    [sitting] = session.scalars(select(Sitting))
    owner = ana if claimed.account_id == ana.id else ben
    assert sitting.person_id == owner.person_id


def test_a_code_of_another_device_brings_its_answers_into_the_account(
    ana: Account, page: OpenPage, other: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    code = code_on(paused(page))
    sign_in(browser=other)
    begin(other)

    asked = open_page(other, "/resume").press("Continue", code=code)
    asked.press("Combine both")

    assert {s.person_id for s in session.scalars(select(Sitting))} == {ana.person_id}
    assert session.get_one(Account, ana.id).person_id == ana.person_id
    assert not session.scalars(select(PersonSecret)).all()
    assert is_signed_in(other)
