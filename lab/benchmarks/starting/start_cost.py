"""Time from the command to the first page, and memory of all processes by their proportional share."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from lab.benchmarks.quiz_client import QuizClient
from lab.benchmarks.servers import find_free_port
from lab.benchmarks.timing import Percentiles, cpu_seconds, process_tree
from quiz.config import assets_folder
from quiz.errors import NotNow

START_SECONDS = 120.0
#: Until workers and the process for jobs have settled.
PAUSE_SECONDS = 3.0
SITTINGS = 4
KIB = 1024
OK = 200


@dataclass(frozen=True)
class StartCost:
    """What one start after another cost; the first makes database and secret and is left out."""

    #: s of wall time until the first page was there, and s of processor time of all processes until then
    wall: Percentiles
    cpu: Percentiles
    #: MB of all processes together before and after people answered
    idle_megabytes: float
    used_megabytes: float


def measure_start(url: str, data: Path, *, times: int) -> StartCost:
    """Start the program again and again, as `trigpoint run` does."""
    with started_program(url, data):
        pass
    walls, cpus, idle, used = [], [], 0.0, 0.0
    for _ in range(times):
        with started_program(url, data) as (port, pid, wall, cpu):
            walls.append(wall)
            cpus.append(cpu)
            time.sleep(PAUSE_SECONDS)
            idle = max(idle, read_megabytes(pid))
            _take_sittings(port)
            used = max(used, read_megabytes(pid))
    return StartCost(
        Percentiles.from_values(walls), Percentiles.from_values(cpus), idle, used
    )


@contextmanager
def started_program(url: str, data: Path) -> Iterator[tuple[int, int, float, float]]:
    """Run the program; yield port, process, and the seconds of wall and processor time until the first page."""
    port, began = find_free_port(), time.perf_counter()
    command = [sys.executable, "-P", "-m", "quiz", "run"]
    process = subprocess.Popen(
        [*command, f"--port={port}", f"--data={data}"],
        env=os.environ
        | {"TRIGPOINT_DATABASE_URL": url, "PYTHONPATH": str(assets_folder())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for_page(process, port, until=began + START_SECONDS)
        wall = time.perf_counter() - began
        yield port, process.pid, wall, cpu_seconds(process.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def read_megabytes(pid: int) -> float:
    """Return the memory of a process and its children; what they share is counted once. Linux only."""
    total = 0
    for one in process_tree(pid):
        with suppress(OSError):
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            [line] = [each for each in rollup.splitlines() if each.startswith("Pss:")]
            total += int(line.split()[1])
    return total * KIB / 1e6


def _wait_for_page(
    process: "subprocess.Popen[bytes]", port: int, *, until: float
) -> None:
    while process.poll() is None and time.perf_counter() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status == OK:
                return
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise NotNow("The program did not start.")


def _take_sittings(port: int) -> None:
    with QuizClient(port) as client:
        for _ in range(SITTINGS):
            client.begin_sitting()
            while client.answer_question() is not None:
                pass
            client.post_form(client.path.removesuffix("/finish") + "/finish", {})
