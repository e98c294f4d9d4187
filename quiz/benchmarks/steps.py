"""What a step costs beside the bare program, and what it weighs."""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from re import findall

from quiz.assess.plan import LIMITS
from quiz.benchmarks.measure import Spread, cpu_seconds
from quiz.benchmarks.serving import Served, serving
from quiz.benchmarks.visitor import Visitor

#: questions of a quick sitting
QUESTIONS = LIMITS["quick"].most
#: sittings before anything is measured: questions are stored and drawn for the first time only once
WARM_UP = 100
ROUND_STEPS = 10 * (QUESTIONS - 1)
#: so that a round of both takes about as long
BARE_ROUND_STEPS = 3 * ROUND_STEPS


@dataclass(frozen=True)
class StepCost:
    """Processor time of the servers for one step, in ms, round by round."""

    ours: Spread
    #: the same in a browser without script, with its redirect
    without_script: Spread
    bare: Spread
    #: ours to the bare one
    ratio: Spread
    #: the same of the cheapest rounds of each: without what others on the machine add
    quiet_ratio: float


def step_cost(
    database_url: str, bare_url: str, data: Path, *, server: str, rounds: int
) -> StepCost:
    """Return what a step (answer, next page) costs beside the bare one (a row read, one inserted, a small page).

    Rounds of both follow each other in one run, each on its own database of the same kind, under the same server.
    """
    ours, without, bare, ratios = [], [], [], []
    with ExitStack() as stack:
        app = stack.enter_context(serving("app", server, database_url, data))
        least = stack.enter_context(serving("bare", server, bare_url, data))
        _ours(app, WARM_UP * (QUESTIONS - 1))
        _bare(least, WARM_UP * (QUESTIONS - 1))
        for _ in range(rounds):
            ours.append(_ours(app, ROUND_STEPS))
            without.append(_ours(app, ROUND_STEPS, script=False))
            bare.append(_bare(least, BARE_ROUND_STEPS))
            ratios.append(ours[-1] / bare[-1])
    return StepCost(
        Spread.of(ours),
        Spread.of(without),
        Spread.of(bare),
        Spread.of(ratios),
        min(ours) / min(bare),
    )


def _ours(app: Served, steps: int, *, script: bool = True) -> float:
    """Return the ms of a step; the last answer of a sitting is none, since no question follows it."""
    used, done = 0.0, 0
    while done < steps:
        with Visitor(app.port, script=script) as visitor:
            visitor.begin()
            before = cpu_seconds(app.pid)
            for _ in range(QUESTIONS - 1):
                visitor.answer()
            used += cpu_seconds(app.pid) - before
            done += QUESTIONS - 1
    return 1000 * used / done


def _bare(least: Served, steps: int) -> float:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection("127.0.0.1", least.port, timeout=60)) as connection:
        before = cpu_seconds(least.pid)
        for _ in range(steps):
            connection.request("POST", "/", "answer=1", headers)
            connection.getresponse().read()
    return 1000 * (cpu_seconds(least.pid) - before) / steps


def weights(port: int) -> dict[str, int]:
    """Return bytes over the wire, gzipped: the first load of a question without fonts, and a further one."""
    with Visitor(port) as visitor:
        visitor.begin()
        page = visitor.html
        visitor.answer()
        further = visitor.html
    parts = sum(_size(port, address) for address in _parts(page))
    return {
        "first load, bytes": len(gzip.compress(page.encode(), 6)) + parts,
        "a further question, bytes": len(gzip.compress(further.encode(), 6)),
    }


def _parts(page: str) -> Iterator[str]:
    found = findall(r'(?:href|src)="(/static/(?:css|js|img)[^"]+)"', page)
    yield from dict.fromkeys(address.replace("&amp;", "&") for address in found)


def _size(port: int, address: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
    packed = response.getheader("Content-Encoding") == "gzip"
    return len(body) if packed else len(gzip.compress(body, 6))
