"""Every response names its request, and the log says the same."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from quiz.app import create_app
from quiz.cli.logs import RequestFilter
from quiz.config import Settings

RANDOM = r"[0-9a-f]{16}"


@pytest.fixture(scope="module")
def behind_proxy(settings: Settings, shared_engine: Engine) -> Flask:
    """Return an app with one proxy in front."""
    changed = settings.model_copy(update={"proxy_hops": 1})
    return create_app(changed, engine=shared_engine)


@pytest.mark.parametrize(
    "path", ["/help", "/nothing", "/healthz", "/static/img/mark.svg"]
)
def test_every_response_has_an_id_of_its_own(client: FlaskClient, path: str) -> None:
    ids = set()
    for _ in range(2):
        with client.get(path) as answer:
            ids.add(answer.headers["X-Request-ID"])

    assert len(ids) == 2
    assert all(re.fullmatch(RANDOM, each) for each in ids)


def test_the_id_of_a_proxy_is_kept(behind_proxy: Flask) -> None:
    answer = behind_proxy.test_client().get(
        "/help", headers={"X-Request-ID": "5f0c2e1a-proxy"}
    )

    assert answer.headers["X-Request-ID"] == "5f0c2e1a-proxy"


@pytest.mark.parametrize(
    "given", ["short", "a" * 65, "abc defgh", "abcdefg=h", "-abcdefgh", "äbcdefgh"]
)
def test_an_id_in_another_form_is_replaced(behind_proxy: Flask, given: str) -> None:
    answer = behind_proxy.test_client().get("/help", headers={"X-Request-ID": given})

    assert re.fullmatch(RANDOM, answer.headers["X-Request-ID"])


def test_without_a_proxy_nobody_names_requests(client: FlaskClient) -> None:
    answer = client.get("/help", headers={"X-Request-ID": "5f0c2e1a-proxy"})

    assert re.fullmatch(RANDOM, answer.headers["X-Request-ID"])


def test_a_line_of_the_log_has_the_id_of_its_request(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(RequestFilter())
    with caplog.at_level(logging.INFO, logger="quiz"):
        answer = client.post("/sign-in", data={"email": "x"})

    ids = {getattr(record, "request", None) for record in caplog.records}
    assert ids == {answer.headers["X-Request-ID"]}
