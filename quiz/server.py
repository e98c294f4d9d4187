"""The production server: gunicorn keeps the processes, waitress speaks HTTP in each of them.

An event loop reads requests and sends answers, however slow the other side is; a thread is taken only when a request
is there in full. So a handful of slow clients keeps nobody else waiting, and one that takes too long is cut off.
"""

import gc
import logging
import resource
import time
from itertools import count
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker
from sqlalchemy import Engine
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from quiz.config import Settings
from quiz.jobs.arbiter import JobArbiter
from quiz.web.observation.counters import counters_of

WORKERS = 2
THREADS = 4
#: Threads for forms with a password: as many as hash at once, and one that is about to.
PASSWORD_THREADS = 3
#: Where those forms are sent to.
PASSWORD_PATHS = (
    "/sign-",
    "/password",
    "/forgotten-password",
    "/account",
    "/setup",
    "/join",
)
#: A worker whose loop stands still for this long is replaced.
TIMEOUT_SECONDS = 60
#: A stopping worker lets requests that have begun end, for this long at most.
GRACE_SECONDS = 10
#: A request must be here in full this long after its first byte.
REQUEST_SECONDS = 20
#: A connection on which nothing happens is closed.
IDLE_SECONDS = 15
#: Connections of one worker at a time; each needs a file.
MOST_CONNECTIONS = 2000
SPARE_FILES = 200
#: What is larger is refused while it comes in; the app itself takes 64 KiB, and says so on a page.
MOST_BODY_BYTES = 1024 * 1024
MOST_HEADER_BYTES = 64 * 1024
LOOP_SECONDS = 0.5


class StrictParser(HTTPRequestParser):
    """A parser that refuses a body whose end a proxy may see elsewhere (RFC 9112, section 6.1).

    waitress itself refuses two lengths, but takes `Transfer-Encoding` together with a length, or in HTTP/1.0.
    """

    def parse_header(self, header_plus: bytes) -> None:
        """Read the request line and the headers."""
        names = {
            line.partition(b":")[0].strip().upper()
            for line in header_plus.split(b"\r\n")[1:]
        }
        super().parse_header(header_plus)
        if b"TRANSFER-ENCODING" in names and (
            b"CONTENT-LENGTH" in names or self.version != "1.1"
        ):
            raise ParsingError("The length of the body is ambiguous")


class TimedChannel(HTTPChannel):
    """A connection that knows when the request that is coming in began."""

    parser_class = StrictParser
    request_began = 0.0

    def received(self, data: bytes) -> Any:
        """Take what came in."""
        if self.request is None:
            self.request_began = time.monotonic()
        return super().received(data)

    def is_too_slow(self) -> bool:
        """Say whether a request began long ago and is still not here."""
        return (
            self.request is not None
            and time.monotonic() - self.request_began > REQUEST_SECONDS
        )


class TimedServer(TcpWSGIServer):
    """The listening end: besides idle connections it closes those that are too slow."""

    channel_class = TimedChannel

    def maintenance(self, now: float) -> None:
        """Look at all connections; waitress asks for it once a second."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.is_too_slow():
                channel.will_close = True


class LanedDispatcher(ThreadedTaskDispatcher):
    """The threads that serve requests, and a few more for those that check a password.

    These wait for each other, since only so many passwords are hashed at once; everything else does not wait for them.
    """

    def __init__(self) -> None:
        """Begin without threads."""
        super().__init__()
        self.passwords = ThreadedTaskDispatcher()

    def set_thread_count(self, count: int) -> None:
        """Start or stop threads."""
        super().set_thread_count(count)
        self.passwords.set_thread_count(min(count, PASSWORD_THREADS))

    def add_task(self, task: HTTPChannel) -> None:
        """Let a thread serve the request that has come in."""
        if is_password_request(task.requests[0]):
            self.passwords.add_task(task)
        else:
            super().add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:  # noqa: FBT001, FBT002  # waitress's own
        """Stop the threads."""
        self.passwords.shutdown(cancel_pending, timeout)
        return bool(super().shutdown(cancel_pending, timeout))


def is_password_request(request: HTTPRequestParser) -> bool:
    """Say whether a request sends a form in which a password may stand."""
    return bool(request.command == "POST" and request.path.startswith(PASSWORD_PATHS))


class BufferingWorker(Worker):
    """A process of gunicorn's that serves by waitress."""

    def run(self) -> None:
        """Serve until told to stop, then let requests that have begun end."""
        sockets: dict[int, Any] = {}
        dispatcher = LanedDispatcher()
        dispatcher.set_thread_count(self.cfg.threads)
        servers = [self._listen(each, sockets, dispatcher) for each in self.sockets]
        while self.alive:
            self.notify()
            self._step(sockets)
        for server in servers:
            server.accepting = False
        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and _is_busy(servers):
            self.notify()
            self._step(sockets)
        dispatcher.shutdown(timeout=1)

    def _listen(
        self, listener: Any, sockets: dict[int, Any], tasks: ThreadedTaskDispatcher
    ) -> TimedServer:
        raw = listener.sock
        return TimedServer(
            self.wsgi,
            sockets,
            _sock=raw,
            dispatcher=tasks,
            adj=server_options(self.cfg.threads),
            sockinfo=(raw.family, raw.type, raw.proto, raw.getsockname()),
            bind_socket=False,
        )

    def _step(self, sockets: dict[int, Any]) -> None:
        wasyncore.loop(timeout=LOOP_SECONDS, use_poll=True, map=sockets, count=1)


