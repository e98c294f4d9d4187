"""How many requests each view answered and how long it took, summed over the processes of this machine.

The numbers are in memory that the server shares with its workers. Each worker writes to a row of its own, so none waits
for another; one that takes the place of a worker that died goes on with its row. There is a column for each view and
nothing that a request could bring with it, so the size is fixed.
"""

import mmap
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from flask import Flask, Response, current_app, g, request

EXTENSION_NAME = "trigpoint_counters"
#: Rows: workers that write at the same time. Two serve; during a restart there may be more.
ROWS = 16
#: Upper ends of the classes of duration, in seconds; the last class has none.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: 1xx to 5xx.
STATUS_CLASSES = 5
#: What no view answers.
NO_VIEW = "none"
_FLOAT_BYTES = 8


@dataclass(frozen=True)
class ViewCounts:
    """What the requests of one view add up to."""

    endpoint: str
    #: Requests by class of status, 1xx first.
    by_status: tuple[int, ...]
    #: Requests by class of duration; one more than `SECONDS` has.
    by_duration: tuple[int, ...]
    #: Seconds, all in all.
    seconds: float


class RequestCounters:
    """Sums by view: one table for each worker."""

    def __init__(self, endpoints: Sequence[str]) -> None:
        """Make room for the views with these names, once and for all."""
        self.endpoints = (*sorted(endpoints), NO_VIEW)
        self._number = {name: number for number, name in enumerate(self.endpoints)}
        width = STATUS_CLASSES + len(SECONDS) + 1 + 1
        shape = (ROWS, len(self.endpoints), width)
        # Shared with every process that is forked from this one.
        self._memory = mmap.mmap(-1, int(np.prod(shape)) * _FLOAT_BYTES)
        self._sums: npt.NDArray[np.float64] = np.frombuffer(
            self._memory, dtype=np.float64
        ).reshape(shape)
        self._lock = threading.Lock()
        self.row = 0

    def use_row(self, row: int) -> None:
        """Write to this row from now on; no other process may have it."""
        self.row = row % ROWS
        self._lock = threading.Lock()

    def count(self, endpoint: str | None, status: int, seconds: float) -> None:
        """Count one request."""
        column = self._number.get(endpoint or NO_VIEW, len(self.endpoints) - 1)
        status_class = min(max(status // 100, 1), STATUS_CLASSES) - 1
        duration = int(np.searchsorted(SECONDS, seconds))
        with self._lock:
            sums = self._sums[self.row, column]
            sums[status_class] += 1
            sums[STATUS_CLASSES + duration] += 1
            sums[-1] += seconds

    def read(self) -> list[ViewCounts]:
        """Return the sums of all workers, of the views that were asked for."""
        found = []
        totals = self._sums.sum(axis=0)
        for endpoint, sums in zip(self.endpoints, totals.tolist(), strict=True):
            counts = tuple(int(each) for each in sums[:-1])
            if any(counts):
                found.append(
                    ViewCounts(
                        endpoint,
                        counts[:STATUS_CLASSES],
                        counts[STATUS_CLASSES:],
                        sums[-1],
                    )
                )
        return found


def init_app(app: Flask) -> None:
    """Count every request. Call it before anything else looks at them, so that all of the work is in the time."""
    app.before_request(_note_beginning)
    app.after_request(_count_response)


def open_counters(app: Flask) -> None:
    """Make room for every view there is. Call it when all of them are registered."""
    app.extensions[EXTENSION_NAME] = RequestCounters(list(app.view_functions))


def counters_of(app: Flask) -> RequestCounters:
    """Return the counters of an application."""
    counters: RequestCounters = app.extensions[EXTENSION_NAME]
    return counters


def _note_beginning() -> None:
    g.began = time.perf_counter()


def _count_response(response: Response) -> Response:
    began = g.pop("began", None)
    seconds = time.perf_counter() - began if began is not None else 0.0
    counters_of(current_app).count(request.endpoint, response.status_code, seconds)
    return response
