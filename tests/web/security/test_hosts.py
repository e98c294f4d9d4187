"""Which hosts are ours, and how far a proxy is believed. Every table takes another row."""

from collections.abc import Callable

import pytest
from flask import Flask, request
from sqlalchemy import Engine

from quiz.app import create_app
from quiz.config import Settings
from quiz.web.current_settings import external_url

MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(settings: Settings, engine: Engine) -> MakeApp:
    """Return a function that makes the app with other settings."""
    return lambda **changed: create_app(
        settings.model_copy(update=changed), engine=engine
    )


BASE = "https://quiz.example.org"


def test_with_a_base_address_its_host_is_ours_in_any_spelling(
    make_app: MakeApp,
) -> None:
    client = make_app(base_url=BASE).test_client()

    def status(host: str, path: str = "/goals") -> int:
        return client.get(path, headers={"Host": host}).status_code

    hosts = {
        "quiz.example.org": 200,
        "QUIZ.Example.ORG": 200,
        "quiz.example.org.": 200,
        "quiz.example.org:8443": 200,
        "127.0.0.1:8142": 200,
        "localhost": 200,
        "[::1]:8142": 200,
        "evil.example": 400,
        "quiz.example.org.evil.example": 400,
        "10.0.0.5:8000": 400,
        "quiz.example.org@evil.example": 400,
        "": 400,
        "[::1": 400,
        "quiz.example.org:port": 400,
        "quiz.example.org/x": 400,
    }
    assert {host: status(host) for host in hosts} == hosts


def test_without_a_base_address_only_names_of_a_local_network_are_ours(
    make_app: MakeApp,
) -> None:
    client = make_app().test_client()

    def status(host: str) -> int:
        return client.get("/goals", headers={"Host": host}).status_code

    hosts = {
        "127.0.0.1:8000": 200,
        "192.168.1.5:8000": 200,
        "[fd00::5]:8000": 200,
        "teacher-pc:8000": 200,
        "teacher-pc.local": 200,
        "quiz.lan": 200,
        "evil.example": 400,
        "quiz.example.org": 400,
        "a b": 400,
    }
    assert {host: status(host) for host in hosts} == hosts


def test_the_refusal_says_what_to_set(make_app: MakeApp) -> None:
    answer = make_app().test_client().get("/", headers={"Host": "evil.example"})

    assert "TRIGPOINT_BASE_URL" in answer.text
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize(
    "host", ["10.0.0.5:8000", "app:8142", "[::1]", "evil.example", ""]
)
def test_probes_answer_under_any_host(make_app: MakeApp, path: str, host: str) -> None:
    client = make_app(base_url=BASE).test_client()

    assert client.get(path, headers={"Host": host}).status_code == 200


def seen(app: Flask, headers: dict[str, str], **environ: str) -> dict[str, object]:
    """Return what the app believes of a request."""
    found: dict[str, object] = {}

    @app.before_request
    def look() -> None:
        found.update(
            address=request.remote_addr,
            secure=request.is_secure,
            host=request.host,
            root=request.script_root,
            link=external_url("web.show_privacy"),
        )

    app.test_client().get("/", headers=headers, environ_overrides=environ)
    return found


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "other.local",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "99",
    "Forwarded": "for=203.0.113.9;proto=https;host=other.local",
}


def test_without_proxies_nothing_that_is_forwarded_is_believed(
    make_app: MakeApp,
) -> None:
    assert seen(make_app(), FORWARDED) == {
        "address": "127.0.0.1",
        "secure": False,
        "host": "localhost",
        "root": "",
        "link": "http://localhost/privacy",
    }


def test_one_proxy_is_believed_as_far_as_it_goes(make_app: MakeApp) -> None:
    forwarded = FORWARDED | {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}

    assert seen(make_app(proxy_hops=1), forwarded) == {
        "address": "203.0.113.9",
        "secure": True,
        "host": "other.local",
        "root": "",
        "link": "https://other.local/privacy",
    }


def test_links_for_outside_begin_with_the_base_address(make_app: MakeApp) -> None:
    assert seen(make_app(base_url=BASE), {})["link"] == f"{BASE}/privacy"


def test_nobody_says_that_the_app_lies_below_a_path(make_app: MakeApp) -> None:
    found = seen(make_app(), {}, SCRIPT_NAME="//evil.example")

    assert found == {} or found["root"] == ""
