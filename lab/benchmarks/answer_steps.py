"""The cost of an answer step compared with the bare program, and the size of its pages."""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from re import findall

from lab.benchmarks.quiz_client import QuizClient
from lab.benchmarks.servers import RunningServer, run_server
from lab.benchmarks.timing import Percentiles, cpu_seconds
from quiz.measurement.assessment_plan import STOPPING_RULES

#: questions of a quick sitting
QUESTIONS = STOPPING_RULES["quick"].max_items
#: sittings before measuring starts, so that caches are filled
WARM_UP = 100
ROUND_STEPS = 10 * (QUESTIONS - 1)
#: chosen so that a round of both takes about the same time
BARE_ROUND_STEPS = 3 * ROUND_STEPS


@dataclass(frozen=True)
class StepCost:
    """Processor time of the servers for one step, in ms, round by round."""

    ours: Percentiles
    #: the same in a browser without script, with its redirect
    without_script: Percentiles
    bare: Percentiles
    #: our step divided by the bare one
    ratio: Percentiles
    #: the same for the cheapest round of each, which excludes other load on the machine
    quiet_ratio: float


def measure_step_cost(
    database_url: str, bare_url: str, data: Path, *, server: str, rounds: int
) -> StepCost:
    """Return the cost of a step (answer, next page) and of the bare one (a row read, one inserted, a small page).

    Rounds of both alternate in one run, each on its own database of the same kind, under the same server.
    """
    ours, without, bare, ratios = [], [], [], []
    with ExitStack() as stack:
        app = stack.enter_context(run_server("app", server, database_url, data))
        least = stack.enter_context(run_server("bare", server, bare_url, data))
        _app_step_ms(app, WARM_UP * (QUESTIONS - 1))
        _bare_step_ms(least, WARM_UP * (QUESTIONS - 1))
        for _ in range(rounds):
            ours.append(_app_step_ms(app, ROUND_STEPS))
            without.append(_app_step_ms(app, ROUND_STEPS, script=False))
            bare.append(_bare_step_ms(least, BARE_ROUND_STEPS))
            ratios.append(ours[-1] / bare[-1])
    return StepCost(
        Percentiles.from_values(ours),
        Percentiles.from_values(without),
        Percentiles.from_values(bare),
        Percentiles.from_values(ratios),
        min(ours) / min(bare),
    )


def _app_step_ms(app: RunningServer, steps: int, *, script: bool = True) -> float:
    """Return the ms of a step; the last answer of a sitting does not count, since no question follows it."""
    used, done = 0.0, 0
    while done < steps:
        with QuizClient(app.port, script=script) as visitor:
            visitor.begin_sitting()
            before = cpu_seconds(app.pid)
            for _ in range(QUESTIONS - 1):
                visitor.answer_question()
            used += cpu_seconds(app.pid) - before
            done += QUESTIONS - 1
    return 1000 * used / done


def _bare_step_ms(least: RunningServer, steps: int) -> float:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection("127.0.0.1", least.port, timeout=60)) as connection:
        before = cpu_seconds(least.pid)
        for _ in range(steps):
            connection.request("POST", "/", "answer=1", headers)
            connection.getresponse().read()
    return 1000 * (cpu_seconds(least.pid) - before) / steps


def page_weights(port: int) -> dict[str, int]:
    """Return gzipped bytes over the wire: the first load of a question without fonts, and of the next one."""
    with QuizClient(port) as visitor:
        visitor.begin_sitting()
        page = visitor.html
        visitor.answer_question()
        further = visitor.html
    parts = sum(_gzipped_size(port, address) for address in _linked_assets(page))
    return {
        "first load, bytes": len(gzip.compress(page.encode(), 6)) + parts,
        "a further question, bytes": len(gzip.compress(further.encode(), 6)),
    }


def _linked_assets(page: str) -> Iterator[str]:
    addresses = findall(r'(?:href|src)="(/static/(?:css|js|img)[^"]+)"', page)
    yield from dict.fromkeys(address.replace("&amp;", "&") for address in addresses)


def _gzipped_size(port: int, address: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
    packed = response.getheader("Content-Encoding") == "gzip"
    return len(body) if packed else len(gzip.compress(body, 6))
