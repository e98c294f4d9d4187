"""The small commands of an operator, each as it is typed."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from quiz.cli.main import trigpoint_group


def run(folder: Path, *words: str, exit_code: int = 0) -> str:
    """Run a command on an own data folder and return what it says."""
    env = {"TRIGPOINT_DATA": "", "TRIGPOINT_DATABASE_URL": ""}
    command, *rest = words
    made = CliRunner(env=env).invoke(
        trigpoint_group, [command, *rest, "--data", str(folder)]
    )
    assert made.exit_code == exit_code, made.output + repr(made.exception)
    return made.output


def test_the_database_is_brought_up_to_date_and_checked(tmp_path: Path) -> None:
    assert run(tmp_path, "db", "upgrade").startswith("Up to date: SQLite")
    run(tmp_path, "db", "check")


def test_missing_migrations_are_said(tmp_path: Path) -> None:
    tmp_path.joinpath("trigpoint.sqlite3").touch()

    assert "trigpoint db upgrade" in run(tmp_path, "db", "check", exit_code=1)


def test_the_database_goes_back_only_when_that_is_confirmed(tmp_path: Path) -> None:
    run(tmp_path, "db", "upgrade")

    run(tmp_path, "db", "downgrade", "base", exit_code=1)
    assert "Now at base." in run(tmp_path, "db", "downgrade", "base", "--yes")


def test_an_example_is_made_once_and_removed(tmp_path: Path) -> None:
    made = run(tmp_path, "demo", "make", "--port", "8123")

    assert "http://127.0.0.1:8123/resume/" in made
    run(tmp_path, "demo", "make", exit_code=1)
    assert "Removed." in run(tmp_path, "demo", "remove")
    assert "no example" in run(tmp_path, "demo", "remove")


@pytest.mark.parametrize("option", [[], ["--dry-run"]])
def test_retention_says_what_it_found(tmp_path: Path, option: list[str]) -> None:
    run(tmp_path, "db", "upgrade")

    assert "person: 0" in run(tmp_path, "retention", *option)


def test_retention_by_hand_removes_old_copies_as_the_server_does(
    tmp_path: Path,
) -> None:
    run(tmp_path, "db", "upgrade")
    copy = tmp_path / "trigpoint-before-migration-20260101-000000-000000.sqlite3"
    copy.touch()
    os.utime(copy, (0, 0))

    run(tmp_path, "retention", "--dry-run")
    assert copy.exists()

    run(tmp_path, "retention")
    assert not copy.exists()


def test_the_list_of_commands_says_what_each_is_for() -> None:
    said = CliRunner().invoke(trigpoint_group, ["--help"]).output

    assert "Start the app." in said
    assert "Speak to the measuring engine" in said


def test_an_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(trigpoint_group, ["dance"]).exit_code == 2
