"""Pages of no room: method, privacy, help, the theme, health, and what an error looks like."""

from collections.abc import Callable

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from quiz.measurement.reporting.classification import min_answers_to_decide
from quiz.web.current_settings import EXTENSION_NAME
from quiz.web.pages.theme import read_theme
from quiz.web.transactions import request_session
from tests.pages import Page

OpenPage = Callable[..., Page]


@pytest.mark.parametrize("path", ["/method", "/privacy", "/help", "/sources"])
def test_the_pages_of_the_footer_are_in_order(page: OpenPage, path: str) -> None:
    assert page(path).heading


def test_the_method_says_how_many_answers_a_status_needs(page: OpenPage) -> None:
    quick, others = min_answers_to_decide("quick"), min_answers_to_decide("standard")

    method = page("/method").text

    assert f"need at least {quick} answers in the area in a quick" in method
    assert f"and {others} in the others" in method


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/goals/", "/goals"),
        ("/goals/junior/start/", "/goals/junior/start"),
        ("/goals//?from=a&from=b%26c", "/goals?from=a&from=b%26c"),
    ],
)
def test_a_slash_after_an_address_leads_to_the_page(
    client: FlaskClient, typed: str, meant: str
) -> None:
    answer = client.get(typed)

    while answer.location and answer.location != meant:
        answer = client.get(answer.location)
    assert (answer.status_code, answer.location) == (308, meant)


@pytest.mark.parametrize(
    "typed", ["/nowhere/", "/%2Fexample.org/", "/goals/nothing/else/", "/static/css/"]
)
def test_a_slash_after_anything_else_is_not_found(
    client: FlaskClient, typed: str
) -> None:
    assert client.get(typed, follow_redirects=True).status_code == 404


def test_a_form_is_not_sent_on_to_another_address(client: FlaskClient) -> None:
    assert client.post("/adverts/", data={"text": "x"}).status_code == 404


@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_pages_say_how_long_data_is_kept_as_the_settings_do(
    app: Flask, page: OpenPage, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    changed = app.extensions[EXTENSION_NAME].model_copy(update={"keep_days": 17})
    monkeypatch.setitem(app.extensions, EXTENSION_NAME, changed)

    assert "17 days after your last visit" in page(path).text


def test_the_theme_is_kept_and_written_into_the_page(page: OpenPage) -> None:
    dark = page("/goals").press("Dark")

    assert dark.url == "/goals"
    assert dark.only("html").get("data-theme") == "dark"


def test_the_system_decides_again_when_asked(page: OpenPage) -> None:
    page("/goals").press("Dark")

    assert page("/goals").press("System").only("html").get("data-theme") is None


def test_an_unknown_theme_is_the_systems() -> None:
    assert read_theme("pink") == "auto"


def test_health_and_readiness_are_plain_words(client: FlaskClient) -> None:
    assert (client.get("/healthz").text, client.get("/readyz").text) == (
        "ok\n",
        "ready\n",
    )


def test_a_database_that_cannot_be_written_is_not_ready(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = request_session

    def read_only() -> Session:
        session = opened()
        if session.get_bind().dialect.name == "sqlite":
            session.connection().exec_driver_sql("PRAGMA query_only = ON")
        else:
            session.connection().exec_driver_sql("SET TRANSACTION READ ONLY")
        return session

    monkeypatch.setattr("quiz.web.pages.views.request_session", read_only)
    try:
        answer = client.get("/readyz")
    finally:
        app.extensions["trigpoint_engines"][True].dispose()

    assert answer.status_code == 503


def test_a_page_that_is_not_there_says_one_way_on(page: OpenPage) -> None:
    missing = page("/nowhere", status=404)

    assert missing.follow("Go to the home page").url == "/"
    assert "Your answers are saved" not in missing.text


def test_a_stranger_reads_on_a_missing_page_how_an_assessment_opens(
    page: OpenPage,
) -> None:
    missing = page("/nowhere", status=404)

    assert "signed in to the account it is in" in missing.text


@pytest.mark.parametrize("cookie", ["PERSON_COOKIE_NAME", "ACCOUNT_COOKIE_NAME"])
def test_somebody_with_answers_reads_on_a_missing_page_that_they_are_saved(
    page: OpenPage, client: FlaskClient, app: Flask, cookie: str
) -> None:
    client.set_cookie(app.config[cookie], "of a person")

    missing = page("/nowhere", status=404)

    assert "Your answers are saved." in missing.text
    assert missing.follow("Go to my results").url == "/sittings"


def test_nothing_answers_to_trace(client: FlaskClient) -> None:
    assert client.open("/", method="TRACE").status_code == 405


def test_a_method_that_is_not_allowed_says_which_are(client: FlaskClient) -> None:
    answer = client.get("/theme")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_database_that_refuses_is_said_with_a_number_to_quote(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> str:
        raise OperationalError(
            "INSERT", {}, Exception("disk is full, in /secret/place")
        )

    monkeypatch.setitem(app.view_functions, "web.check_health", refuse)
    monkeypatch.setattr(app, "testing", False)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "/secret/place" not in answer.text


def test_an_unexpected_error_tells_nothing_of_the_inside_and_is_logged_once(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> str:
        raise ValueError("secret detail")

    monkeypatch.setitem(app.view_functions, "web.check_health", fail)
    monkeypatch.setattr(app, "testing", False)

    answer = client.get("/healthz")

    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    [line] = [record for record in caplog.records if record.exc_info]
    number = line.getMessage().partition("[")[2].partition("]")[0]
    assert number in answer.text


def test_a_refused_request_leaves_nothing_in_the_database(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_and_refuse() -> tuple[str, int]:
        request_session().execute(
            text("INSERT INTO limit_counter VALUES ('x', 1, '2030-01-01 00:00:00')")
        )
        return "no", 409

    monkeypatch.setitem(app.view_functions, "web.check_health", write_and_refuse)
    client.get("/healthz")

    with app.test_request_context():
        assert request_session().scalar(text("SELECT count(*) FROM limit_counter")) == 0
        g.database_session.close()


def test_a_commit_that_fails_is_an_error_page_and_no_redirect(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def promise() -> tuple[str, int, dict[str, str]]:
        opened = request_session()
        monkeypatch.setattr(
            opened,
            "commit",
            lambda: (_ for _ in ()).throw(OperationalError("COMMIT", {}, Exception())),
        )
        return "", 303, {"Location": "/saved"}

    monkeypatch.setitem(app.view_functions, "web.check_health", promise)
    monkeypatch.setattr(app, "testing", False)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert "Location" not in answer.headers
