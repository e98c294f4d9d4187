"""What administrators can do on pages, and that nobody else can."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quiz.accounts.sessions.models import Account
from quiz.core.db import open_session
from quiz.credentials.models import SecondFactor
from quiz.credentials.second_factor.services import begin_second_factor
from quiz.organisations.models import Membership, SiteRole, SiteRoleName
from quiz.organisations.services import grant_site_role
from quiz.web.current_settings import EXTENSION_NAME
from tests.accounts_fixtures import SignIn
from tests.credentials.test_account import let_time_pass
from tests.credentials.test_sign_in import is_signed_in
from tests.factories import NOW, count
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]


@pytest.fixture
def root(add_account: Callable[..., Account], session: Session) -> Account:
    """Return the administrator."""
    account = add_account("root@example.org")
    grant_site_role(session, account, SiteRoleName.ADMINISTRATOR, now=NOW)
    session.commit()
    return account


@pytest.fixture
def desk(root: Account, sign_in: SignIn, page: OpenPage) -> Page:
    """Return the first page of administration, in the browser of the administrator."""
    sign_in("root@example.org")
    return page("/account").follow("Administration")


def test_others_find_no_such_page(
    ana: Account, page: OpenPage, sign_in: SignIn
) -> None:
    page("/administration", status=404)
    sign_in()
    page("/administration", status=403)


def test_an_account_is_found_by_a_part_of_its_address_or_name(
    desk: Page, ana: Account, add_account: Callable[..., Account]
) -> None:
    add_account("ben@example.org", name="Ben 100% Muster")

    accounts = desk.follow("Accounts")

    assert "ben@example.org" not in accounts.press("Search", q="ANA").text
    assert "ben@example.org" in accounts.press("Search", q="100%").text
    assert "ana@example.org" not in accounts.press("Search", q="%").text
    assert "None." in accounts.press("Search", q="_____________________").text


def test_many_accounts_come_in_pages(
    desk: Page, session: Session, add_account: Callable[..., Account]
) -> None:
    for number in range(51):
        add_account(f"person{number:02}@example.org")

    first = desk.follow("Accounts")
    second = first.follow("Next page")

    assert "person49@" in first.text
    assert "person50@" not in first.text
    assert "root@" in second.text
    assert "Next page" not in second.text
    assert second.follow("Previous page").text == first.text


def test_a_new_account_gets_a_link_that_is_shown_once(
    desk: Page, other: FlaskClient
) -> None:
    made = desk.follow("Accounts").press("Create account", email="New@Example.org")
    assert made.heading == "Account of new@example.org"
    shown = made.press("Make a link to choose a password")
    [link] = re.findall(r"/password/[\w-]{43}", shown.html)[:1]

    done = open_page(other, link).press("Save password", password="nine slow otters")

    assert done.heading == "My account"
    assert link not in made.open(made.url).html


def test_roles_are_given_and_taken(
    desk: Page, ana: Account, other: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    desk.follow("Organisations").press("Add organisation", name="Bootcamp Nord")
    sign_in(browser=other)
    shown = desk.follow("Accounts").follow("ana@example.org")
    [choice] = re.findall(r'value="(instructor:\w+)"', shown.html)

    given = shown.press("Give role", role=choice)

    assert "Bootcamp Nord, since" in given.text
    assert not is_signed_in(other)
    assert count(session, Membership) == 1
    session.rollback()
    assert "None: a learner." in given.press("Take away").text


def test_a_role_that_is_not_offered_is_not_given(
    desk: Page, ana: Account, session: Session
) -> None:
    shown = desk.follow("Accounts").follow("ana@example.org")

    shown.press("Give role", role="owner", status=422)
    shown.press("Give role", role="instructor:n0suchkey000", status=422)

    assert count(session, SiteRole) == 1


def test_the_only_administrator_stays(desk: Page) -> None:
    shown = desk.follow("Accounts").follow("root@example.org")

    refused = shown.press("Take away", status=409)

    assert "the only administrator" in refused.text


def test_a_closed_account_is_signed_out_and_opened_again(
    desk: Page, ana: Account, other: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(browser=other)
    shown = desk.follow("Accounts").follow("ana@example.org")

    closed = shown.press("Close")

    assert "Closed on" in closed.text
    assert not is_signed_in(other)
    sign_in(browser=other, status=422)
    closed.press("Open")
    assert sign_in(browser=other).heading == "My account"


def test_who_lost_the_app_is_let_in_without_it(
    desk: Page, ana: Account, session: Session
) -> None:
    factor = begin_second_factor(session, ana, "sealed", now=NOW)
    factor.confirmed_at = NOW
    session.commit()

    desk.follow("Accounts").follow("ana@example.org").press("Turn off")

    assert count(session, SecondFactor) == 0


def test_what_changes_something_asks_for_the_password_again(
    desk: Page, ana: Account, session: Session
) -> None:
    shown = desk.follow("Accounts").follow("ana@example.org")
    let_time_pass(session)

    asked = shown.press("Close")

    assert asked.heading == "Is it you?"
    assert session.scalars(select(Account.disabled_at)).all() == [None, None]


def test_a_site_may_ask_people_with_a_role_for_a_second_step(
    app: Flask,
    root: Account,
    sign_in: SignIn,
    page: OpenPage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = app.extensions[EXTENSION_NAME]
    strict = settings.model_copy(update={"require_second_factor": 1})
    monkeypatch.setitem(app.extensions, EXTENSION_NAME, strict)

    shown = sign_in("root@example.org")

    assert "Your role counts only after you sign in with a second step." in shown.text
    page("/administration", status=403)


def test_the_page_says_once_that_emails_are_not_sent(
    desk: Page, page: OpenPage, engine: object
) -> None:
    from datetime import timedelta

    from quiz.core.clock import utc_now
    from quiz.mail.messages import MailText
    from quiz.mail.services import add_mail

    with open_session(engine, writes=True) as session:  # type: ignore[arg-type]  # an engine
        text = MailText("test", "ana@example.org", "Subject", "Text\n")
        long_ago = utc_now() - timedelta(hours=1)
        add_mail(session, text, secret="only for tests " * 4, now=long_ago)
        session.commit()

    assert page("/administration").text.count("Emails are not ") == 1
    assert "Emails are not being sent" in page("/administration").text


def test_what_an_administrator_did_is_shown_to_whom_it_was_done(
    desk: Page, ana: Account, other: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(browser=other)

    desk.follow("Accounts").follow("ana@example.org").press("Sign out everywhere")

    sign_in(browser=other)
    seen = open_page(other, "/my-data").text
    assert "Nobody with a role on this site has looked" not in seen
    assert "administrator" in seen.lower()
