"""`trigpoint privacy`, as it is typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from quiz.accounts.models import Person
from quiz.cli.main import trigpoint_group
from quiz.cli.options import database_session
from quiz.core.db import Base
from quiz.errors import NotFound
from quiz.mail.transports import FOLDER_NAME
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
