"""Times of calls, and processor time of processes, as numbers to be printed."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Percentiles:
    """Many measured values in a few numbers."""

    p50: float
    p95: float
    p99: float
    count: int

    @classmethod
    def from_values(cls, values: Sequence[float]) -> "Percentiles":
        """Return the middle and the tail of some values."""
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
        begun = time.perf_counter()
        call()
        values.append(1000 * (time.perf_counter() - begun))
    return Percentiles.from_values(values)


def reference_work() -> object:
    """Do something whose cost says how fast this machine is just now: inverting a matrix 50 times."""
    matrix = np.eye(60) + 0.01
    return [np.linalg.inv(matrix + number) for number in range(50)]


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and its children that live have used, in seconds.

    To the nanosecond, as the scheduler counts it, for every thread that has not ended. Linux alone.
    """
    total = 0
    for one in _process_tree(pid):
        for thread in Path(f"/proc/{one}/task").glob("*/schedstat"):
            with suppress(OSError):
                total += int(thread.read_text(encoding="ascii").split()[0])
    return total / 1e9


def _process_tree(pid: int) -> list[int]:
    found, ahead = [], [pid]
    while ahead:
        one = ahead.pop()
        found.append(one)
        with suppress(OSError):
            children = Path(f"/proc/{one}/task/{one}/children")
            ahead += map(int, children.read_text(encoding="ascii").split())
    return found
