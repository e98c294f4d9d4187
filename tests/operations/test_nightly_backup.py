"""A backup is made every night, proved, and only so many are kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.jobs.kinds import JobRun, JobStopped
from quiz.operations.backup import verify_backup
from quiz.operations.backups.loading import summarise_tables
from quiz.operations.backups.nightly import (
    FOLDER,
    list_backups,
    make_nightly_backup,
)
from quiz.operations.job_kinds import BACKUP, RETENTION, build_job_kinds
from quiz.sittings.assessment.context import AssessmentContext
from tests.factories import NOW, a_person, finished


@dataclass
class WatchedRun(JobRun):
    """A job that remembers what was reported, and how many backups had a name then."""

    reports: list[tuple[int, int | None]] = field(default_factory=list)
    names_seen: set[int] = field(default_factory=set)

    def report_progress(self, done: int, total: int | None = None) -> None:
        """Remember it."""
        super().report_progress(done, total)
        self.reports.append((done, total))
        self.names_seen.add(len(list_backups(self.settings.data_folder / FOLDER)))


def a_run(
    engine: Engine, folder: Path, *, keep: int = 3, now: datetime = NOW
) -> WatchedRun:
    """Return a job of a host that keeps so many backups."""
    settings = Settings(
        data_folder=folder,
        database_url=f"sqlite:///{folder}/unused.sqlite3",
        secret_key="only for tests " * 4,
        backup_keep=keep,
    )
    return WatchedRun("x7kq2mwd9tfc", {}, engine, settings, now=now)


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
    left = tmp_path / "backups" / ".night-abc" / ".verify-abc"
    left.mkdir(parents=True)
    left.joinpath("scratch.sqlite3").touch()

    make_nightly_backup(a_run(engine, tmp_path))

    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_what_others_keep_in_the_folder_is_left_alone(
    engine: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = [
        folder / "before-upgrade.trigpoint-backup",
        folder / "2026-11-01-by-hand.trigpoint-backup",
        folder / ".by-hand.trigpoint-backup.17.partial",
    ]
    for file in others:
        file.touch()

    for day in range(3):
        run = a_run(engine, tmp_path, keep=1, now=NOW + timedelta(days=day))
        make_nightly_backup(run)

    assert [path.name for path in list_backups(folder)] == [
        "2026-11-24.trigpoint-backup"
    ]
    assert all(file.exists() for file in others)


def test_only_a_proved_backup_has_a_name_and_progress_is_told_all_the_way(
    engine: Engine, session: Session, tools: AssessmentContext, tmp_path: Path
) -> None:
    finished(session, tools)
    session.commit()
    run = a_run(engine, tmp_path)
    rows = sum(table.rows for table in summarise_tables(engine).values())

    make_nightly_backup(run)

    [backup] = list_backups(tmp_path / "backups")
    assert run.names_seen == {0}
    assert run.reports == sorted(set(run.reports))
    assert run.reports[-1] == (3 * rows, 3 * rows)
    assert {total for _, total in run.reports} == {3 * rows}
    assert verify_backup(backup)


def test_a_backup_that_cannot_be_proved_replaces_nothing(
    engine: Engine,
    session: Session,
    tools: AssessmentContext,
    tmp_path: Path,
    limit_files: Callable[[int], None],
) -> None:
    finished(session, tools)
    session.commit()
    make_nightly_backup(a_run(engine, tmp_path))
    [proved] = list_backups(tmp_path / "backups")
    before = proved.read_bytes()
    # Enough for the file, and not for the scratch database.
    limit_files(proved.stat().st_size * 2)
    with pytest.raises(DBAPIError):
        make_nightly_backup(a_run(engine, tmp_path, now=NOW + timedelta(minutes=5)))

    assert list((tmp_path / "backups").iterdir()) == [proved]
    assert proved.read_bytes() == before


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
