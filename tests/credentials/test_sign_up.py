"""Signing up: through the mailbox, with the question of age, and with nothing that the form does not ask."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account, AccountSession
from quiz.core.clock import utc_now
from quiz.web.current_settings import EXTENSION_NAME
from tests.accounts_fixtures import Mailbox
from tests.credentials.test_account import NEW_PASSWORD
from tests.credentials.test_links import request_sign_up
from tests.factories import count
from tests.pages import Page

OpenPage = Callable[..., Page]
ADULT: dict[str, str | list[str]] = {"day": "31", "month": "3", "year": "1999"}


def test_signing_up_goes_through_the_mailbox(
    page: OpenPage, mailbox: Mailbox, session: Session
) -> None:
    sent = request_sign_up(page, "New@Example.org")
    assert "new@example.org" in sent.text
    assert count(session, Account) == 0
    session.rollback()  # lets the form write

    done = page(mailbox.newest_link()).press(
        "Create account", ADULT, password=NEW_PASSWORD
    )

    assert done.heading == "My account"
    account = session.scalars(select(Account)).one()
    assert account.email == "new@example.org"
    assert account.email_verified_at is not None
    assert account.is_old_enough is True


def test_of_the_date_of_birth_nothing_is_stored(
    page: OpenPage, mailbox: Mailbox, session: Session
) -> None:
    request_sign_up(page)
    page(mailbox.newest_link()).press("Create account", ADULT, password=NEW_PASSWORD)

    account = session.scalars(select(Account)).one()

    stored = [getattr(account, column.key) for column in Account.__table__.columns]
    assert date(1999, 3, 31) not in stored
    assert account.age_asked_on == utc_now().date()


def test_who_is_too_young_gets_no_account_and_is_not_asked_twice(
    page: OpenPage, mailbox: Mailbox, session: Session
) -> None:
    request_sign_up(page)
    form = page(mailbox.newest_link())
    year = str(utc_now().year - 12)

    told = form.press(
        "Create account", password=NEW_PASSWORD, day="1", month="1", year=year
    )

    assert told.heading == "You can go on without an account"
    assert page(mailbox.newest_link()).heading == told.heading
    assert form.press("Create account", ADULT, password=NEW_PASSWORD).heading == (
        told.heading
    )
    assert count(session, Account) == 0


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("31", "2", "1999"), ("x", "3", "1999"), ("1", "1", "26"), ("1", "1", "1850")],
)
def test_a_date_that_cannot_be_is_said(
    page: OpenPage, mailbox: Mailbox, day: str, month: str, year: str
) -> None:
    request_sign_up(page)

    refused = page(mailbox.newest_link()).press(
        "Create account",
        password=NEW_PASSWORD,
        day=day,
        month=month,
        year=year,
        status=422,
    )

    assert "date of birth" in refused.text


def test_a_missing_date_is_said_once(page: OpenPage, mailbox: Mailbox) -> None:
    request_sign_up(page)

    refused = page(mailbox.newest_link()).press(
        "Create account", password=NEW_PASSWORD, status=422
    )

    # In the summary, and at the fields.
    assert refused.text.count("Enter your date of birth in numbers") == 2


def test_fields_that_no_form_has_change_nothing(
    page: OpenPage, mailbox: Mailbox, session: Session
) -> None:
    request_sign_up(page)

    page(mailbox.newest_link()).press(
        "Create account",
        ADULT,
        password=NEW_PASSWORD,
        email="boss@example.org",
        role="administrator",
        is_administrator="1",
        account_id="1",
    )

    account = session.scalars(select(Account)).one()
    assert account.email == "new@example.org"
    assert count(session, AccountSession) == 1
    assert "Administrator" not in page("/account").text


def test_a_site_without_sign_up_has_no_such_page(
    app: Flask, page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions[EXTENSION_NAME]
    closed = settings.model_copy(update={"sign_up": 0})
    monkeypatch.setitem(app.extensions, EXTENSION_NAME, closed)

    page("/sign-up", status=404)
    assert "Create an account" not in page("/sign-in").text
