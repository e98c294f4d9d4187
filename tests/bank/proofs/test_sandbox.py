"""The cage: what a program in it can see, use and reach."""

import resource
import sys
from pathlib import Path

import pytest

from quiz.bank.proofs import sandbox_launcher
from quiz.bank.proofs.sandbox import RunResult, Sandbox, isolation_command


def run(code: str, *, seconds: int = 10) -> RunResult:
    with Sandbox({"EXTRA": "1"}) as cage:
        return cage.run_command([sys.executable, "-c", code], seconds=seconds)


def test_a_program_starts_in_an_empty_folder() -> None:
    assert run("import os; print(os.listdir('.'))").output == "[]\n"


def test_what_one_run_leaves_the_next_does_not_find() -> None:
    with Sandbox({}) as cage:
        cage.run_command(["/bin/sh", "-c", "echo x > left"])

        assert cage.run_command(["/bin/ls"]).output == ""


def test_the_folder_is_gone_afterwards() -> None:
    with Sandbox({}) as cage:
        folder = cage.work
        assert folder.is_dir()

    assert not folder.exists()


def test_nothing_of_our_environment_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIGPOINT_SECRET_KEY", "secret")

    names = run("import os; print(sorted(os.environ))").output

    assert "TRIGPOINT" not in names
    assert "EXTRA" in names


def test_a_program_that_does_not_end_is_ended() -> None:
    ran = run("while True: pass", seconds=1)

    assert ran.timed_out


def test_what_a_program_started_is_ended_with_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    child = f"import time; time.sleep(2); open({str(mark)!r}, 'w')"

    ran = run(
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])",
        seconds=1,
    )

    assert ran.timed_out
    assert not mark.exists()


def test_memory_has_a_limit() -> None:
    assert "MemoryError" in run("bytearray(3 * 10**9)").errors


def test_files_have_a_limit() -> None:
    ran = run("open('big', 'wb').write(bytes(100 * 2**20))")

    assert ran.code != 0


def test_output_is_cut_off() -> None:
    assert len(run("print('x' * 10**6)").output) == 20_000


def test_what_goes_wrong_is_kept() -> None:
    ran = run("import sys; sys.exit('no')")

    assert (ran.code, ran.errors) == (1, "no\n")


@pytest.mark.skipif(
    not isolation_command(), reason="this system allows no network namespace"
)
def test_there_is_no_network_but_the_loopback() -> None:
    code = """
import socket
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname()).close()
print("loopback")
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
except OSError as error:
    print(type(error).__name__, error.errno)
"""

    assert run(code).output == "loopback\nOSError 101\n"


def test_the_launcher_sets_limits_and_becomes_the_command() -> None:
    done: list[tuple[object, object]] = []

    sandbox_launcher.run_limited(
        ["5", "1000", "echo", "a"],
        limit=lambda name, limits: done.append((name, limits)),
        become=lambda file, words: done.append((file, words)),
    )

    assert (resource.RLIMIT_CPU, (5, 5)) in done
    assert (resource.RLIMIT_DATA, (1000, 1000)) in done
    assert done[-1] == ("echo", ["echo", "a"])


def test_a_loopback_that_may_not_be_changed_is_left_alone() -> None:
    sandbox_launcher.wake_loopback()


def test_a_system_without_namespaces_still_runs_programs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")

    assert isolation_command.__wrapped__() == ()


def test_a_system_that_forbids_namespaces_still_runs_programs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert isolation_command.__wrapped__() == ()
