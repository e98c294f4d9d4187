"""The production server: gunicorn with threads, in this process and its children."""

import gc
import logging
import os
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy import Engine

from quiz.config import Settings
from quiz.jobs.arbiter import JobArbiter

WORKERS = 2
THREADS = 4
#: A worker that answers nothing for this long is replaced.
TIMEOUT_SECONDS = 60


#: so many objects more than were freed before garbage is looked for; Python's own 700 is several times a request
GARBAGE_THRESHOLD = 20_000


def tune_garbage_collector() -> None:
    """Leave what is there now alone, to be shared by the workers, and look for new garbage less often.

    Requests leave hardly any: reference counts free what they make.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD, 20, 20)
    gc.enable()


class Server(BaseApplication):
    """gunicorn around an application that is made already."""

    def __init__(
        self, app: Flask, engine: Engine, settings: Settings, *, host: str, port: int
    ) -> None:
        """Serve `app` on host and port."""
        self.app = app
        self.engine = engine
        self.settings = settings
        self.options: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": WORKERS,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": TIMEOUT_SECONDS,
            "graceful_timeout": 10,
            "preload_app": True,
            # Dropped connections are nobody's fault; errors of ours are logged by the app.
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_fork": self._after_fork,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand over the options that this gunicorn knows."""
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self.app

    def _after_fork(self, _arbiter: object, _worker: object) -> None:
        # A connection must not be shared with the parent: SQLite's locks and PostgreSQL's
        # protocol both break.
        self.engine.dispose(close=False)
        logging.getLogger("quiz").setLevel(logging.INFO)

    def run(self) -> None:
        """Serve until a signal comes, with a process beside the workers that runs jobs."""
        consume = self._run_jobs if self.settings.run_jobs else None
        JobArbiter(self, consume).run()

    def _run_jobs(self) -> None:
        # Imported in the process that needs them; the web workers do without.
        from quiz.jobs.consumer import build_consumer
        from quiz.operations.job_kinds import build_job_kinds

        # Of the parent no connection may be used.
        self.engine.dispose(close=False)
        logging.getLogger("quiz").setLevel(logging.INFO)
        kinds = build_job_kinds(self.settings)
        build_consumer(self.engine, self.settings, kinds, parent=os.getppid()).run()
