"""What `trigpoint doctor` finds when something is wrong, and that it says what to do."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from quiz.cli.main import trigpoint_group
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.core.db import make_engine, open_session
from quiz.jobs import services as jobs
from quiz.jobs.queries import read_database_clock
from quiz.operations.backups.nightly import FOLDER
from quiz.operations.doctor.examination import examine
from quiz.operations.doctor.findings import Diagnosis, Verdict, has_errors
from quiz.sittings.assessment.context import AssessmentContext
from tests import databases
from tests.factories import a_sitting, finished

Examine = Callable[..., dict[str, Diagnosis]]


@pytest.fixture
def look(engine: Engine, settings: Settings, tmp_path: Path) -> Iterator[Examine]:
    """Return a function that examines an installation and returns the worst finding about each subject."""
    tmp_path.chmod(0o700)
    secret = tmp_path / "secret"
    secret.write_text("only for tests " * 4)
    secret.chmod(0o600)

    def look(
        now: datetime | None = None,
        env: dict[str, str] | None = None,
        **changed: object,
    ) -> dict[str, Diagnosis]:
        values = {
            "data_folder": tmp_path,
            "database_url": settings.database_url,
        }
        found = examine(
            Settings(**(values | changed)),  # type: ignore[arg-type]  # settings by name
            env or {},
            now=now or utc_now(),
        )
        order = [Verdict.OK, Verdict.WARNING, Verdict.ERROR]
        return {
            finding.subject: finding
            for finding in sorted(found, key=lambda one: order.index(one.verdict))
        }

    yield look
    tmp_path.chmod(0o700)


def test_a_sound_installation_has_no_error(
    look: Examine, session: Session, tools: AssessmentContext
) -> None:
    finished(session, tools)
    session.commit()

    # The tests' sittings are of a day in the past; nothing is of a day to come.
    found = look()

    assert not has_errors(found.values())
    assert found["stored sittings"].verdict == Verdict.OK
    assert "answers 3" in found["integrity"].found


def test_every_trouble_says_what_to_do(look: Examine) -> None:
    found = look(base_url="http://quiz.example.org", proxy_hops=2)

    for finding in found.values():
        assert bool(finding.advice) == (finding.verdict != Verdict.OK), finding


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ({"base_url": None, "proxy_hops": 1}, "base URL"),
        ({"base_url": "https://quiz.example.org", "proxy_hops": 0}, "proxy hops"),
        ({"base_url": "http://quiz.example.org"}, "base URL"),
    ],
)
def test_an_address_that_does_not_fit_its_proxies_is_a_warning(
    look: Examine, address: dict[str, object], subject: str
) -> None:
    assert look(**address)[subject].verdict == Verdict.WARNING


def test_secrets_and_passwords_are_not_shown(look: Examine) -> None:
    secret = {
        str(setting.validation_alias): "hush " * 8
        for name, setting in Settings.model_fields.items()
        if name.rpartition("_")[2] in {"secret", "password", "key", "keys", "token"}
    }
    env = secret | {
        "TRIGPOINT_DATABASE_URL": "postgresql://quiz:hush@db/quiz?sslpassword=hush",
        "TRIGPOINT_TIME_ZONE": "Europe/Berlin",
    }

    said = look(env=env)["settings"].found

    assert len(secret) == 5
    for name in secret:
        assert f"{name}=set" in said
    assert "TRIGPOINT_TIME_ZONE=Europe/Berlin" in said
    assert "db/quiz" in said
    assert "hush" not in said


def test_a_secret_that_others_can_read_is_an_error(
    look: Examine, tmp_path: Path
) -> None:
    tmp_path.joinpath("secret").chmod(0o644)

    assert look()["secret key"].verdict == Verdict.ERROR


def test_a_secret_that_is_missing_or_too_short_is_an_error(
    look: Examine, tmp_path: Path
) -> None:
    tmp_path.joinpath("secret").write_text("short")
    short = look()["secret key"]
    tmp_path.joinpath("secret").unlink()
    missing = look()["secret key"]

    assert (short.verdict, missing.verdict) == (Verdict.ERROR, Verdict.ERROR)
    assert "too short" in short.found
    assert "There is none" in missing.found


@pytest.mark.parametrize("made", [True, False])
def test_looking_makes_nothing(tmp_path: Path, *, made: bool) -> None:
    folder = tmp_path / "data"
    if made:
        folder.mkdir()
    runner = CliRunner(env={"TRIGPOINT_DATABASE_URL": ""})

    looked = runner.invoke(trigpoint_group, ["doctor", "--json", "--data", str(folder)])

    assert looked.exit_code == 1
    errors = {
        each["subject"]
        for each in json.loads(looked.stdout)
        if each["verdict"] == "error"
    }
    assert errors == {"secret key", "database"} | (set() if made else {"data folder"})
    assert [*tmp_path.rglob("*")] == [folder] * made


@pytest.mark.parametrize(
    ("mode", "verdict"), [(0o755, Verdict.WARNING), (0o777, Verdict.ERROR)]
)
def test_a_data_folder_that_is_open_to_others_is_named(
    look: Examine, tmp_path: Path, mode: int, verdict: Verdict
) -> None:
    tmp_path.chmod(mode)

    assert look()["data folder"].verdict == verdict


def test_a_backup_that_was_missed_is_a_warning(look: Examine, tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    backup = folder / "2026-11-21.trigpoint-backup"
    backup.touch()
    fresh = look()["backup"]
    old = utc_now().timestamp() - 40 * 3600
    os.utime(backup, (old, old))

    assert fresh.verdict == Verdict.OK
    assert look()["backup"].verdict == Verdict.WARNING


def test_data_from_before_a_restore_is_named(look: Examine, tmp_path: Path) -> None:
    tmp_path.joinpath("trigpoint.sqlite3.before-restore").touch()

    assert "before-restore" in look()["old data"].found


def test_a_clock_that_differs_from_the_databases_is_an_error(look: Examine) -> None:
    found = look(now=utc_now() + timedelta(seconds=90))["clock"]

    assert found.verdict == Verdict.ERROR
    assert "NTP" in found.advice


def test_something_stored_in_the_future_is_an_error(
    look: Examine, session: Session, tools: AssessmentContext
) -> None:
    a_sitting(session, tools, now=utc_now() + timedelta(days=3))
    session.commit()

    assert look()["clock"].verdict == Verdict.ERROR


def test_a_question_in_a_sitting_that_cannot_be_read_is_an_error(
    look: Examine, session: Session, tools: AssessmentContext
) -> None:
    sitting = finished(session, tools)
    version = sitting.positions[0].version
    session.execute(
        text("UPDATE question_version SET content = '{}' WHERE id = :id"),
        {"id": version.id},
    )
    session.commit()

    found = look()["stored sittings"]

    assert found.verdict == Verdict.ERROR
    assert version.key in found.found


def test_an_open_sitting_whose_goal_is_gone_is_a_warning(
    look: Examine, session: Session, tools: AssessmentContext
) -> None:
    a_sitting(session, tools)
    session.execute(text("UPDATE sitting SET goal_key = 'astronaut'"))
    session.commit()

    assert "astronaut" in look()["stored sittings"].found


def test_jobs_that_nobody_runs_are_an_error(look: Examine, session: Session) -> None:
    now = read_database_clock(session)
    jobs.add_job(session, "letters", {}, now=now - timedelta(hours=1))
    session.commit()

    found = look()["jobs"]

    assert found.verdict == Verdict.ERROR
    assert "trigpoint worker" in found.advice


def test_a_failed_job_is_a_warning(look: Examine, session: Session) -> None:
    now = read_database_clock(session)
    job = jobs.add_job(session, "letters", {}, now=now)
    claim = jobs.claim_job(session, job.key, now=now, lease=timedelta(minutes=1))
    assert claim is not None
    jobs.refuse_job(session, claim, "no cohort", now=now)
    session.commit()

    assert look()["jobs"].verdict == Verdict.WARNING


def look_at(url: str, settings: Settings) -> list[Diagnosis]:
    """Return every finding about an installation with another database."""
    elsewhere = settings.model_copy(update={"database_url": url})
    return examine(elsewhere, {}, now=utc_now())


def test_missing_migrations_are_an_error(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "empty.sqlite3").touch()

    found = look_at(f"sqlite:///{tmp_path}/empty.sqlite3", settings)

    [schema] = [finding for finding in found if finding.subject == "schema"]
    assert schema.verdict == Verdict.ERROR
    assert "db upgrade" in schema.advice


def test_a_database_of_a_newer_program_is_an_error_among_the_others(
    new_database: Callable[[str], str], settings: Settings
) -> None:
    engine = make_engine(url := databases.with_tables(new_database("newer")))
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'f0e1d2'"))
    engine.dispose()

    found = {finding.subject: finding for finding in look_at(url, settings)}

    assert found["schema"].verdict == Verdict.ERROR
    assert "newer Trigpoint" in found["schema"].found
    assert "restore a backup" in found["schema"].advice
    assert found["integrity"].verdict == Verdict.OK


def test_a_table_changed_by_hand_is_an_error(
    new_database: Callable[[str], str], settings: Settings
) -> None:
    engine = make_engine(url := databases.with_tables(new_database("by_hand")))
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("ALTER TABLE person ADD COLUMN shoe_size integer"))
    engine.dispose()

    found = look_at(url, settings)

    schema = [finding for finding in found if finding.subject == "schema"]
    assert "shoe_size" in schema[0].found


def test_a_damaged_file_is_an_error(
    tmp_path: Path, settings: Settings, tools: AssessmentContext
) -> None:
    file = tmp_path / "damaged.sqlite3"
    engine = make_engine(databases.with_tables(f"sqlite:///{file}"))
    with open_session(engine, writes=True) as session, session.begin():
        key = finished(session, tools).key
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    content = bytearray(file.read_bytes())
    # A page of rows: without those that hold the schema it could not be opened at all.
    place = content.index(key.encode()) // 4096 * 4096
    content[place : place + 4096] = b"\xff" * 4096
    file.write_bytes(content)

    found = look_at(f"sqlite:///{file}", settings)

    assert any(
        finding.verdict == Verdict.ERROR and finding.subject == "integrity"
        for finding in found
    )


def test_a_database_that_does_not_answer_is_an_error(settings: Settings) -> None:
    found = look_at("postgresql://nobody@/nothing?host=/tmp/no-server-here", settings)

    assert found[-1].subject == "database"
    assert found[-1].verdict == Verdict.ERROR


def test_the_command_says_it_as_json_and_by_its_exit_status(tmp_path: Path) -> None:
    env = {"TRIGPOINT_DATA": str(tmp_path), "TRIGPOINT_DATABASE_URL": ""}
    runner = CliRunner(env=env)

    broken = runner.invoke(trigpoint_group, ["doctor", "--json"])
    runner.invoke(trigpoint_group, ["db", "upgrade"])
    sound = runner.invoke(trigpoint_group, ["doctor", "--json"])
    words = runner.invoke(trigpoint_group, ["doctor"])

    assert broken.exit_code == 1
    assert sound.exit_code == 0, sound.output
    assert {"subject", "verdict", "found", "advice"} == set(json.loads(sound.stdout)[0])
    assert "ok       schema: Up to date." in words.output
