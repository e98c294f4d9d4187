"""The laboratory belongs to a checkout: it is not in the wheel, and its commands say so there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("engine", "simulate", "bench", "calibrate")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as its own build back end makes it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file)


@pytest.fixture(scope="module")
def installed(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what an installer puts into place."""
    folder = tmp_path_factory.mktemp("site-packages")
    wheel.extractall(folder)
    return folder


def run_installed(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", "-m", "quiz", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_the_app_alone(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()

    assert "quiz/templates/layouts/base.html" in names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {
        "quiz"
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_laboratory_says_in_one_line_that_it_belongs_to_a_checkout(
    installed: Path, command: str
) -> None:
    result = run_installed(installed, command)

    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"trigpoint: “{command}” belongs to a checkout of Trigpoint and is not part of the installed program."
    ]


def test_the_other_commands_need_no_laboratory(installed: Path) -> None:
    result = run_installed(installed, "bank", "--help")

    assert result.returncode == 0
    assert "Usage" in result.stdout
