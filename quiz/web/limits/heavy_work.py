"""A bound on heavy work: pages that keep a processor busy for long queue up, a few of them, and the rest is told to wait.

Each process does one at a time and lets one wait; so the threads that answer questions are never all taken.
"""

import threading
from collections.abc import Collection

from flask import Flask, current_app, g, request
from werkzeug.exceptions import ServiceUnavailable

EXTENSION_NAME = "trigpoint_heavy_work"
AT_ONCE = 1
WAITING = 1
LONGEST_WAIT_SECONDS = 5.0
RETRY_AFTER_SECONDS = 3


class TooBusyError(ServiceUnavailable):
    """The queue for heavy work is full."""


class HeavyWork:
    """The queue of one process."""

    def __init__(self, endpoints: Collection[str]) -> None:
        """Bound the work of the views with these names."""
        self.endpoints = frozenset(endpoints)
        self._places = threading.BoundedSemaphore(AT_ONCE + WAITING)
        self._workplaces = threading.BoundedSemaphore(AT_ONCE)

    def enter_or_refuse(self) -> None:
        """Take a workplace, waiting for it a short while.

        Raises
        ------
        TooBusyError
            When as many wait as may, or the wait was too long.
        """
        if not self._places.acquire(blocking=False):
            raise TooBusyError(retry_after=RETRY_AFTER_SECONDS)
        if not self._workplaces.acquire(timeout=LONGEST_WAIT_SECONDS):
            self._places.release()
            raise TooBusyError(retry_after=RETRY_AFTER_SECONDS)

    def leave(self) -> None:
        """Give the workplace back."""
        self._workplaces.release()
        self._places.release()


def init_app(app: Flask, endpoints: Collection[str]) -> None:
    """Queue the requests of these views. Call it before anything that opens the database."""
    app.extensions[EXTENSION_NAME] = HeavyWork(endpoints)
    app.before_request(_enter)
    app.teardown_request(_leave)


def _heavy_work() -> HeavyWork:
    work: HeavyWork = current_app.extensions[EXTENSION_NAME]
    return work


def _enter() -> None:
    work = _heavy_work()
    if request.endpoint in work.endpoints:
        work.enter_or_refuse()
        g.does_heavy_work = True


def _leave(_error: BaseException | None) -> None:
    if g.pop("does_heavy_work", False):
        _heavy_work().leave()
