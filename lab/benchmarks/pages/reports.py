"""Time and size of printed reports: one again and again, one with everything, and many different ones."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from lab.benchmarks.pages.result_pages import finish_sitting
from lab.benchmarks.timing import Percentiles, reference_work, time_call
from quiz.app import create_app
from quiz.config import Settings
from quiz.core.db import make_engine
from quiz.reports import current as report_parts
from quiz.reports.answers import describe_answers
from quiz.reports.options import ReportOptions
from quiz.results.current import own_finished_sitting
from quiz.review.answers import ReviewedAnswer, build_reviewed_answers
from quiz.sittings import current
from quiz.typesetting.pdf import typeset_pdf

#: Different people, whose reports nothing remembers; each is printed several times in the run of many.
PEOPLE = 20
WORKERS = 2
#: Answers with explanations in the longest report.
LONGEST = 84


@dataclass(frozen=True)
class ReportCosts:
    """What reports cost, ms and kB, beside a known piece of work in the same run."""

    known_work: Percentiles
    #: A whole request: the result, the weeks, the PDF.
    plain_again: Percentiles
    plain_new: Percentiles
    plain_kb: float
    #: The typesetting of 84 answers with explanations, for the first time.
    longest_ms: float
    longest_kb: float
    longest_to_plain: float
    many: int
    many_seconds: float


def measure_reports(
    database_url: str, data: Path, *, times: int, many: int
) -> ReportCosts:
    """Print reports of people who answered every other question right."""
    settings = Settings(
        data_folder=data, database_url=database_url, secret_key="for a benchmark " * 4
    )
    engine = make_engine(database_url)
    app = create_app(settings, engine=engine)
    tools = app.extensions[current.EXTENSION_NAME]
    people = [finish_sitting(tools, engine, seed=seed) for seed in range(PEOPLE)]
    _save(app, people[0])
    news = [_time(app, one) for one in people]
    document = _save(app, people[0])
    again = time_call(lambda: _save(app, people[0]), times)
    longest, seconds = _typeset_longest(app, people[0])
    with ThreadPoolExecutor(WORKERS) as pool:
        started = time.perf_counter()
        list(pool.map(lambda number: _print_new(app, people, number), range(many)))
        many_seconds = time.perf_counter() - started
    plain = Percentiles.from_values(news)
    engine.dispose()
    return ReportCosts(
        known_work=time_call(reference_work, times),
        plain_again=again,
        plain_new=plain,
        plain_kb=len(document) / 1000,
        longest_ms=1000 * seconds,
        longest_kb=len(longest) / 1000,
        longest_to_plain=1000 * seconds / plain.p50,
        many=many,
        many_seconds=many_seconds,
    )


def _save(app: Flask, person: tuple[str, str]) -> bytes:
    return _open(app, person).get(f"/sittings/{person[0]}/report.pdf").get_data()


def _open(app: Flask, person: tuple[str, str]) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("trigpoint_person", person[1])
    return client


def _time(app: Flask, person: tuple[str, str]) -> float:
    started = time.perf_counter()
    _save(app, person)
    return 1000 * (time.perf_counter() - started)


def _load(
    app: Flask, person: tuple[str, str]
) -> tuple[dict[str, Any], Mapping[str, str], list[ReviewedAnswer]]:
    """Return facts and drawings of a report, and the answers behind it."""
    with app.test_request_context(headers={"Cookie": f"trigpoint_person={person[1]}"}):
        sitting = own_finished_sitting(person[0])
        content, drawings = report_parts.load_report(
            sitting, ReportOptions(), "x7kq2mwd9tfc"
        )
        reviewed = build_reviewed_answers(sitting, current.current_catalogue())
        return content, drawings, reviewed


def _typeset_longest(app: Flask, person: tuple[str, str]) -> tuple[bytes, float]:
    content, drawings, reviewed = _load(app, person)
    started = time.perf_counter()
    with app.test_request_context():
        answers = describe_answers((reviewed * 3)[:LONGEST])
    parts = content["parts"] | {"answers": answers}
    document = typeset_pdf("reports/result.typ", content | {"parts": parts}, drawings)
    return document, time.perf_counter() - started


def _print_new(app: Flask, people: list[tuple[str, str]], number: int) -> None:
    """Print a report that is unlike every one before."""
    content, drawings, _ = _load(app, people[number % len(people)])
    typeset_pdf("reports/result.typ", content | {"name": f"Person {number}"}, drawings)
