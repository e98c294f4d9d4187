"""Wall time of calls and processor time of processes."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Percentiles:
    """A summary of measured values."""

    p50: float
    p95: float
    p99: float
    count: int

    @classmethod
    def from_values(cls, values: Sequence[float]) -> "Percentiles":
        """Return the median and upper percentiles of some values."""
        p50, p95, p99 = np.percentile(np.array(values), [50, 95, 99]).tolist()
        return cls(p50, p95, p99, len(values))

    def __str__(self) -> str:
        """Return the numbers for a table."""
        return f"p50 {self.p50:8.2f}  p95 {self.p95:8.2f}  p99 {self.p99:8.2f}  ({self.count})"


def time_call(call: Callable[[], object], times: int) -> Percentiles:
    """Return how long a call takes, in ms of wall time."""
    call()
    values = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        values.append(1000 * (time.perf_counter() - started))
    return Percentiles.from_values(values)


def reference_work() -> object:
    """Do a fixed piece of work whose time shows the current speed of the machine: invert a matrix 50 times."""
    matrix = np.eye(60) + 0.01
    return [np.linalg.inv(matrix + number) for number in range(50)]


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and its living children, in seconds.

    From the scheduler's counters of every living thread, to the nanosecond. Linux only.
    """
    total = 0
    for process in process_tree(pid):
        for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
            with suppress(OSError):
                total += int(thread.read_text(encoding="ascii").split()[0])
    return total / 1e9


def process_tree(pid: int) -> list[int]:
    """Return the numbers of a process and its living children."""
    processes, ahead = [], [pid]
    while ahead:
        process = ahead.pop()
        processes.append(process)
        with suppress(OSError):
            children = Path(f"/proc/{process}/task/{process}/children")
            ahead += map(int, children.read_text(encoding="ascii").split())
    return processes
