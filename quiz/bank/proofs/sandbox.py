"""A sandbox for one program: empty folder and environment, limits, and no network where the system allows that."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

LAUNCHER_PATH = Path(__file__).resolve().parent / "sandbox_launcher.py"
RUN_SECONDS = 10
BUILD_SECONDS = 90
DATA_BYTES = 1024**3  # 1 GiB
MAX_OUTPUT_CHARACTERS = 20_000
#: The search path: with an empty environment, git and node would not be found.
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class RunResult:
    """The result of one run."""

    output: str
    errors: str
    code: int
    timed_out: bool = False


class Sandbox:
    """A temporary folder in which commands run; a context manager."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="trigpoint-proof-")
        self.work = Path(self._folder.name) / "work"
        #: Holds the program and its build; the work folder itself stays empty.
        self.kit = Path(self._folder.name) / "kit"
        self.work.mkdir()
        self.kit.mkdir()
        self._env = {
            "PATH": SEARCH_PATH,
            "HOME": str(self.kit),
            "TMPDIR": str(self.kit),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            **env,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def run_command(
        self,
        command: Sequence[str],
        *,
        seconds: int = RUN_SECONDS,
        env: Mapping[str, str] | None = None,
    ) -> RunResult:
        """Run a command in an empty work folder and return what it printed."""
        shutil.rmtree(self.work)
        self.work.mkdir()
        limits = [
            sys.executable,
            "-I",
            str(LAUNCHER_PATH),
            str(seconds),
            str(DATA_BYTES),
        ]
        process = subprocess.Popen(
            [*isolation_command(), *limits, *command],
            cwd=self.work,
            env={**self._env, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        timed_out = False
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            timed_out = True
            # Kill the whole session: the program may have started others.
            os.killpg(process.pid, signal.SIGKILL)
            output, errors = process.communicate()
        return RunResult(
            _decode_output(output),
            _decode_output(errors),
            process.returncode,
            timed_out,
        )


def _decode_output(output: bytes) -> str:
    return output.decode("utf-8", "replace")[:MAX_OUTPUT_CHARACTERS]


@cache
def isolation_command() -> tuple[str, ...]:
    """Return the command that runs another without network; empty where the system does not allow it."""
    for extra in ((), ("--map-root-user",)):
        command = ("unshare", "--net", "--pid", "--fork", "--kill-child", *extra, "--")
        if shutil.which("unshare") and _command_works([*command, "true"]):
            return command
    return ()


def _command_works(command: Sequence[str]) -> bool:
    return (
        subprocess.run(command, capture_output=True, check=False, timeout=10).returncode
        == 0
    )
