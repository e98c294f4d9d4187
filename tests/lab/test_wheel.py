"""The laboratory belongs to a checkout: it is not in the wheel, and its commands say so there."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("engine", "simulate", "bench", "calibrate")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs: the packages that the build configuration names."""
    folder = tmp_path_factory.mktemp("site-packages")
    for package in wheel_packages():
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    return folder


def wheel_packages() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages: list[str] = project["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
    return packages


def run_installed(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", "-m", "quiz", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_the_app_alone() -> None:
    assert wheel_packages() == ["quiz"]


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


@pytest.mark.skipif(
    find_spec("hatchling") is None, reason="the build back end is not installed here"
)
def test_a_wheel_that_was_built_holds_no_file_of_the_laboratory(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()

    assert any(name.startswith("quiz/measurement/") for name in names)
    assert not [name for name in names if name.startswith(("lab/", "tests/"))]
