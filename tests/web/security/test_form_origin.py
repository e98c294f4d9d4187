"""Forms are judged by their token and by where the browser says that they stood."""

from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.app import create_app
from quiz.config import Settings
from tests.pages import Page

OpenPage = Callable[..., Page]
BASE = "https://quiz.example.org"


def token_on(html: str) -> str:
    return html.partition('name="csrf_token" value="')[2].partition('"')[0]


def switch_theme(
    app: Flask, headers: Mapping[str, str], *, base: str = "http://localhost"
) -> int:
    """Press the theme button with these headers, as a browser that opened the page before."""
    client = app.test_client()
    token = token_on(client.get("/goals", base_url=base).text)
    answer = client.post(
        "/theme",
        data={"theme": "dark", "csrf_token": token},
        headers=dict(headers),
        base_url=base,
    )
    return answer.status_code


#: What a browser says of itself, and whether the form is taken.
PLAIN: list[tuple[dict[str, str], int]] = [
    ({}, 303),
    ({"Origin": "http://localhost"}, 303),
    ({"Origin": "null"}, 303),
    ({"Sec-Fetch-Site": "same-origin"}, 303),
    ({"Sec-Fetch-Site": "none"}, 303),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "https://front.example"}, 303),
    ({"Referer": "https://elsewhere.example/"}, 303),
    ({"Sec-Fetch-Site": "cross-site"}, 400),
    ({"Sec-Fetch-Site": "same-site"}, 400),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 400),
    ({"Origin": "https://evil.example"}, 400),
    ({"Origin": "http://localhost.evil.example"}, 400),
    ({"Origin": "http://localhost:9000"}, 400),
    ({"Origin": "http://[::1"}, 400),
    ({"Origin": "file://"}, 400),
]


@pytest.mark.parametrize(("headers", "status"), PLAIN)
def test_a_form_is_taken_from_our_own_pages(
    app: Flask, headers: dict[str, str], status: int
) -> None:
    assert switch_theme(app, headers) == status


@pytest.fixture(scope="module")
def https_app(settings: Settings, shared_engine: Engine) -> Flask:
    return create_app(
        settings.model_copy(update={"base_url": BASE}), engine=shared_engine
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        # Our own pages with `no-referrer`, and browsers that are set to send none.
        ({}, 303),
        ({"Origin": BASE}, 303),
        ({"Origin": f"{BASE}:443"}, 303),
        ({"Origin": "null"}, 303),
        ({"Origin": "https://evil.example"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 400),
    ],
)
@pytest.mark.parametrize("host", [BASE, "https://127.0.0.1:8142"])
def test_on_https_a_form_is_taken_with_and_without_the_host_passed_on(
    https_app: Flask,
    host: str,
    headers: dict[str, str],
    status: int,
) -> None:
    assert switch_theme(https_app, headers, base=host) == status


def test_a_proxy_that_hides_the_host_is_told_what_to_pass(
    client: FlaskClient,
) -> None:
    token = token_on(client.get("/goals").text)

    answer = client.post(
        "/theme",
        data={"theme": "dark", "csrf_token": token},
        headers={"Origin": BASE},
    )

    assert answer.status_code == 400
    assert "TRIGPOINT_BASE_URL" in answer.text


def test_a_browser_without_cookies_is_told_that_they_are_needed(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    token = token_on(client.get("/goals").text)

    answer = client.post("/theme", data={"theme": "dark", "csrf_token": token})

    assert answer.status_code == 400
    assert "no cookies" in answer.text


def test_an_old_form_is_still_said_to_be_old(client: FlaskClient) -> None:
    client.get("/goals")

    answer = client.post("/theme", data={"theme": "dark", "csrf_token": "old"})

    assert "This form has expired" in answer.text
