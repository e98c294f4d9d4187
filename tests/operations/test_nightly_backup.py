"""A backup is made every night, proved, and only so many are kept."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.jobs.kinds import JobRun, JobStopped
from quiz.operations.job_kinds import BACKUP, RETENTION, build_job_kinds
from quiz.operations.nightly_backup import list_backups, make_nightly_backup
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import NOW, a_person, finished


def a_run(
    engine: Engine, folder: Path, *, keep: int = 3, now: datetime = NOW
) -> JobRun:
    """Return a job of a host that keeps so many backups."""
    settings = Settings(
        data_folder=folder,
        database_url=f"sqlite:///{folder}/unused.sqlite3",
        secret_key="only for tests " * 4,
        backup_keep=keep,
    )
    return JobRun("x7kq2mwd9tfc", {}, engine, settings, now=now)


def test_only_the_latest_are_kept(
    engine: Engine, session: Session, tmp_path: Path
) -> None:
    a_person(session)
    session.commit()

    for day in range(5):
        run = a_run(engine, tmp_path, now=NOW + timedelta(days=day))
        assert "verified" in make_nightly_backup(run)

    kept = list_backups(tmp_path / "backups")
    assert [path.name[:10] for path in kept] == [
        "2026-11-24",
        "2026-11-25",
        "2026-11-26",
    ]


def test_a_second_attempt_in_a_night_replaces_the_first(
    engine: Engine, tmp_path: Path
) -> None:
    make_nightly_backup(a_run(engine, tmp_path))
    make_nightly_backup(a_run(engine, tmp_path, now=NOW + timedelta(minutes=5)))

    assert len(list_backups(tmp_path / "backups")) == 1


def test_what_a_killed_worker_left_is_deleted(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.joinpath(".verify-abc").mkdir(parents=True)
    folder.joinpath(".verify-abc", "scratch.sqlite3").touch()
    folder.joinpath(".2026-11-21.trigpoint-backup.17.partial").touch()

    make_nightly_backup(a_run(engine, tmp_path))

    assert len(list(folder.iterdir())) == 1


def test_a_cancelled_backup_leaves_nothing(
    engine: Engine, session: Session, tools: AssessmentContext, tmp_path: Path
) -> None:
    finished(session, tools)
    session.commit()
    run = a_run(engine, tmp_path)
    run.stopped.set()

    with pytest.raises(JobStopped):
        make_nightly_backup(run)

    assert list((tmp_path / "backups").iterdir()) == []


def test_a_host_that_keeps_none_makes_none(engine: Engine, tmp_path: Path) -> None:
    kinds = build_job_kinds(a_run(engine, tmp_path, keep=0).settings)

    assert kinds.find(BACKUP.name) is None
    assert kinds.find(RETENTION.name) is RETENTION


def test_the_night_begins_at_two() -> None:
    assert BACKUP.period is not None

    before = BACKUP.period.name_at(NOW.replace(hour=1, minute=59))
    after = BACKUP.period.name_at(NOW.replace(hour=2, minute=0))

    assert before == "2026-11-21T02:00+00:00"
    assert after == "2026-11-22T02:00+00:00"
