"""Headers on every answer, cookies by the base address, ways back that stay on this site."""

from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.app import create_app
from quiz.config import Settings
from quiz.web.security.headers import safe_path

EVERYWHERE = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
)


@pytest.mark.parametrize(
    "path",
    ["/", "/goals", "/nowhere", "/sittings/x", "/static/css/tokens.css", "/healthz"],
)
def test_the_headers_stand_on_every_answer(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        missing = [name for name in EVERYWHERE if name not in answer.headers]

    assert missing == []


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


def test_on_https_cookies_are_tied_to_the_host(
    settings: Settings, engine: Engine
) -> None:
    secure = settings.model_copy(update={"base_url": "https://quiz.example.org"})
    client = create_app(secure, engine=engine).test_client()

    answer = client.get("/goals", base_url="https://quiz.example.org")

    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert answer.headers["Set-Cookie"].startswith("__Host-trigpoint_session=")
    assert "Secure" in answer.headers["Set-Cookie"]


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
    html = app.test_client().get("/goals").text
    token = html.partition('name="csrf_token" value="')[2].partition('"')[0]

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
