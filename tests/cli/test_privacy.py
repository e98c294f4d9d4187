"""`trigpoint privacy`, as it is typed."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from quiz.accounts.models import Person
from quiz.cli.main import trigpoint_group
from quiz.cli.options import database_session, load_settings
from quiz.core.db import Base
from quiz.errors import NotFound, NotNow
from quiz.mail.transports import FOLDER_NAME
from quiz.operations.database_lock import claim_database
from quiz.privacy.models import AuditEntry
from quiz.sittings.assessment.context import AssessmentContext
from tests.access.belongings import a_learner
from tests.factories import count

WORD = "qzanaqz"


@pytest.fixture
def run(tmp_path: Path, tools: AssessmentContext) -> Callable[..., Result]:
    """Return a function that types `privacy` and more words, on a database with one learner."""
    CliRunner().invoke(trigpoint_group, ["db", "upgrade", "--data", str(tmp_path)])
    with database_session(tmp_path) as session:
        a_learner(session, tools, WORD, with_account=True)

    def run(*words: str) -> Result:
        return CliRunner().invoke(
            trigpoint_group, ["privacy", *words, "--data", str(tmp_path)]
        )

    return run


def test_an_export_goes_to_a_file_for_its_owner_alone_and_the_person_sees_it(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "ana.json"

    assert run("export", f"{WORD}@Example.org", "--output", str(file)).exit_code == 0

    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())["tables"]["evidence"]["rows"][0]["note"] == WORD
    with database_session(tmp_path, writes=False) as session:
        assert count(session, AuditEntry) == 1


def test_an_export_that_cannot_be_written_is_refused_and_not_noted(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    taken, missing = tmp_path / "taken.json", tmp_path / "no folder" / "ana.json"
    taken.write_text("the file of somebody else")

    for file in (taken, missing):
        refused = run("export", f"{WORD}@example.org", "--output", str(file))
        assert isinstance(refused.exception, NotNow), file
        assert f"{file} cannot be written" in str(refused.exception)

    assert taken.read_text() == "the file of somebody else"
    with database_session(tmp_path, writes=False) as session:
        assert count(session, AuditEntry) == 0


def test_an_export_to_a_full_disk_is_refused_and_not_noted(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, open_file = tmp_path / "ana.json", os.open

    def open_full(path: str | Path, flags: int, *rest: int, **more: Any) -> int:
        if path == file:
            return open_file("/dev/full", os.O_WRONLY)
        return open_file(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", open_full)

    refused = run("export", f"{WORD}@example.org", "--output", str(file))

    assert "No space left on device" in str(refused.exception)
    assert isinstance(refused.exception, NotNow)
    with database_session(tmp_path, writes=False) as session:
        assert count(session, AuditEntry) == 0


def test_an_export_of_nobody_leaves_no_file(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "nobody.json"

    refused = run("export", "nobody", "--output", str(file))

    assert isinstance(refused.exception, NotFound)
    assert not file.exists()


@pytest.mark.parametrize(
    "words", [["export", f"{WORD}@example.org"], ["erase", f"{WORD}@example.org"]]
)
def test_while_a_backup_is_restored_nothing_is_read(
    run: Callable[..., Result], tmp_path: Path, words: list[str]
) -> None:
    with claim_database(load_settings(tmp_path).database_url):
        refused = run(*words)

    assert "restore" in str(refused.exception)


def test_an_export_can_be_a_page(run: Callable[..., Result]) -> None:
    said = run("export", f"{WORD}@example.org", "--html").output

    assert f"https://{WORD}.example.org" in said
    assert "Your answers, 1 of 2" in said


def test_erasing_asks_first_and_leaves_nothing(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    with database_session(tmp_path, writes=False) as session:
        key = session.scalar(select(Person.key)) or ""
    (tmp_path / FOLDER_NAME).mkdir()

    assert "--yes" in run("erase", key).output
    with database_session(tmp_path, writes=False) as session:
        assert count(session, Person) == 1

    assert "sitting: 2" in run("erase", key, "--yes").output
    for file in tmp_path.iterdir():
        if file.is_file():
            assert WORD.encode() not in file.read_bytes(), file


def test_nobody_of_that_name_is_said(run: Callable[..., Result]) -> None:
    assert isinstance(run("erase", "nobody", "--yes").exception, NotFound)


def test_the_register_lists_every_column() -> None:
    said = CliRunner().invoke(trigpoint_group, ["privacy", "register", "--json"]).output

    listed = {(row["table"], row["column"]) for row in json.loads(said)}
    assert listed == {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
    }
