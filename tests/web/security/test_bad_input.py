"""What no page sends and no database takes ends as 400, 404 or 422, never as an outage."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.orm import Session

from quiz.credentials.passwords.hashing import hash_password
from quiz.web.transactions import request_session
from tests.accounts_cast import PASSWORD, an_account
from tests.pages import Page, open_page

OpenPage = Callable[..., Page]

#: Addresses with a NUL character in a part, for strangers and for people who are known.
NUL_PATHS = [
    "/goals/%00/start",
    "/goals/junior%00/copy",
    "/sittings/%00",
    "/sittings/%00/result",
    "/practice/answers/%00",
    "/practice/objective/%00",
    "/shared/%00",
    "/resume/%00",
    "/static/%00",
]


@pytest.mark.parametrize("path", NUL_PATHS)
def test_a_nul_in_an_address_is_an_address_that_is_not_there(
    client: FlaskClient, path: str
) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["goal=%00", "%00=x", "hours=1%00"])
def test_a_nul_in_a_query_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/sittings?{query}").status_code == 400


#: Forms of all kinds: address of the page, what its button says, a field that takes text.
FORMS = [
    ("/goals/junior/copy", "Save goal", "name"),
    ("/goals/junior/start", "Start", "length"),
    ("/resume", "Continue", "code"),
    ("/evidence", "Add", "note"),
]


@pytest.mark.parametrize(("path", "button", "field"), FORMS)
def test_a_nul_in_a_form_is_refused(
    client: FlaskClient, path: str, button: str, field: str
) -> None:
    open_page(client, "/goals/junior/start").press("Start", length="quick")

    refused = open_page(client, path).press(button, {field: "a\0b"}, status=422)

    assert "NUL" in refused.text


@pytest.mark.parametrize(
    "number", ["9" * 400, "-" + "9" * 400, "9" * 5000, "1e400", "nan"]
)
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/practice/objective/PROG-01", ("turn",)),
        ("/goals/junior/copy", ("level-sql", "level-prog")),
    ],
)
def test_numbers_beyond_all_sense_are_refused(
    client: FlaskClient, path: str, fields: tuple[str, ...], number: str
) -> None:
    open_page(client, "/goals/junior/start").press("Start", length="quick")
    page = open_page(client, path)
    token = page.html.partition('name="csrf_token" value="')[2].partition('"')[0]

    answer = client.post(
        path, data={"csrf_token": token, **dict.fromkeys(fields, number)}
    )

    assert answer.status_code in {400, 404, 422}


def raising(error: Exception) -> Callable[[], str]:
    def view() -> str:
        raise error

    return view


class _Orig(Exception):
    """An error of a driver, with the code that SQLite would give."""

    def __init__(self, code: int | None = None, state: str | None = None) -> None:
        super().__init__("of the driver")
        if code is not None:
            self.sqlite_errorcode = code
        self.sqlstate = state


#: Error of the database, and the status it becomes: 503 only for an outage.
ERRORS: list[tuple[type[DBAPIError], _Orig, int]] = [
    (OperationalError, _Orig(5), 503),  # busy
    (OperationalError, _Orig(5 | 2 << 8), 503),  # busy, as SQLite says it in full
    (OperationalError, _Orig(8), 503),  # read only
    (OperationalError, _Orig(13), 503),  # disk full
    (OperationalError, _Orig(1), 500),  # no such table
    (OperationalError, _Orig(state="08006"), 503),  # connection lost
    (OperationalError, _Orig(state="40P01"), 503),  # deadlock
    (DBAPIError, _Orig(state="40001"), 503),  # lost a race
    (DataError, _Orig(state="22021"), 422),  # a character that is not taken
    (DataError, _Orig(state="22001"), 422),  # too long
    (IntegrityError, _Orig(state="23505"), 500),
    (ProgrammingError, _Orig(state="42P01"), 500),  # no such table
]


@pytest.mark.parametrize(("kind", "orig", "status"), ERRORS)
def test_an_error_of_the_database_is_an_outage_only_when_it_is_one(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[DBAPIError],
    orig: _Orig,
    status: int,
) -> None:
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(
        app.view_functions, "web.check_health", raising(kind("SELECT", {}, orig))
    )

    assert client.get("/healthz").status_code == status


#: Pages whose address holds a secret.
SECRET_RULES = {
    "/resume/<secret>",
    "/shared/<secret>",
    "/sign-up/<secret>",
    "/password/<secret>",
    "/account/email/<secret>",
    "/join/<secret>",
    "/join/<secret>/confirm",
}


def test_secrets_in_addresses_stand_in_no_log(
    app: Flask,
    client: FlaskClient,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(app, "testing", False)
    rules = [each for each in app.url_map.iter_rules() if "secret" in each.arguments]
    for rule in rules:

        def fail(secret: str) -> str:  # as the views are called
            raise ValueError

        monkeypatch.setitem(app.view_functions, rule.endpoint, fail)
        fail.access_rule = lambda: None  # type: ignore[attr-defined]  # as views have
    an_account(session, "ana@example.org", password_hash=hash_password(PASSWORD))
    session.commit()
    signed_in = open_page(client, "/sign-in").press(
        "Sign in", email="ana@example.org", password=PASSWORD
    )
    token = signed_in.html.partition('name="csrf_token" value="')[2].partition('"')[0]
    with caplog.at_level(logging.DEBUG):
        for rule in rules:
            path = rule.rule.replace("<secret>", "kanarienvogel")
            is_form = "POST" in (rule.methods or ())
            send = client.post if is_form else client.get
            assert send(path, data={"csrf_token": token}).status_code == 500, path

    assert {rule.rule for rule in rules} == SECRET_RULES
    for rule in rules:
        assert f" {rule.rule}\n" in caplog.text
    assert "kanarienvogel" not in caplog.text


def test_what_people_typed_stands_in_no_error_of_the_database(
    app: Flask, client: FlaskClient
) -> None:
    def write() -> str:
        request_session().execute(
            text("INSERT INTO no_such_table VALUES (:word)"), {"word": "kanarienvogel"}
        )
        return "never"

    with app.test_request_context(method="POST"), pytest.raises(DBAPIError) as error:
        write()

    assert "kanarienvogel" not in str(error.value)


def test_a_link_that_a_locked_database_refuses_is_not_logged(
    app: Flask,
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app, "testing", False)
    form = open_page(client, "/resume/kanarienvogel")
    token = form.html.partition('name="csrf_token" value="')[2].partition('"')[0]
    monkeypatch.setattr(
        "quiz.accounts.views.request_session",
        raising(OperationalError("BEGIN", {}, _Orig(5))),
    )

    answer = client.post("/resume/kanarienvogel", data={"csrf_token": token})

    assert answer.status_code == 503
    assert "kanarienvogel" not in caplog.text
