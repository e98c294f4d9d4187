"""The app's own process for jobs: a child of gunicorn's arbiter, started again when it dies, told when to stop.

It is a process and not a thread, so that long work does not slow down the answers of a web worker.
"""

import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

log = logging.getLogger(__name__)

#: How the process is called in `ps` and `top`.
PROCESS_NAME = "trigpoint-jobs"
#: Answers go first where a processor is short.
NICENESS = 5
#: A process that dies at once is not started again before this time.
RESTART_SECONDS = 5.0
STOP_SECONDS = 10.0


class JobArbiter(Arbiter):
    """gunicorn's arbiter with one child more."""

    def __init__(
        self, app: BaseApplication, consume: Callable[[int], None] | None
    ) -> None:
        """Serve `app`; `consume` runs jobs in the child of the given process until SIGTERM; None: there is no such child."""
        self.consume = consume
        self.jobs_pid = 0
        self._started = -RESTART_SECONDS
        super().__init__(app)

    def manage_workers(self) -> None:
        """Keep the web workers and the process for jobs alive. The arbiter calls this every second."""
        super().manage_workers()
        if self.consume is None or self._is_running() or not self._may_start():
            return
        if self.jobs_pid:
            log.error("the process for jobs died and is started again")
        self._spawn(self.consume)

    def kill_workers(self, sig: int) -> None:
        """Send a signal to all children; the process for jobs has its own time to stop."""
        super().kill_workers(sig)
        if self.jobs_pid and sig != signal.SIGKILL:
            with suppress(ProcessLookupError):
                os.kill(self.jobs_pid, signal.SIGTERM)

    def stop(self, graceful: bool = True) -> None:  # noqa: FBT001, FBT002  # gunicorn calls it so
        """Stop the web workers, then wait for the process for jobs."""
        super().stop(graceful)
        until = time.monotonic() + STOP_SECONDS
        while self._is_running() and time.monotonic() < until:
            time.sleep(0.05)
        if self._is_running():
            os.kill(self.jobs_pid, signal.SIGKILL)

    def _may_start(self) -> bool:
        return time.monotonic() - self._started >= RESTART_SECONDS

    def _is_running(self) -> bool:
        if not self.jobs_pid:
            return False
        with suppress(ChildProcessError):  # the arbiter has reaped it already
            return os.waitpid(self.jobs_pid, os.WNOHANG)[0] == 0
        return False

    def _spawn(self, consume: Callable[[int], None]) -> None:
        self._started = time.monotonic()
        # Asked for before the fork: a child whose parent is killed at once would read another number.
        parent = os.getpid()
        self.jobs_pid = os.fork()
        if self.jobs_pid:
            return
        status = 1
        try:
            self._leave_arbiter()
            consume(parent)
            status = 0
        finally:
            if sys.exc_info()[0] is not None:
                traceback.print_exc()
            sys.stderr.flush()
            # The rest of the parent's program must not run here.
            os._exit(status)

    def _leave_arbiter(self) -> None:
        for listener in self.LISTENERS:
            listener.close()
        for sig in (*self.SIGNALS, signal.SIGCHLD):
            signal.signal(sig, signal.SIG_DFL)
        with suppress(OSError):
            Path("/proc/self/comm").write_text(PROCESS_NAME, encoding="ascii")
        os.nice(NICENESS)
