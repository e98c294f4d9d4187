"""`/metrics`: for whoever shows the token, with numbers and nobody's data."""

import os
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quiz.app import create_app
from quiz.config import Settings
from quiz.core.db import make_engine
from quiz.jobs import services as jobs
from quiz.jobs.queries import read_database_clock
from quiz.operations.metrics.exposition import Family, Sample, write_families
from quiz.web.observation.counters import (
    ROWS,
    RequestCounters,
    counters_of,
    open_counters,
)

TOKEN = "a-token-of-the-monitor-0123456789-xyz"
SAMPLE = re.compile(
    r"(?P<name>[a-z_]+)(?:\{(?P<labels>[a-z]+=\"[^\"\n]*\"(?:,[a-z]+=\"[^\"\n]*\")*)\})? (?P<value>\d+(?:\.\d+)?(?:e-?\d+)?)"
)


@pytest.fixture(scope="module")
def watched_app(settings: Settings, shared_engine: Engine) -> Flask:
    """Return an app that a monitor may ask."""
    changed = settings.model_copy(update={"metrics_token": TOKEN})
    return create_app(changed, engine=shared_engine)


@pytest.fixture
def watched(watched_app: Flask, engine: Engine) -> FlaskClient:
    """Return a browser in front of it, on an empty database and with nothing counted."""
    open_counters(watched_app)
    return watched_app.test_client()


def ask(client: FlaskClient, shown: str = f"Bearer {TOKEN}") -> TestResponse:
    return client.get("/metrics", headers={"Authorization": shown})


def read_samples(page: str) -> dict[str, float]:
    """Return every sample of a page by name and labels; every line is a comment or a sample."""
    found = {}
    for line in page.splitlines():
        if re.fullmatch(r"# (HELP|TYPE) [a-z_]+ .+", line):
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        name, labels = sample["name"], sample["labels"]
        key = f"{name}{{{labels}}}" if labels else name
        assert key not in found, line
        found[key] = float(sample["value"])
    return found


@pytest.mark.parametrize(
    "shown",
    ["", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", "Bearer"],
)
def test_without_the_token_there_is_no_such_page(
    watched: FlaskClient, shown: str
) -> None:
    refused, missing = ask(watched, shown), watched.get("/metrics-of-nothing")

    assert refused.status_code == missing.status_code == 404
    assert b"trigpoint_" not in refused.data


def test_without_a_setting_there_is_no_such_page_whatever_is_shown(
    client: FlaskClient,
) -> None:
    assert ask(client).status_code == 404
    assert ask(client, "Bearer ").status_code == 404


def test_requests_are_counted_by_view_and_class_of_status(
    watched: FlaskClient,
) -> None:
    for path in ("/help", "/help", "/sittings/n0suchkey000/answers", "/nothing"):
        watched.get(path)

    answer = ask(watched)

    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    found = read_samples(answer.text)
    assert found['trigpoint_requests_total{view="web.show_help",status="2xx"}'] == 2
    assert found['trigpoint_requests_total{view="none",status="4xx"}'] == 1
    assert found['trigpoint_request_seconds_count{view="web.show_help"}'] == 2
    ends = [
        value
        for name, value in found.items()
        if name.startswith('trigpoint_request_seconds_bucket{view="web.show_help"')
    ]
    assert ends == sorted(ends)
    assert ends[-1] == 2
    assert found['trigpoint_request_seconds_sum{view="web.show_help"}'] > 0


def test_no_request_can_add_a_line_or_bring_its_words_in(watched: FlaskClient) -> None:
    watched.get("/help")
    watched.get("/nothing")
    before = len(read_samples(ask(watched).text))
    ask(watched)
    for number in range(30):
        watched.get(f"/canary{number}?x=canary", headers={"User-Agent": "canary"})
        watched.get("/help", headers={"X-Request-ID": f"canary-{number:04}"})

    page = ask(watched).text

    # Its own view was counted for the first time after it was read.
    assert len(read_samples(page)) <= before + 15
    assert "canary" not in page


def test_jobs_and_backups_are_told_by_state(
    watched: FlaskClient, session: Session
) -> None:
    now = read_database_clock(session)
    long_ago = now - timedelta(hours=3)
    jobs.add_job(session, "mail", {}, now=long_ago)
    for kind, end in (("backup", jobs.complete_job), ("mail", jobs.refuse_job)):
        job = jobs.add_job(session, kind, {}, now=long_ago)
        claim = jobs.claim_job(
            session, job.key, now=long_ago, lease=timedelta(minutes=1)
        )
        assert claim
        end(session, claim, "ended", now=long_ago)
    session.commit()

    found = read_samples(ask(watched).text)

    assert found['trigpoint_jobs{state="waiting"}'] == 1
    assert found['trigpoint_jobs{state="failed"}'] == 1
    assert found['trigpoint_jobs{state="running"}'] == 0
    assert found["trigpoint_jobs_overdue"] == 1
    assert found["trigpoint_database_up"] == 1
    assert 10_700 < found["trigpoint_backup_age_seconds"] < 10_900


def test_the_numbers_of_the_workers_are_told_while_the_database_does_not_answer(
    settings: Settings, tmp_path: object
) -> None:
    gone = make_engine(f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    changed = settings.model_copy(update={"metrics_token": TOKEN})
    client = create_app(changed, engine=gone).test_client()
    client.get("/healthz")

    answer = ask(client)

    assert answer.status_code == 200
    found = read_samples(answer.text)
    assert found["trigpoint_database_up"] == 0
    assert found['trigpoint_requests_total{view="web.check_health",status="2xx"}'] == 1
    assert not any(name.startswith("trigpoint_jobs") for name in found)


def run_in_child(work: Callable[[], None]) -> None:
    """Run something in a process of its own and wait for it to end."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


def test_workers_add_up_and_one_that_takes_the_place_of_another_goes_on() -> None:
    counters = RequestCounters(["a.view"])

    def serve(row: int) -> Callable[[], None]:
        def count_one() -> None:
            counters.use_row(row)
            counters.count("a.view", 200, 0.2)

        return count_one

    for row in (0, 1, 1, ROWS - 1):
        run_in_child(serve(row))
    counters.count("a.view", 503, 60.0)

    [seen] = counters.read()

    assert seen.by_status == (0, 4, 0, 0, 1)
    assert sum(seen.by_duration) == 5
    assert seen.by_duration[-1] == 1
    assert seen.seconds == pytest.approx(60.8)


def test_a_view_that_nobody_knows_is_counted_as_none() -> None:
    counters = RequestCounters(["a.view"])

    counters.count("made.up", 200, 0.0)
    counters.count(None, 999, 0.0)

    [seen] = counters.read()
    assert seen.endpoint == "none"
    assert sum(seen.by_status) == 2


def test_every_view_has_room(watched_app: Flask) -> None:
    assert set(watched_app.view_functions) < set(counters_of(watched_app).endpoints)


def test_words_of_labels_cannot_end_the_line() -> None:
    family = Family("x", "gauge", "a\nb", (Sample(1.5, {"word": 'a"b\\c\nd'}),))

    assert write_families([family]).splitlines() == [
        r"# HELP x a\nb",
        "# TYPE x gauge",
        r'x{word="a\"b\\c\nd"} 1.5',
    ]
