"""Learning, publishing and withdrawing from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from quiz.bank.item_calibration import services as store
from quiz.cli.calibrations import calibrations_group
from quiz.core.db import make_engine, open_session
from quiz.errors import NotFound, NotNow
from quiz.operations import migrations
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import NOW, a_sitting
from tests.moderation.test_calibration import SITTINGS, some_calibration, take


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with an empty database in it."""
    engine = make_engine(f"sqlite:///{tmp_path}/trigpoint.sqlite3")
    migrations.upgrade_schema(engine)
    engine.dispose()
    return tmp_path


def run(folder: Path, *words: str) -> str:
    env = {"TRIGPOINT_DATA": str(folder), "TRIGPOINT_DATABASE_URL": ""}
    made = CliRunner(env=env).invoke(calibrations_group, words, catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return made.stdout


def test_learned_looked_at_published_and_withdrawn(
    folder: Path, tools: AssessmentContext
) -> None:
    engine = make_engine(f"sqlite:///{folder}/trigpoint.sqlite3")
    with open_session(engine, writes=True) as session:
        for seed in range(SITTINGS):
            take(session, tools, seed)
        session.commit()
    assert "Sittings begin with what the authors said." in run(folder, "list")

    told = run(folder, "learn")

    key = told.rsplit(" ", 1)[1].strip()
    assert "answers of" in told
    assert "Clearly harder (+) or easier (-)" in told
    assert "standard errors" in told
    assert f"{key}  " in run(folder, "list")
    assert "not published" in run(folder, "list")
    assert f"Sittings begin with {key}" in run(folder, "publish", key)
    with open_session(engine, writes=True) as session:
        a_sitting(session, tools)
        session.commit()
    assert "1 sitting measured with it" in run(folder, "list")
    told = run(folder, "withdraw", key)
    assert "Sittings begin with what the authors said from now on." in told
    assert "as they are: 1 sitting." in told
    assert "withdrawn on" in run(folder, "list")
    engine.dispose()


def test_learning_can_publish_at_once_and_says_when_nothing_stands_out(
    folder: Path, tools: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.moderation.calibration.LEAST_SITTINGS", 1)
    engine = make_engine(f"sqlite:///{folder}/trigpoint.sqlite3")
    with open_session(engine, writes=True) as session:
        take(session, tools, 2)
        session.commit()

    told = run(folder, "learn", "--publish")

    assert "No question is clearly harder or easier" in told
    key = told.strip().rsplit(" ", 1)[1].rstrip(".")
    assert f"* {key}" in run(folder, "list")
    engine.dispose()


def test_what_stands_out_waits_for_a_look(
    folder: Path, tools: AssessmentContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.moderation.calibration.LEAST_SITTINGS", 1)
    monkeypatch.setattr("quiz.moderation.calibration.SURPRISE_ERRORS", 0.0)
    engine = make_engine(f"sqlite:///{folder}/trigpoint.sqlite3")
    with open_session(engine, writes=True) as session:
        take(session, tools, 2)
        session.commit()

    told = run(folder, "learn", "--publish")

    assert "Look at them before you publish" in told
    key = told.strip().rsplit(" ", 1)[1]
    assert f"Use it: trigpoint calibrations publish {key}" in told
    assert "Sittings begin with what the authors said." in run(folder, "list")
    engine.dispose()


def test_too_few_sittings_and_unknown_keys_are_refused(
    folder: Path, tools: AssessmentContext
) -> None:
    with pytest.raises(NotNow, match="0 sittings can be learned from"):
        run(folder, "learn")
    with pytest.raises(NotFound, match="trigpoint calibrations list"):
        run(folder, "publish", "nothing")
    engine = make_engine(f"sqlite:///{folder}/trigpoint.sqlite3")
    with open_session(engine, writes=True) as session:
        store.store_calibration(session, some_calibration(tools), sittings=60, now=NOW)
        session.commit()
    engine.dispose()
    assert "60 sittings" in run(folder, "list")
