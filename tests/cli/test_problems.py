"""The inbox of reported problems, from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from quiz.cli.problems import problems_group
from quiz.core.db import make_engine, open_session
from quiz.errors import NotFound
from quiz.moderation import services as moderation_services
from quiz.operations import migrations
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import ProblemKind
from tests.factories import NOW, a_sitting, present


def run(folder: Path, *words: str) -> str:
    env = {"TRIGPOINT_DATA": str(folder), "TRIGPOINT_DATABASE_URL": ""}
    made = CliRunner(env=env).invoke(problems_group, words, catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return made.output


def test_a_reported_question_is_read_taken_out_and_let_in_again(
    tmp_path: Path, tools: AssessmentContext
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/trigpoint.sqlite3")
    migrations.upgrade_schema(engine)
    with open_session(engine, writes=True) as session:
        sitting = a_sitting(session, tools)
        position = present(sitting)
        key = position.version.key
        moderation_services.report_problem(
            session,
            position,
            person_id=sitting.person_id,
            kind=ProblemKind.KEY,
            note="both are right",
            now=NOW,
        )
        session.commit()
    engine.dispose()

    assert f"22 November 2026  {key}  key  both are right" in run(tmp_path, "list")
    assert "Results affected: 0" in run(
        tmp_path, "quarantine", key, "--why", "looks right"
    )
    assert f"In quarantine: {key}." in run(tmp_path, "list")
    assert "is asked again" in run(tmp_path, "release", key)
    assert "was not in quarantine" in run(tmp_path, "release", key)


def test_a_key_that_the_bank_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        run(tmp_path, "quarantine", "sql-99-no-such-question", "--why", "typo")
