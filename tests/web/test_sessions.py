"""Server-side sessions: an id in the cookie, data in the database, a row only when there is something."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask, flash, session
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.clock import utc_now
from quiz.goals.models import OwnGoal
from quiz.results.models import Evidence
from quiz.web.models import WebSession
from quiz.web.sessions import DatabaseSessions
from tests.pages import open_page


def rows(database: Session) -> int:
    found = database.scalar(select(func.count()).select_from(WebSession)) or 0
    database.rollback()
    return found


@pytest.fixture
def small(engine: Engine) -> FlaskClient:
    """Return a browser of an app with three views that use the session."""
    app = Flask(__name__)
    app.secret_key = "for this test alone, long enough"
    app.session_interface = DatabaseSessions(engine)

    def put() -> str:
        session["name"] = "Ana"
        return "put"

    def clear() -> str:
        session.clear()
        return "clear"

    def say() -> str:
        flash("hello")
        return "said"

    def rotate() -> str:
        session.rotate_id(str(app.secret_key))  # type: ignore[attr-defined]  # ours
        return "new"

    views: dict[str, Callable[[], object]] = {
        "/set": put,
        "/get": lambda: session.get("name", "nobody"),
        "/token": lambda: session["csrf_token"],
        "/clear": clear,
        "/flash": say,
        "/rotate": rotate,
    }
    for path, view in views.items():
        app.add_url_rule(path, path[1:], view)  # type: ignore[arg-type]  # small views
    return app.test_client()


def test_what_is_set_is_there_in_the_next_request(small: FlaskClient) -> None:
    small.get("/set")

    assert small.get("/get").text == "Ana"


def test_a_visitor_who_only_reads_has_no_row_and_no_cookie(
    small: FlaskClient, session: Session
) -> None:
    answer = small.get("/get")

    assert "Set-Cookie" not in answer.headers
    assert rows(session) == 0


def test_the_forgery_token_stays_the_same_without_a_row(
    small: FlaskClient, session: Session
) -> None:
    first, second = small.get("/token").text, small.get("/token").text

    assert first == second
    assert rows(session) == 0


def test_another_browser_has_another_token(small: FlaskClient) -> None:
    other = small.application.test_client()

    assert small.get("/token").text != other.get("/token").text


def test_the_id_itself_is_not_kept(small: FlaskClient, session: Session) -> None:
    small.get("/set")
    cookie = small.get_cookie("session")

    assert cookie is not None
    assert str(session.scalar(select(WebSession.id_hash))) not in cookie.value


def test_an_emptied_session_leaves_no_row(small: FlaskClient, session: Session) -> None:
    small.get("/set")
    small.get("/clear")

    assert rows(session) == 0


def test_an_expired_session_is_empty(small: FlaskClient, session: Session) -> None:
    small.get("/set")
    session.execute(
        update(WebSession).values(expires_at=utc_now() - timedelta(seconds=1))
    )
    session.commit()

    assert small.get("/get").text == "nobody"


def test_an_invented_id_holds_nothing(small: FlaskClient) -> None:
    small.set_cookie("session", "invented.s")

    assert small.get("/get").text == "nobody"


def test_rotating_keeps_the_data_and_ends_the_old_id(small: FlaskClient) -> None:
    small.get("/set")
    old = small.get_cookie("session")
    token = small.get("/token").text

    small.get("/rotate")

    assert small.get("/get").text == "Ana"
    assert small.get("/token").text != token
    thief = small.application.test_client()
    assert old is not None
    thief.set_cookie("session", old.value)
    assert thief.get("/get").text == "nobody"


def test_a_message_for_the_next_page_is_kept(
    small: FlaskClient, session: Session
) -> None:
    small.get("/flash")

    assert rows(session) == 1


def test_what_a_form_did_and_what_is_said_of_it_are_kept_together(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    page = open_page(client, "/goals/junior/copy")

    page.press("Keep the goal")

    # One transaction: a second one could fail and tell people that nothing was saved.
    assert session.scalar(select(func.count()).select_from(OwnGoal)) == 1


def test_many_forms_of_one_browser_at_once_are_all_acknowledged(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    open_page(client, "/goals/junior/start").press("Start", length="quick")
    page = open_page(client, "/evidence")
    token = page.html.partition('name="csrf_token" value="')[2].partition('"')[0]
    area = page.html.partition('name="areas" type="checkbox" value="')[2]
    area = area.partition('"')[0] or "sql"
    cookies = {
        name: cookie.value
        for name in ("trigpoint_session", "trigpoint_person")
        if (cookie := client.get_cookie(name)) is not None
    }

    def send(number: int) -> int:
        browser = app.test_client()
        for name, value in cookies.items():
            browser.set_cookie(name, value)
        values = {"csrf_token": token, "note": f"no. {number}", "areas": area}
        return browser.post(
            "/evidence", data=values | {"url": "https://example.org"}
        ).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = [*pool.map(send, range(24))]

    assert set(statuses) == {303}
    assert session.scalar(select(func.count()).select_from(Evidence)) == 24


def test_a_form_that_is_refused_leaves_the_browser_who_it_was(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(client, "/goals/junior/start")
    before = client.get_cookie("trigpoint_session")
    monkeypatch.setattr(app, "testing", False)

    def break_off(*_args: object, **_options: object) -> None:
        raise OperationalError("INSERT", {}, Exception("busy"))

    monkeypatch.setattr("quiz.goals.views.starting.start_sitting", break_off)
    page.press("Start", length="quick", status=503)

    assert client.get_cookie("trigpoint_session") == before
    assert client.get_cookie("trigpoint_person") is None


def test_ten_first_presses_make_one_person_and_one_sitting(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    page = open_page(client, "/goals/junior/start")
    token = page.html.partition('name="csrf_token" value="')[2].partition('"')[0]
    cookie = client.get_cookie("trigpoint_session")
    assert cookie is not None

    def press(_number: int) -> tuple[int, str]:
        browser = app.test_client()
        browser.set_cookie("trigpoint_session", cookie.value)
        answer = browser.post(
            "/sittings",
            data={"csrf_token": token, "goal": "junior", "length": "quick"},
        )
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(10) as pool:
        answers = {*pool.map(press, range(10))}

    assert {status for status, _ in answers} == {303}
    assert len({location for _, location in answers}) == 1
    assert session.scalar(select(func.count()).select_from(Person)) == 1
