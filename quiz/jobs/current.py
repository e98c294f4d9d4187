"""The queue of the process that answers a request, opened when the first job is sent."""

import threading
from typing import TYPE_CHECKING

from flask import Flask, current_app

from quiz.config import Settings

if TYPE_CHECKING:
    from quiz.jobs.queue import JobQueue

EXTENSION_NAME = "trigpoint_queue"


class LazyQueue:
    """Opens the queue once in each process; a connection must not be shared across a fork."""

    def __init__(self, settings: Settings) -> None:
        """Remember where the queue is."""
        self.settings = settings
        self._queue: JobQueue | None = None
        self._lock = threading.Lock()

    def open(self) -> "JobQueue":
        """Return the queue."""
        with self._lock:
            if self._queue is None:
                # Huey and the drivers it looks for are a tenth of the start, and most processes never send a job.
                from quiz.jobs.queue import JobQueue

                self._queue = JobQueue(self.settings)
            return self._queue

    def close(self) -> None:
        """Give back its connections, if there are any."""
        if self._queue is not None:
            self._queue.close()


def init_app(app: Flask, settings: Settings) -> None:
    """Let views send jobs."""
    app.extensions[EXTENSION_NAME] = LazyQueue(settings)


def current_queue() -> "JobQueue":
    """Return the queue to which a view sends jobs: `current_queue().send_after_commit(session, job.key)`."""
    lazy: LazyQueue = current_app.extensions[EXTENSION_NAME]
    return lazy.open()
