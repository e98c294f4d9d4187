"""Pages by which a browser is known again, and by which a person is forgotten."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, ResumeToken
from quiz.web.models import WebSession
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]


def paused(page: OpenPage) -> Page:
    question = page("/goals/junior/start").press("Start", length="quick")
    return question.follow("Save and leave").press("Create a link and a code")


def code_on(shown: Page) -> str:
    found: list[str] = re.findall(
        r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", shown.text
    )
    return found[0]


def link_on(shown: Page) -> str:
    found: list[str] = re.findall(r"/resume/[\w-]{43}", shown.html)
    return found[0]


def test_a_code_brings_the_sitting_to_another_browser(
    page: OpenPage, app: Flask
) -> None:
    code = code_on(paused(page))
    other = app.test_client()

    mine = open_page(other, "/resume").press("Continue", code=code)

    assert "Continue: Junior generalist" in mine.text


def test_a_wrong_code_is_said_and_kept_in_the_field(page: OpenPage) -> None:
    refused = page("/resume").press("Continue", code="XXXX-XXXX-XXXX", status=422)

    assert "no longer works" in refused.text
    assert "XXXX-XXXX-XXXX" in refused.html


def test_an_empty_code_says_what_is_missing(page: OpenPage) -> None:
    assert "Enter the code." in page("/resume").press("Continue", status=422).text


def test_opening_a_link_changes_nothing_until_it_is_confirmed(
    page: OpenPage, app: Flask
) -> None:
    link = link_on(paused(page))
    other = app.test_client()

    asked = open_page(other, link)

    assert other.get_cookie("trigpoint_person") is None
    assert "Continue: Junior generalist" in asked.press("Continue here").text


def test_a_link_that_expired_says_so(page: OpenPage, session: Session) -> None:
    link = link_on(paused(page))
    session.query(ResumeToken).delete()
    session.commit()

    refused = page(link).press("Continue here", status=422)

    assert "no longer works" in refused.text


def test_being_known_anew_ends_the_session_that_was_there_before(
    page: OpenPage, client: FlaskClient
) -> None:
    page("/goals/junior/start")
    planted = client.get_cookie("trigpoint_session")

    page("/goals/junior/start").press("Start", length="quick")

    after = client.get_cookie("trigpoint_session")
    assert planted is not None
    assert after is not None
    assert planted.value != after.value


def test_deleting_asks_first(page: OpenPage, session: Session) -> None:
    paused(page)

    asked = page("/forget")

    assert "cannot be undone" in asked.text
    assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_deleting_removes_everything_and_says_so(
    page: OpenPage, client: FlaskClient, session: Session
) -> None:
    paused(page)

    home = page("/forget").press("Delete everything")

    assert "Your data is deleted" in home.text
    assert client.get_cookie("trigpoint_person") is None
    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_somebody_without_data_is_told_that_nothing_is_kept(page: OpenPage) -> None:
    assert "We store nothing about you" in page("/forget").text


def test_nobody_is_forgotten_by_a_browser_that_is_not_known(
    page: OpenPage, client: FlaskClient, session: Session
) -> None:
    paused(page)
    form = page("/forget")
    client.delete_cookie("trigpoint_person")

    form.press("Delete everything", status=404)

    assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_the_message_after_deleting_is_shown_once_and_its_session_goes(
    page: OpenPage, session: Session
) -> None:
    paused(page)
    page("/forget").press("Delete everything")

    assert "Your data is deleted" not in page("/").text
    assert session.scalar(select(func.count()).select_from(WebSession)) == 0
