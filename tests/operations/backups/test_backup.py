"""A backup holds everything that was acknowledged before it began, is whole, and is read by its owner alone."""

import gzip
import json
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

import quiz.app  # noqa: F401  # every room's tables
from quiz.core.db import Base, open_session
from quiz.errors import NotNow, NotValid
from quiz.moderation.models import ProblemReport
from quiz.operations.backup import verify_backup, write_backup
from quiz.operations.backups.file_format import BackupReader
from quiz.operations.backups.loading import summarise_tables
from quiz.operations.backups.snapshot import LEFT_OUT, open_snapshot
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import ProblemKind
from quiz.sittings.models import Answer
from quiz.web.models import WebSession
from tests.factories import NOW, finished


def unpack(path: Path) -> bytes:
    with gzip.open(path, "rb") as file:
        return file.read()


def read_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in unpack(path).splitlines()]


@pytest.fixture
def backup(
    engine: Engine, session: Session, tools: AssessmentContext, tmp_path: Path
) -> Path:
    """Return a backup of two finished sittings."""
    finished(session, tools, answers=5)
    finished(session, tools, answers=3)
    session.commit()
    return write_backup(engine, tmp_path / "one.backup", now=NOW).path


def test_the_first_line_says_what_it_is(backup: Path, engine: Engine) -> None:
    header = read_lines(backup)[0]

    assert header["format"] == "trigpoint-backup"
    assert header["version"] == 1
    assert header["created_at"] == "2026-11-22T09:30:00+00:00"
    assert header["database"] == engine.dialect.name
    assert {"schema", "program"} < set(header)


def test_it_restores_into_a_scratch_database_row_by_row(
    backup: Path, engine: Engine
) -> None:
    found = verify_backup(backup)

    assert found["answer"].rows == 8
    assert found == summarise_tables(engine)


def test_it_is_read_by_its_owner_alone_and_nothing_else_stays(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.iterdir()) == [backup]


def test_sessions_of_browsers_are_not_in_it(
    engine: Engine, session: Session, tmp_path: Path
) -> None:
    session.add(
        WebSession(id_hash="a" * 64, data={"x": 1}, created_at=NOW, expires_at=NOW)
    )
    session.commit()

    path = write_backup(engine, tmp_path / "one.backup", now=NOW).path

    assert b"aaaa" not in unpack(path)


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_changed_byte_is_noticed(backup: Path, place: float) -> None:
    content = bytearray(unpack(backup))
    at = int(len(content) * place)
    content[at] = ord("1") if content[at] != ord("1") else ord("2")
    backup.write_bytes(gzip.compress(bytes(content)))

    with pytest.raises(NotValid):
        verify_backup(backup)


def test_a_backup_that_was_cut_off_is_noticed(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-200])

    with pytest.raises(NotValid, match="damaged"):
        verify_backup(backup)


def test_a_table_that_was_taken_out_is_noticed(backup: Path) -> None:
    lines = unpack(backup).splitlines(keepends=True)
    ends = [n for n, line in enumerate(lines) if b'"end": "answer"' in line]
    begins = [n for n, line in enumerate(lines) if b'"table": "answer"' in line]
    del lines[begins[0] : ends[0] + 1]
    backup.write_bytes(gzip.compress(b"".join(lines)))

    with pytest.raises(NotValid, match="its end"):
        verify_backup(backup)


@pytest.mark.parametrize(
    "content", [b"", b"hello", gzip.compress(b'{"format": "x"}', mtime=0)]
)
def test_something_else_is_no_backup(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    with pytest.raises(NotValid, match="backup"):
        BackupReader(path)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newer"
    path.write_bytes(gzip.compress(b'{"format": "trigpoint-backup", "version": 2}\n'))

    with pytest.raises(NotValid, match="newer one"):
        BackupReader(path)


def test_a_place_that_cannot_be_written_is_said(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(NotNow, match="cannot be written"):
        write_backup(engine, tmp_path / "missing" / "one.backup", now=NOW)


def test_an_error_half_way_leaves_no_file(
    engine: Engine, session: Session, tools: AssessmentContext, tmp_path: Path
) -> None:
    finished(session, tools)
    session.commit()

    def stop(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_backup(engine, tmp_path / "one.backup", now=NOW, report_rows=stop)

    assert list(tmp_path.iterdir()) == []


def test_nothing_acknowledged_before_it_began_is_lost(
    engine: Engine,
    session: Session,
    tools: AssessmentContext,
    tmp_path: Path,
) -> None:
    finished(session, tools)
    session.commit()
    version = session.scalars(select(Answer)).first()
    assert version is not None
    question = version.position.question_version_id
    acknowledged, stop = list[int](), threading.Event()

    def report_problems() -> None:
        while not stop.is_set():
            with open_session(engine, writes=True) as writer, writer.begin():
                writer.execute(
                    insert(ProblemReport).values(
                        question_version_id=question,
                        kind=next(iter(ProblemKind)),
                        note="x" * 200,
                        created_at=NOW,
                    )
                )
            acknowledged.append(1)

    session.close()
    thread = threading.Thread(target=report_problems)
    thread.start()
    held = []
    try:
        for number in range(5):
            before = len(acknowledged)
            path = tmp_path / f"{number}.backup"
            report = write_backup(engine, path, now=NOW)
            held.append((before, report.tables["problem_report"].rows))
            assert verify_backup(path) == report.tables
    finally:
        stop.set()
        thread.join()

    assert all(before <= rows for before, rows in held)
    # People went on meanwhile, and each backup shows one moment.
    assert held[-1][1] > held[0][1]
    with open_session(engine, writes=False) as reader:
        total = reader.scalar(select(func.count()).select_from(ProblemReport))
    assert total == len(acknowledged)


def test_every_column_of_every_table_can_be_held(engine: Engine) -> None:
    with open_snapshot(engine) as snapshot:
        assert {table.name for table in snapshot.tables} == (
            set(Base.metadata.tables) - LEFT_OUT
        )
        for table in snapshot.tables:
            assert table.primary_key, table.name
            assert list(snapshot.read_rows(table)) == []


def test_a_full_disk_is_said_and_leaves_no_file(
    engine: Engine,
    session: Session,
    tools: AssessmentContext,
    tmp_path: Path,
    limit_files: Callable[[int], None],
) -> None:
    finished(session, tools)
    session.commit()
    limit_files(2000)

    with pytest.raises(NotNow, match="cannot be written"):
        write_backup(engine, tmp_path / "one.backup", now=NOW)

    assert list(tmp_path.iterdir()) == []
