"""Starts the app, or the bare program, under a chosen server in its own processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from quiz.config import Settings
from quiz.core.db import make_engine
from quiz.errors import NotNow
from quiz.jobs.arbiter import PROCESS_NAME

#: `trigpoint` is what `trigpoint run` serves with; the others are there to be compared with it.
SERVERS = ("trigpoint", "gunicorn", "granian", "waitress")
WORKERS, THREADS = 2, 4
START_SECONDS = 60
TARGET = "lab.benchmarks.servers:create_application"
KIND, URL, DATA = "BENCH_PROGRAM", "TRIGPOINT_DATABASE_URL", "TRIGPOINT_DATA"


@dataclass(frozen=True)
class RunningServer:
    """A server that is up."""

    port: int
    pid: int


def create_application() -> Any:
    """Return the application that the environment names; called once in each worker."""
    engine = make_engine(Settings.read().database_url)
    if os.environ.get(KIND) == "bare":
        from lab.benchmarks.bare_app import bare_app

        return bare_app(engine)
    from quiz.app import create_app
    from quiz.server import tune_garbage_collector

    settings = Settings.read()
    app = create_app(settings, engine=engine)
    tune_garbage_collector()
    return app


@contextmanager
def run_server(
    kind: str, server: str, database_url: str, data: Path
) -> Iterator[RunningServer]:
    """Serve `app` or `bare` until the block is left; the database must be up to date."""
    port = find_free_port()
    process = launch_server(kind, server, database_url, data, port)
    try:
        yield RunningServer(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            # The whole group, since workers would outlive their parent.
            kill_server(process)


def launch_server(
    kind: str, server: str, database_url: str, data: Path, port: int
) -> "subprocess.Popen[bytes]":
    """Start `app` or `bare` in its own process group and wait until it answers.

    Raises
    ------
    NotNow
        When it does not start.
    """
    env = os.environ | {
        KIND: kind,
        URL: database_url,
        DATA: str(data),
        "TRIGPOINT_DAILY_SITTINGS": "1000000",
        "PYTHONWARNINGS": "ignore",
    }
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", *_server_command(server, port)],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_ready(port, process)
    except BaseException:
        kill_server(process)
        raise
    return process


def kill_server(process: "subprocess.Popen[bytes]") -> None:
    """Kill a server and all its workers at once with SIGKILL."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def worker_pids(pid: int) -> list[int]:
    """Return the processes that answer: children of the one that was started, without the one for jobs. Linux alone."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(child)
        for child in children
        if Path(f"/proc/{child}/comm").read_text().strip() != PROCESS_NAME
    ]


def _server_command(server: str, port: int) -> list[str]:
    listen = f"127.0.0.1:{port}"
    match server:
        case "trigpoint" | "gunicorn":
            kind = ["-k", "quiz.server.BufferingWorker"] * (server == "trigpoint")
            options = [
                *kind,
                "-w",
                str(WORKERS),
                "--threads",
                str(THREADS),
                "-b",
                listen,
                "--preload",
            ]
            return ["gunicorn", "--no-control-socket", *options, f"{TARGET}()"]
        case "granian":
            options = ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
            options += ["--http1-header-read-timeout", "10000"]
            return [
                "granian",
                "--interface",
                "wsgi",
                "--port",
                str(port),
                *options,
                "--factory",
                TARGET,
            ]
        case "waitress":
            return [
                "waitress",
                "--threads",
                str(WORKERS * THREADS),
                "--listen",
                listen,
                "--call",
                TARGET,
            ]
        case _:
            raise NotNow(
                f"There is no server {server!r} here; there are {', '.join(SERVERS)}."
            )


def find_free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
                connection.request("GET", "/")
                connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise NotNow("The server did not start; is its package installed?")