def _is_busy(servers: list[TimedServer]) -> bool:
    return any(
        channel.requests or channel.total_outbufs_len
        for server in servers
        for channel in server.active_channels.values()
    )


def server_options(threads: int) -> Adjustments:
    """Return how waitress treats connections."""
    return Adjustments(
        threads=threads,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=1,
        connection_limit=_allowed_connections(),
        max_request_body_size=MOST_BODY_BYTES,
        max_request_header_size=MOST_HEADER_BYTES,
        # Forwarded headers are read by the app alone, as far as its settings say.
        clear_untrusted_proxy_headers=False,
        ident=None,
        log_socket_errors=False,
    )


def _allowed_connections() -> int:
    """Return how many connections there may be, after raising the limit of open files as far as we may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(50, min(MOST_CONNECTIONS, soft - SPARE_FILES))


#: This many objects more than were freed before garbage is looked for; Python's own 700 is several times a request.
GARBAGE_THRESHOLD = 20_000


def tune_garbage_collector() -> None:
    """Leave what is there now alone, to be shared by the workers, and look for new garbage less often.

    Requests leave hardly any: reference counts free what they make.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD, 20, 20)
    gc.enable()


class ServerLog(Logger):
    """Hands what gunicorn has to say to the log of the program."""

    def setup(self, cfg: Any) -> None:
        """Let the handlers of the root logger write it."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


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
            "worker_class": BufferingWorker,
            "timeout": TIMEOUT_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "preload_app": True,
            # Files of the app are its own.
            "umask": 0o077,
            # Dropped connections are nobody's fault; errors of ours are logged by the app.
            "loglevel": "warning",
            "control_socket_disable": True,
            "logger_class": ServerLog,
            "pre_fork": self._choose_row,
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

    def _choose_row(self, arbiter: Any, worker: Any) -> None:
        taken = {each.counters_row for each in arbiter.WORKERS.values()}
        worker.counters_row = next(row for row in count() if row not in taken)

    def _after_fork(self, _arbiter: object, worker: Any) -> None:
        counters_of(self.app).use_row(worker.counters_row)
        # A connection must not be shared with the parent: SQLite's locks and PostgreSQL's
        # protocol both break.
        self.engine.dispose(close=False)
        logging.getLogger("quiz").setLevel(logging.INFO)

    def run(self) -> None:
        """Serve until a signal comes, with a process beside the workers that runs jobs."""
        consume = self._run_jobs if self.settings.run_jobs else None
        JobArbiter(self, consume).run()

    def _run_jobs(self, parent: int) -> None:
        # Imported in the process that needs them; the web workers do without.
        from quiz.jobs.consumer import build_consumer
        from quiz.operations.job_kinds import build_job_kinds

        # Of the parent no connection may be used.
        self.engine.dispose(close=False)
        logging.getLogger("quiz").setLevel(logging.INFO)
        kinds = build_job_kinds(self.settings)
        build_consumer(self.engine, self.settings, kinds, parent=parent).run()
