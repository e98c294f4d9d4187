"""One-time links by email: sign up, choose a new password, use a new address. And that no answer tells who is known."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.administration.services import OPERATOR, hand_out_link
from quiz.core.clock import utc_now
from quiz.credentials.models import AccountLink
from quiz.web.current_settings import EXTENSION_NAME
from tests.accounts_cast import PASSWORD
from tests.accounts_fixtures import Mailbox, SignIn
from tests.credentials.test_account import NEW_PASSWORD
from tests.credentials.test_sign_in import is_signed_in
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]


def request_sign_up(page: OpenPage, email: str = "new@example.org") -> Page:
    return page("/sign-up").press("Send the link", email=email)


def request_password(page: OpenPage, email: str = "ana@example.org") -> Page:
    return page("/forgotten-password").press("Send the link", email=email)


@pytest.mark.parametrize("asking", [request_sign_up, request_password])
def test_the_answer_does_not_tell_whether_there_is_an_account(
    ana: Account, page: OpenPage, mailbox: Mailbox, asking: Callable[..., Page]
) -> None:
    known = asking(page, "ana@example.org")
    unknown = asking(page, "eve@example.org")

    assert known.text == unknown.text.replace("eve@", "ana@")
    assert len(mailbox.read_all()) == 2


def test_who_signs_up_twice_is_told_by_email_alone(
    ana: Account, page: OpenPage, mailbox: Mailbox
) -> None:
    request_sign_up(page, "ana@example.org")

    [(recipient, subject, _)] = mailbox.read_all()

    assert (recipient, subject) == (
        "ana@example.org",
        "You already have an account at Trigpoint",
    )


def test_a_forgotten_password_is_replaced_and_every_browser_signed_out(
    ana: Account, page: OpenPage, other: FlaskClient, sign_in: SignIn, mailbox: Mailbox
) -> None:
    sign_in(browser=other)
    request_password(page)

    done = page(mailbox.newest_link()).press("Save password", password=NEW_PASSWORD)

    assert done.heading == "My account"
    assert not is_signed_in(other)
    sign_in(browser=other, status=422)
    assert sign_in(password=NEW_PASSWORD, browser=other).heading == "My account"


def test_a_link_works_once(
    ana: Account, page: OpenPage, app: Flask, mailbox: Mailbox
) -> None:
    request_password(page)
    link = mailbox.newest_link()
    second = open_page(app.test_client(), link)
    page(link).press("Save password", password=NEW_PASSWORD)

    refused = second.press("Save password", password="another good one", status=404)

    assert refused.heading == "This link does not work"
    assert page(link, status=404).heading == "This link does not work"


def test_opening_a_link_does_not_use_it_up(
    ana: Account, page: OpenPage, mailbox: Mailbox
) -> None:
    request_password(page)

    for _ in range(3):
        assert page(mailbox.newest_link()).heading == "Choose a password"


def test_a_newer_link_voids_the_older(
    ana: Account, page: OpenPage, mailbox: Mailbox
) -> None:
    request_password(page)
    older = mailbox.newest_link()
    request_password(page)

    page(older, status=404)
    assert page(mailbox.newest_link()).heading == "Choose a password"


def test_a_link_that_a_stranger_asks_for_leaves_an_invitation_alone(
    ana: Account, page: OpenPage, session: Session
) -> None:
    account = session.get_one(Account, ana.id)
    older = hand_out_link(session, account, OPERATOR, now=utc_now())
    invitation = hand_out_link(session, account, OPERATOR, now=utc_now())
    session.commit()

    request_password(page)

    page(f"/password/{older}", status=404)
    assert page(f"/password/{invitation}").heading == "Choose a password"


def test_a_link_is_void_once_the_password_was_changed_otherwise(
    ana: Account, page: OpenPage, sign_in: SignIn, mailbox: Mailbox
) -> None:
    request_password(page)
    link = mailbox.newest_link()
    sign_in()
    page("/account/password").press(
        "Save password", current=PASSWORD, password=NEW_PASSWORD
    )

    page(link, status=404)


def test_a_link_expires(
    ana: Account, page: OpenPage, mailbox: Mailbox, session: Session
) -> None:
    request_password(page)
    session.execute(
        update(AccountLink).values(expires_at=utc_now() - timedelta(seconds=1))
    )
    session.commit()

    page(mailbox.newest_link(), status=404)


def test_a_link_works_for_its_own_purpose_alone(
    ana: Account, page: OpenPage, sign_in: SignIn, mailbox: Mailbox
) -> None:
    request_sign_up(page)
    sign_up = mailbox.newest_link().removeprefix("/sign-up/")
    request_password(page)
    password = mailbox.newest_link().removeprefix("/password/")

    page(f"/password/{sign_up}", status=404)
    page(f"/sign-up/{password}", status=404)
    sign_in()
    page(f"/account/email/{password}", status=404)


def test_links_are_stored_as_hashes(
    ana: Account, page: OpenPage, mailbox: Mailbox, session: Session
) -> None:
    request_password(page)
    secret = mailbox.newest_link().removeprefix("/password/")

    rows = [
        str(tuple(row)) for row in session.execute(select(*AccountLink.__table__.c))
    ]

    assert rows
    assert not any(secret in row for row in rows)


def test_links_lead_to_the_base_url_whatever_the_host_says(
    ana: Account, app: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions[EXTENSION_NAME]
    based = settings.model_copy(update={"base_url": "https://quiz.example.org"})
    monkeypatch.setitem(app.extensions, EXTENSION_NAME, based)
    client = app.test_client()
    form = open_page(client, "/forgotten-password")
    token = {e.get("name"): e.get("value", "") for e in form.all("input")}["csrf_token"]

    client.post(
        "/forgotten-password",
        data={"email": "ana@example.org", "csrf_token": token},
        headers={"X-Forwarded-Host": "evil.example"},
    )

    text = mailbox.read_all()[0][2]
    assert "https://quiz.example.org/password/" in text
    assert "evil.example" not in text


def test_five_emails_an_hour_go_to_one_address(
    page: OpenPage, mailbox: Mailbox
) -> None:
    for _ in range(5):
        request_sign_up(page)

    page("/sign-up").press("Send the link", email="new@example.org", status=429)

    assert len(mailbox.read_all()) == 5


def test_a_closed_account_gets_no_link(
    add_account: Callable[..., Account],
    page: OpenPage,
    mailbox: Mailbox,
    session: Session,
) -> None:
    account = add_account()
    session.execute(
        update(Account).where(Account.id == account.id).values(disabled_at=utc_now())
    )
    session.commit()

    request_password(page)

    [(_, subject, text)] = mailbox.read_all()
    assert subject == "Your account at Trigpoint is closed"
    assert "http" not in text


def test_a_new_address_is_used_once_its_mailbox_was_opened(
    ana: Account, page: OpenPage, other: FlaskClient, sign_in: SignIn, mailbox: Mailbox
) -> None:
    sign_in(browser=other)
    sign_in()
    page("/account/email").press("Send the link", email="ana@new.example")

    done = page(mailbox.newest_link()).press("Use this address")

    assert "signed in as ana@new.example" in done.text
    assert not is_signed_in(other)
    assert mailbox.read_all()[0][0] == "ana@example.org"
    sign_in(browser=other, status=422)
    assert sign_in("ana@new.example", browser=other).heading == "My account"


def test_the_old_address_is_not_sent_to_a_password_that_it_no_longer_opens(
    ana: Account, page: OpenPage, sign_in: SignIn, mailbox: Mailbox
) -> None:
    sign_in()
    page("/account/email").press("Send the link", email="ana@new.example")

    page(mailbox.newest_link()).press("Use this address")

    recipient, _, text = mailbox.read_all()[0]
    assert recipient == "ana@example.org"
    assert "If it was not you, tell the people who run Trigpoint at once." in text
    assert "http" not in text


def test_the_address_of_somebody_else_is_not_given_away(
    ana: Account,
    add_account: Callable[..., Account],
    page: OpenPage,
    sign_in: SignIn,
    mailbox: Mailbox,
) -> None:
    add_account("ben@example.org")
    sign_in()

    taken = page("/account/email").press("Send the link", email="ben@example.org")
    free = page("/account/email").press("Send the link", email="eve@example.org")

    assert taken.text == free.text.replace("eve@", "ben@")
    recipient, subject, text = mailbox.read_all()[1]
    assert (recipient, subject) == (
        "ben@example.org",
        "This address is in use at Trigpoint",
    )
    assert "http" not in text


def test_a_link_to_a_new_address_works_for_its_account_alone(
    ana: Account,
    add_account: Callable[..., Account],
    page: OpenPage,
    other: FlaskClient,
    sign_in: SignIn,
    mailbox: Mailbox,
) -> None:
    add_account("ben@example.org")
    sign_in()
    page("/account/email").press("Send the link", email="ana@new.example")
    sign_in("ben@example.org", browser=other)

    open_page(other, mailbox.newest_link(), status=404)
