"""What the log of security events holds: what was tried, by whom and with which outcome, and nothing that was typed."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quiz.app import SECURITY_ROOMS
from quiz.sittings.assessment.context import AssessmentContext
from quiz.web.access import list_views
from tests.access.belongings import Belongings, a_learner
from tests.pages import Page

WORD = "qzanaqz"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, str]]]:
    """Return a function that reads the log, each line by its fields."""
    caplog.set_level(logging.INFO, logger="quiz.security")

    def read() -> list[dict[str, str]]:
        return [
            dict(field.split("=", 1) for field in record.getMessage().split(" "))
            for record in caplog.records
            if record.name == "quiz.security"
        ]

    return read


@pytest.fixture
def learner(
    client: FlaskClient, session: Session, tools: AssessmentContext
) -> Belongings:
    """Return somebody who is signed in at the browser."""
    theirs = a_learner(session, tools, WORD, with_account=True)
    client.set_cookie(
        client.application.config["ACCOUNT_COOKIE_NAME"], theirs.signed_in
    )
    return theirs


def test_a_wrong_password_is_told_without_the_address(
    page: Callable[..., Page],
    lines: Callable[[], list[dict[str, str]]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    page("/sign-in").press(
        "Sign in", status=422, email=f"{WORD}@example.org", password="nine slow otters"
    )

    (line,) = lines()
    assert (line["view"], line["outcome"]) == ("sign_in.submit_password", "refused")
    assert len(line["subject"]) == len(line["network"]) == 24
    for typed in (WORD, "otters", "127.0.0.1"):
        assert typed not in caplog.text


def test_a_sign_out_names_the_account(
    page: Callable[..., Page],
    learner: Belongings,
    lines: Callable[[], list[dict[str, str]]],
) -> None:
    page("/account").press("Sign out")

    line = lines()[-1]
    assert learner.account is not None
    assert line["actor"] == learner.account.key
    assert (line["view"], line["outcome"]) == ("sign_in.sign_out", "done")


def test_a_refused_request_names_the_rule(
    client: FlaskClient,
    session: Session,
    tools: AssessmentContext,
    learner: Belongings,
    lines: Callable[[], list[dict[str, str]]],
) -> None:
    other = a_learner(session, tools, "ben", with_account=True)

    client.get(f"/sittings/{other.keys['sitting']}/result")
    client.get("/administration")

    assert [(line["rule"], line["outcome"]) for line in lines()] == [
        ("owner-of-sitting", "not-found"),
        ("administer", "not-allowed"),
    ]


def test_a_form_without_its_token_is_told(
    client: FlaskClient, lines: Callable[[], list[dict[str, str]]]
) -> None:
    client.post("/sign-in", data={"email": "x\ny=1"})

    assert lines()[-1]["outcome"] == "form-refused"


def test_reading_a_page_is_no_event(
    page: Callable[..., Page], lines: Callable[[], list[dict[str, str]]]
) -> None:
    page("/privacy")

    assert lines() == []


def test_every_room_that_is_named_is_there(shared_app: Flask) -> None:
    rooms = {
        view.endpoint.split(".")[0]
        for view in list_views(shared_app)
        if view.method == "POST"
    }

    assert rooms >= SECURITY_ROOMS
