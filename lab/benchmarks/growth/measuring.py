"""The costs of a step, a result and learning at each size of the database."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.benchmarks.growth.filling import count_answers, fill_up, take_templates
from lab.benchmarks.growth.query_plans import find_scans
from lab.benchmarks.growth.walking import walk_pages
from lab.benchmarks.quiz_client import QuizClient
from lab.benchmarks.servers import RunningServer, run_server
from lab.benchmarks.timing import Percentiles, cpu_seconds, time_call
from quiz.app import create_app
from quiz.config import Settings, assets_folder
from quiz.core.db import make_engine
from quiz.errors import NotNow
from quiz.sittings import current

SITTINGS = 4
LOOKS = 20
KIB = 1024


@dataclass(frozen=True)
class LearningCost:
    """What learning from all answers costs, in a process of its own."""

    seconds: float
    #: of one processor
    cpu_seconds: float
    peak_megabytes: float


def measure_growth(url: str, data: Path, *, sizes: Sequence[int]) -> dict[str, Any]:
    """Return the figures at each number of answers, the smallest first."""
    settings = Settings(
        data_folder=data,
        database_url=url,
        secret_key="for a benchmark " * 4,
        daily_sittings_per_address=1_000_000,
    )
    engine = make_engine(url)
    app = create_app(settings, engine=engine)
    take_templates(engine, app.extensions[current.EXTENSION_NAME])
    figures: dict[str, Any] = {}
    for size in sorted(sizes):
        started = time.perf_counter()
        fill_up(engine, size)
        filled = time.perf_counter() - started
        answers = f"{count_answers(engine):,} answers"
        with run_server("app", "trigpoint", url, data) as served:
            found = _measure_pages(served)
        learning = measure_learning(url, data)
        walk = walk_pages(app, engine)
        asked = [query for queries in walk.queries.values() for query in queries]
        found |= {
            "learning, s": learning.seconds,
            "learning, s of CPU": learning.cpu_seconds,
            "learning, peak MB": learning.peak_megabytes,
            "queries of an answer": len(walk.queries["sittings.submit_answer"]),
            "queries of a result": len(walk.queries["results.show_result"]),
            "tables read from end to end": len(find_scans(engine, asked)),
            "filled in, s": filled,
        }
        figures |= {f"{answers}: {name}": value for name, value in found.items()}
    engine.dispose()
    return figures


def measure_learning(url: str, data: Path) -> LearningCost:
    """Learn from every sitting, as the command does."""
    command = [sys.executable, "-P", "-m", "quiz", "calibrations", "learn"]
    env = os.environ | {
        "TRIGPOINT_DATABASE_URL": url,
        "TRIGPOINT_DATA": str(data),
        "PYTHONPATH": str(assets_folder()),
    }
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=said
        ) as process:
            # With what it used, which `wait` would throw away.
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode:
            raise NotNow(f"Learning failed: {said.read().decode()[-1000:]}")
    return LearningCost(
        time.perf_counter() - started,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss * KIB / 1e6,
    )


def _measure_pages(served: RunningServer) -> dict[str, Any]:
    seconds, result = list[float](), ""
    with QuizClient(served.port) as client:
        client.begin_sitting()
        before = cpu_seconds(served.pid)
        for number in range(SITTINGS):
            if number:
                client.begin_sitting()
            while (step := client.answer_question()) is not None:
                seconds.append(step)
            client.post_form(client.path.removesuffix("/finish") + "/finish", {})
            result = client.path
        cpu = cpu_seconds(served.pid) - before
        pages = {
            "result page, ms": result,
            "my results, ms": "/sittings",
            "home page, ms": "/",
        }
        looks = {
            name: time_call(lambda path=path: client.open_page(path), LOOKS)  # type: ignore[misc]  # bound now
            for name, path in pages.items()
        }
    return {
        "answer step, ms": Percentiles.from_values([1000 * each for each in seconds]),
        "answer step with its share of start and result, ms of CPU": 1000
        * cpu
        / len(seconds),
    } | looks
