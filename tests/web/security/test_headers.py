"""Headers on every answer, cookies by the base address, ways back that stay on this site."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.app import create_app
from quiz.config import Settings
from quiz.credentials.passwords.hashing import hash_password
from quiz.web.security.headers import safe_path
from tests.accounts_cast import PASSWORD, an_account
from tests.pages import open_page

BASE = "https://localhost"
#: Written out here, so that a header that becomes weaker is noticed.
EVERYWHERE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
PATHS = ["/", "/goals", "/nowhere", "/sittings/x", "/static/css/tokens.css", "/healthz"]


def token_of(html: str) -> str:
    return html.partition('name="csrf_token" value="')[2].partition('"')[0]


@pytest.fixture
def secure(settings: Settings, engine: Engine) -> Flask:
    """Return an app that is reached by https."""
    app = create_app(settings.model_copy(update={"base_url": BASE}), engine=engine)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    return app


@pytest.mark.parametrize("path", PATHS)
def test_the_headers_stand_on_every_answer(client: FlaskClient, path: str) -> None:
    with client.get(path, headers={"Origin": "https://evil.example"}) as answer:
        found = {name: answer.headers.get(name) for name in EVERYWHERE}
        of_cors = [
            name for name, _ in answer.headers if name.startswith("Access-Control")
        ]

    assert found == EVERYWHERE
    assert of_cors == []


@pytest.mark.parametrize("path", PATHS)
def test_every_text_says_how_its_letters_are_written(
    client: FlaskClient, path: str
) -> None:
    with client.get(path) as answer:
        kind = answer.headers["Content-Type"]

    assert kind.startswith("text/")
    assert kind.endswith("; charset=utf-8")


def test_pages_are_not_kept_by_browsers_or_proxies(client: FlaskClient) -> None:
    assert client.get("/goals").headers["Cache-Control"] == "no-store"


def test_a_static_file_is_kept_for_a_year_under_an_address_that_changes_with_it(
    client: FlaskClient,
) -> None:
    with client.get("/static/css/tokens.css?v=abc") as marked:
        assert "immutable" in marked.headers["Cache-Control"]
    with client.get("/static/css/tokens.css") as bare:
        assert "immutable" not in bare.headers.get("Cache-Control", "")


def test_on_plain_http_cookies_work_and_nothing_asks_for_https(
    client: FlaskClient,
) -> None:
    answer = client.get("/goals")

    assert "Strict-Transport-Security" not in answer.headers
    assert "Secure" not in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_on_https_every_answer_asks_for_https_from_now_on(secure: Flask) -> None:
    client = secure.test_client()
    for path in PATHS:
        with client.get(path) as answer:
            hsts = answer.headers.get("Strict-Transport-Security")
        assert hsts == "max-age=31536000; includeSubDomains", path


def note_cookies(app: Flask) -> dict[str, list[set[str]]]:
    """Return a table that fills with the attributes of each cookie the app sets, by its name."""
    noted: dict[str, list[set[str]]] = {}
    inner = app.wsgi_app

    def outer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def begin(
            status: str, headers: list[tuple[str, str]], *more: Any
        ) -> Callable[[bytes], object]:
            for name, value in headers:
                if name == "Set-Cookie":
                    cookie, *attributes = value.split("; ")
                    noted.setdefault(cookie.partition("=")[0], []).append(
                        set(attributes)
                    )
            return start(status, headers, *more)

        return inner(environ, begin)

    app.wsgi_app = outer  # type: ignore[assignment, method-assign]  # as Flask says to do it
    return noted


def test_on_https_every_cookie_is_for_this_host_and_for_no_script(
    secure: Flask, session: Session
) -> None:
    an_account(session, "ana@example.org", password_hash=hash_password(PASSWORD))
    session.commit()
    noted, client = note_cookies(secure), secure.test_client()
    start = open_page(client, "/goals/junior/start")
    client.post("/theme", data={"theme": "dark", "csrf_token": token_of(start.html)})
    start.press("Start", length="quick")
    form = open_page(client, "/sign-in")

    form.press("Sign in", email="ana@example.org", password=PASSWORD)
    open_page(client, "/account").press("Sign out")

    assert noted.keys() == {
        "__Host-trigpoint_session",
        "__Host-trigpoint_person",
        "__Host-trigpoint_account",
        "__Host-theme",
    }
    required = {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    for name, times in noted.items():
        for attributes in times:
            assert required <= attributes, name
            assert not any(each.startswith("Domain=") for each in attributes), name
    assert 'data-theme="dark"' in open_page(client, "/goals").html


def test_with_a_base_address_another_host_is_refused(
    settings: Settings, engine: Engine
) -> None:
    app = create_app(
        settings.model_copy(update={"base_url": "https://quiz.example.org"}),
        engine=engine,
    )

    answer = app.test_client().get("/goals", base_url="https://evil.example")

    assert answer.status_code == 400


def test_forwarded_addresses_are_believed_only_from_named_proxies(
    settings: Settings, engine: Engine
) -> None:
    def seen_by(hops: int) -> str | None:
        app = create_app(
            settings.model_copy(update={"proxy_hops": hops}), engine=engine
        )
        seen: list[str | None] = []
        app.before_request(lambda: seen.append(request.remote_addr))
        app.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
        return seen[0]

    assert seen_by(0) == "127.0.0.1"
    assert seen_by(1) == "203.0.113.9"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/a\r\nSet-Cookie: x=1",
        "",
        None,
    ],
)
def test_a_way_back_that_leaves_the_site_is_not_taken(target: str | None) -> None:
    assert safe_path(target, "/home") == "/home"


def test_a_way_back_on_this_site_is_taken() -> None:
    assert safe_path("/goals?x=1", "/") == "/goals?x=1"


def test_a_form_without_its_token_is_refused_and_says_what_to_do(
    client: FlaskClient,
) -> None:
    answer = client.post("/theme", data={"theme": "dark"})

    assert answer.status_code == 400
    assert (
        "Set-Cookie" not in answer.headers
        or "theme=" not in answer.headers["Set-Cookie"]
    )


def test_a_token_of_another_browser_is_refused(app: Flask) -> None:
    token = token_of(app.test_client().get("/goals").text)

    answer = app.test_client().post(
        "/theme", data={"theme": "dark", "csrf_token": token}
    )

    assert answer.status_code == 400


def test_a_body_beyond_all_forms_is_refused(client: FlaskClient) -> None:
    assert client.post("/theme", data={"theme": "x" * 100_000}).status_code == 413


def test_debug_pages_are_not_there(client: FlaskClient) -> None:
    for path in (
        "/console",
        "/debug",
        "/.git/config",
        "/admin",
        "/metrics",
        "/static/../quiz/app.py",
    ):
        assert client.get(path).status_code == 404, path


def test_static_files_stay_in_their_folder(client: FlaskClient) -> None:
    assert client.get("/static/%2e%2e/pyproject.toml").status_code == 404
    assert Path("pyproject.toml").exists()
