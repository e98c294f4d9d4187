"""One's own account: password, name, the browsers that are signed in, showing again who one is."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account, AccountSession
from quiz.core.clock import utc_now
from tests.accounts_cast import PASSWORD
from tests.accounts_fixtures import Mailbox, SignIn
from tests.credentials.test_sign_in import COOKIE, cookie_of, is_signed_in, replay
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]
NEW_PASSWORD = "seven green kettles"


def let_time_pass(session: Session) -> None:
    """Make it long ago that anybody showed who they are."""
    session.execute(
        update(AccountSession).values(authenticated_at=utc_now() - timedelta(hours=1))
    )
    session.commit()


def test_pages_of_the_account_send_a_stranger_to_sign_in(page: OpenPage) -> None:
    for path in ("/account", "/account/name", "/account/password", "/account/email"):
        assert page(path).heading == "Sign in"


def test_a_new_password_signs_other_browsers_out_and_this_one_gets_a_new_secret(
    ana: Account,
    app: Flask,
    client: FlaskClient,
    other: FlaskClient,
    sign_in: SignIn,
    page: OpenPage,
) -> None:
    sign_in(browser=other)
    sign_in()
    copied = cookie_of(client)

    changed = page("/account/password").press(
        "Save password", current=PASSWORD, password=NEW_PASSWORD
    )

    assert "Your password is changed" in changed.text
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert not is_signed_in(replay(app, copied))
    assert sign_in(password=NEW_PASSWORD, browser=app.test_client()).heading
    sign_in(browser=app.test_client(), status=422)


def test_the_owner_is_told_of_a_new_password(
    ana: Account, sign_in: SignIn, page: OpenPage, mailbox: Mailbox
) -> None:
    sign_in()

    page("/account/password").press(
        "Save password", current=PASSWORD, password=NEW_PASSWORD
    )

    [(recipient, subject, text)] = mailbox.read_all()
    assert recipient == "ana@example.org"
    assert subject.endswith("your password was changed")
    assert NEW_PASSWORD not in text


def test_a_new_password_needs_the_current_one(
    ana: Account, client: FlaskClient, sign_in: SignIn, page: OpenPage
) -> None:
    sign_in()

    refused = page("/account/password").press(
        "Save password", current="wrong", password=NEW_PASSWORD, status=422
    )

    assert "This is not your current password." in refused.text
    assert sign_in(browser=client.application.test_client()).heading == "My account"


def test_a_weak_new_password_is_refused_with_the_reason(
    ana: Account, sign_in: SignIn, page: OpenPage
) -> None:
    sign_in()

    refused = page("/account/password").press(
        "Save password", current=PASSWORD, password="password123", status=422
    )

    assert "among the first to be tried" in refused.text
    assert "password123" not in refused.html


def test_the_account_lists_its_browsers_and_ends_one(
    ana: Account,
    client: FlaskClient,
    other: FlaskClient,
    sign_in: SignIn,
    page: OpenPage,
) -> None:
    sign_in(browser=other)
    shown = sign_in()
    assert shown.text.count("last used on") == 2

    ended = page("/account")
    form = next(f for f in ended.all("form") if "/sessions/" in f.get("action", ""))
    token = ended.all("input")[0].get("value", "")
    client.post(form.get("action", ""), data={"csrf_token": token})

    assert not is_signed_in(other)
    assert is_signed_in(client)


def test_signing_out_everywhere_else_ends_the_others_and_copies(
    ana: Account,
    app: Flask,
    client: FlaskClient,
    other: FlaskClient,
    sign_in: SignIn,
    page: OpenPage,
) -> None:
    sign_in(browser=other)
    sign_in()
    copied = cookie_of(client)

    page("/account").press("Sign out everywhere else")

    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert not is_signed_in(replay(app, copied))


def test_nobody_ends_the_session_of_somebody_else(
    ana: Account,
    add_account: Callable[..., Account],
    client: FlaskClient,
    other: FlaskClient,
    sign_in: SignIn,
    session: Session,
) -> None:
    add_account("ben@example.org")
    sign_in("ben@example.org", browser=other)
    key = session.query(AccountSession.key).scalar()
    session.rollback()
    shown = sign_in()
    token = shown.all("input")[0].get("value", "")

    answer = client.post(f"/account/sessions/{key}/end", data={"csrf_token": token})

    assert answer.status_code == 404
    assert is_signed_in(other)


def test_what_is_sensitive_asks_for_the_password_again_and_then_goes_on(
    ana: Account, client: FlaskClient, sign_in: SignIn, page: OpenPage, session: Session
) -> None:
    sign_in()
    let_time_pass(session)
    copied = cookie_of(client)

    asked = page("/account/email")
    assert asked.heading == "Is it you?"
    refused = asked.press("Continue", password="wrong", status=422)
    shown = refused.press("Continue", password=PASSWORD)

    assert shown.heading == "Change email address"
    assert cookie_of(client) != copied


def test_nothing_sensitive_is_done_without_the_password(
    ana: Account, client: FlaskClient, sign_in: SignIn, page: OpenPage, session: Session
) -> None:
    sign_in()
    forms = {path: page(path) for path in ("/account/email", "/forget")}
    let_time_pass(session)

    forms["/account/email"].press("Send the link", email="new@example.org")
    forms["/forget"].press("Delete everything")

    assert session.get(Account, ana.id) is not None
    assert is_signed_in(client)


def test_a_name_is_shown_in_place_of_the_address(
    ana: Account, sign_in: SignIn, page: OpenPage
) -> None:
    sign_in()

    named = page("/account/name").press("Save name", name="Ana <b>Muster</b>")

    assert "You are signed in as Ana <b>Muster</b>" in named.text
    page("/account/name").press("Save name", name="x" * 81, status=422)


def test_deleting_the_data_deletes_the_account_and_signs_out(
    ana: Account, client: FlaskClient, sign_in: SignIn, page: OpenPage, session: Session
) -> None:
    sign_in()

    home = page("/forget").press("Delete everything")

    assert "Your data is deleted" in home.text
    assert client.get_cookie(COOKIE) is None
    assert session.query(Account).count() == 0


def test_somebody_with_an_account_gets_no_transfer_code(
    ana: Account, client: FlaskClient, sign_in: SignIn, page: OpenPage
) -> None:
    sign_in()
    question = open_page(client, "/goals/junior/start").press("Start", length="quick")

    paused = question.follow("Save and leave")

    assert "Sign in there with your account" in paused.text
    token = {e.get("name"): e.get("value") for e in paused.all("input")}["csrf_token"]
    assert client.post(paused.url, data={"csrf_token": token}).status_code == 409


def test_an_answer_of_somebody_signed_in_belongs_to_the_account(
    ana: Account, client: FlaskClient, sign_in: SignIn, page: OpenPage
) -> None:
    sign_in()
    page("/goals/junior/start").press("Start", length="quick")
    assert client.get_cookie("trigpoint_person") is None

    elsewhere = client.application.test_client()
    sign_in(browser=elsewhere)

    assert "Continue: Junior generalist" in open_page(elsewhere, "/sittings").text
