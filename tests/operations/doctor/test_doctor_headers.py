"""`trigpoint doctor` compares base URL and proxies with the requests that really come."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.operations.doctor.findings import Diagnosis, Verdict
from quiz.operations.doctor.headers import check_seen_headers
from quiz.web.observation import seen_headers
from quiz.web.observation.seen_headers import FILE, HeaderWatch

Ask = Callable[..., None]
SITE = "https://quiz.example.org"
RIGHT = {
    "HTTP_HOST": "quiz.example.org",
    "HTTP_X_FORWARDED_FOR": "203.0.113.7",
    "HTTP_X_FORWARDED_PROTO": "https",
}


def serve(_environ: object, _start: object) -> list[bytes]:
    return [b"ok"]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Return a function that sends a request with headers to a new process of the program."""

    def ask(path: str = "/", **headers: str) -> None:
        environ: dict[str, Any] = {"PATH_INFO": path, **headers}
        HeaderWatch(serve, tmp_path)(environ, lambda *_: print)

    return ask


def look(folder: Path, **changed: object) -> list[Diagnosis]:
    values = {"data_folder": folder, "base_url": SITE, "proxy_hops": 1}
    settings = Settings(**(values | changed))  # type: ignore[arg-type]  # settings by name
    return list(check_seen_headers(settings, now=utc_now()))


def test_before_the_first_request_nothing_is_wrong(tmp_path: Path) -> None:
    [found] = look(tmp_path)

    assert (found.verdict, found.found) == (
        Verdict.OK,
        "None was seen on this host yet.",
    )


def test_requests_as_the_settings_have_it_are_fine(tmp_path: Path, ask: Ask) -> None:
    ask(**RIGHT)

    [found] = look(tmp_path)

    assert found.verdict == Verdict.OK


def test_a_proxy_that_keeps_the_host_to_itself_but_says_it_is_fine(
    tmp_path: Path, ask: Ask
) -> None:
    ask(**(RIGHT | {"HTTP_HOST": "app1"}), HTTP_X_FORWARDED_HOST="quiz.example.org:443")

    assert look(tmp_path)[0].verdict == Verdict.OK


@pytest.mark.parametrize(
    ("headers", "changed", "words"),
    [
        ({}, {"proxy_hops": 0, "base_url": None}, "TRIGPOINT_PROXY_HOPS is 0"),
        ({"HTTP_X_FORWARDED_FOR": ""}, {}, "had 0 addresses"),
        ({}, {"proxy_hops": 2}, "had 1 addresses"),
        ({"HTTP_X_FORWARDED_PROTO": "http"}, {}, "X-Forwarded-Proto: http"),
        ({"HTTP_X_FORWARDED_PROTO": ""}, {}, "X-Forwarded-Proto: nothing"),
        ({"HTTP_HOST": "app1:8000"}, {}, "asked for app1"),
        ({"HTTP_HOST": "a b"}, {}, "no host that can be read"),
    ],
)
def test_what_does_not_fit_is_named_with_what_to_do(
    tmp_path: Path,
    ask: Ask,
    headers: dict[str, str],
    changed: dict[str, object],
    words: str,
) -> None:
    ask(**(RIGHT | headers))

    [found] = look(tmp_path, **changed)

    assert found.verdict == Verdict.WARNING
    assert words in found.found
    assert found.advice


def test_probes_are_no_visitors(tmp_path: Path, ask: Ask) -> None:
    ask("/healthz", HTTP_HOST="10.0.0.5:8000")

    assert not (tmp_path / FILE).exists()


def test_nothing_is_kept_of_who_asks(tmp_path: Path, ask: Ask) -> None:
    ask("/sittings/canary", **RIGHT, HTTP_COOKIE="canary", HTTP_USER_AGENT="canary")

    kept = (tmp_path / FILE).read_text()
    assert "203.0.113.7" not in kept
    assert "canary" not in kept
    assert set(json.loads(kept)) == {
        "host",
        "forwarded_scheme",
        "forwarded_host",
        "forwarded_addresses",
        "seen_at",
    }
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_process_writes_once_a_minute(tmp_path: Path) -> None:
    watch = HeaderWatch(serve, tmp_path)
    watch(dict(RIGHT), print)  # type: ignore[arg-type]  # never called
    before = (tmp_path / FILE).read_text()

    watch(RIGHT | {"HTTP_HOST": "other"}, print)  # type: ignore[arg-type]  # never called

    assert (tmp_path / FILE).read_text() == before


def test_a_folder_that_cannot_be_written_keeps_nobody_from_being_served(
    tmp_path: Path,
) -> None:
    watch = HeaderWatch(serve, tmp_path / "gone")

    assert watch(dict(RIGHT), print) == [b"ok"]  # type: ignore[arg-type]  # never called


def test_a_file_that_is_no_such_file_counts_as_none(tmp_path: Path) -> None:
    for text in ("", "[]", "{}", '{"host": 1}'):
        (tmp_path / FILE).write_text(text)
        assert seen_headers.load_seen_headers(tmp_path) is None


def test_the_app_looks_at_what_comes_in(shared_app: Flask) -> None:
    assert isinstance(shared_app.wsgi_app, HeaderWatch)
