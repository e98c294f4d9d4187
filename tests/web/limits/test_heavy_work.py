"""Heavy work queues up, a little of it; the rest is told to wait, and places are given back."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quiz.web.limits.heavy_work import EXTENSION_NAME, HeavyWork, TooBusyError
from quiz.web.limits.view_limits import HEAVY_VIEWS


def test_one_works_one_waits_and_the_third_is_refused() -> None:
    work = HeavyWork(["x"])
    work.enter_or_refuse()
    waiting = threading.Thread(target=work.enter_or_refuse)
    waiting.start()
    while work._places.acquire(blocking=False):
        work._places.release()

    with pytest.raises(TooBusyError) as refused:
        work.enter_or_refuse()

    work.leave()
    waiting.join(5)
    work.leave()
    assert refused.value.retry_after
    work.enter_or_refuse()
    work.leave()


def test_a_page_that_is_refused_says_so_and_when_to_try_again(
    app: Flask, client: FlaskClient
) -> None:
    work: HeavyWork = app.extensions[EXTENSION_NAME]
    for _ in range(2):
        assert work._places.acquire(blocking=False)
    try:
        answer = client.get("/sittings/x/report.pdf")
    finally:
        for _ in range(2):
            work._places.release()

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "3"
    assert "Too many requests at the moment" in answer.text


def test_a_place_is_given_back_when_the_view_fails(
    app: Flask, client: FlaskClient
) -> None:
    for _ in range(5):
        assert client.get("/sittings/x/report.pdf").status_code == 404

    work: HeavyWork = app.extensions[EXTENSION_NAME]
    assert work._places._value == 2


def test_every_heavy_view_is_there(shared_app: Flask) -> None:
    assert set(HEAVY_VIEWS) <= shared_app.view_functions.keys()
