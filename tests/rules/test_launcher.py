"""The launcher hands over what it is given, and says what is missing where it cannot."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.files import ROOT

LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-uv.txt")
# Stands for Python in the environment: says what it was given.
ECHO = '#!/bin/sh\nprintf "[%s]" "$@"\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder as a clone leaves it."""
    for name in ("trigpoint", *LOCKS):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def filled(checkout: Path) -> Path:
    """Return a checkout whose environment is there, with a stand-in for its Python."""
    environment = checkout / ".venv"
    program(environment / "bin" / "python", ECHO)
    for name in LOCKS:
        shutil.copy(ROOT / name, environment / f"filled-from-{name}")
    return checkout


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def launch(
    folder: Path, *words: str, path: str | None = None
) -> "subprocess.CompletedProcess[str]":
    env = os.environ | {"PATH": path or os.environ["PATH"]}
    command = ["/bin/sh", str(folder / "trigpoint"), *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def tools_without_python(folder: Path) -> str:
    """Return a folder for the path that has what the launcher uses, but no Python."""
    for name in ("awk", "cat", "cmp", "dirname", "id", "ls", "readlink", "rm", "touch"):
        found = shutil.which(name)
        assert found
        (folder / "tools").mkdir(exist_ok=True)
        (folder / "tools" / name).symlink_to(found)
    return str(folder / "tools")


def test_words_go_to_the_program_as_they_are(filled: Path) -> None:
    done = launch(filled, "bank", "check", "two words", "*")

    assert done.stdout == "[-P][-m][quiz][bank][check][two words][*]"
    assert done.stderr == ""


def test_an_environment_from_another_lock_is_not_used(
    filled: Path, tmp_path: Path
) -> None:
    with (filled / "requirements.txt").open("a") as lock:
        lock.write("# changed\n")
    (filled / ".venv" / "filled-from-requirements-test.txt").unlink()

    done = launch(filled, "run", path=tools_without_python(tmp_path))

    assert done.returncode == 1
    assert "[run]" not in done.stdout


def test_an_environment_half_made_is_not_used(filled: Path, tmp_path: Path) -> None:
    for mark in (filled / ".venv").glob("filled-from-*"):
        mark.unlink()

    done = launch(filled, "run", path=tools_without_python(tmp_path))

    assert done.returncode == 1
    assert "[run]" not in done.stdout


def test_a_start_of_the_app_leaves_the_packages_of_the_tests(filled: Path) -> None:
    """The test lock holds the plain one, so that what it filled serves both."""
    (filled / ".venv" / "filled-from-requirements.txt").unlink()

    assert launch(filled, "run").stdout == "[-P][-m][quiz][run]"


def test_without_python_it_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    done = launch(checkout, "run", path=tools_without_python(tmp_path))

    assert done.returncode == 1
    assert "apt install python3 python3-pip" in done.stderr


def test_without_pip_it_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    tools = tools_without_python(tmp_path)
    # A Python that finds no package at all, pip among them.
    program(
        tmp_path / "tools" / "python3",
        f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n',
    )

    done = launch(checkout, "run", path=tools)

    assert done.returncode == 1
    assert "apt install python3-pip" in done.stderr


def test_without_an_index_it_says_so_and_leaves_no_mark(
    checkout: Path, tmp_path: Path
) -> None:
    tools = tools_without_python(tmp_path)
    # Has a pip that answers to --version and cannot fetch anything.
    program(
        tmp_path / "tools" / "python3",
        f'#!/bin/sh\ncase "$*" in *"pip install"*) exit 1;; *--version*) exit 0;; esac\n'
        f'exec "{sys.executable}" "$@"\n',
    )

    done = launch(checkout, "run", path=tools)

    assert done.returncode == 1
    assert "is there a way to the package index?" in done.stderr
    assert not list(checkout.rglob("filled-from-*"))


def test_apt_is_asked_for_nothing_that_is_there(filled: Path, tmp_path: Path) -> None:
    tools = tools_without_python(tmp_path)
    for name in ("chromium", "initdb"):
        program(tmp_path / "tools" / name, "#!/bin/sh\n")
    program(tmp_path / "tools" / "apt-get", "#!/bin/sh\nexit 1\n")

    done = launch(filled, "test", "--some", "option", path=tools)

    assert "apt" not in done.stderr
    assert "[-m][pytest][--some][option]" in done.stdout
    assert done.returncode == 0
