"""How connections are opened: safe journal, real locks, UTC."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quiz.accounts.models import PersonSecret
from quiz.core import db
from tests.factories import NOW, a_person


@pytest.mark.parametrize(
    ("version", "racy"),
    [
        ((3, 40, 1), True),  # Debian 12
        ((3, 46, 1), True),  # Debian 13
        ((3, 44, 6), False),
        ((3, 44, 5), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_with_the_race_are_known(
    version: tuple[int, int, int], *, racy: bool
) -> None:
    assert db._has_wal_reset_race(version) is racy


def test_a_racy_library_gets_a_rollback_journal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(db, "pysqlite3", None)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))

    assert db.sqlite_journal_mode() == "TRUNCATE"


def test_what_is_acknowledged_is_on_the_disk(tmp_path: Path) -> None:
    engine = db.make_engine(f"sqlite:///{tmp_path}/x.sqlite3")

    with engine.connect() as connection:
        said = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout")
        ]

    engine.dispose()
    assert said == [2, 1, 5000]


def test_a_writer_takes_the_lock_when_it_begins(tmp_path: Path) -> None:
    engine = db.make_engine(f"sqlite:///{tmp_path}/x.sqlite3")
    other = db.sqlite_library().connect(tmp_path / "x.sqlite3", timeout=0)

    with db.open_session(engine, writes=True) as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(db.sqlite_library().OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")

    other.close()
    engine.dispose()


def test_a_reader_takes_no_lock(tmp_path: Path) -> None:
    engine = db.make_engine(f"sqlite:///{tmp_path}/x.sqlite3")
    other = db.sqlite_library().connect(tmp_path / "x.sqlite3", timeout=0)

    with db.open_session(engine, writes=False) as session:
        session.execute(text("SELECT 1"))
        other.execute("BEGIN IMMEDIATE")

    other.close()
    engine.dispose()


def test_the_database_is_described_without_its_password() -> None:
    words = db.describe_database("postgresql://ana:secret@localhost/quiz")

    assert "PostgreSQL" in words
    assert "secret" not in words


def test_the_library_and_journal_are_said(tmp_path: Path) -> None:
    assert f"journal {db.sqlite_journal_mode()}" in db.describe_database(
        f"sqlite:///{tmp_path}/x"
    )


def test_moments_come_back_in_utc(session: Session) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5)))
    person = a_person(session, now=there)
    session.flush()
    session.refresh(person)

    assert person.created_at == NOW
    assert person.created_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(session: Session) -> None:
    with pytest.raises(Exception, match="no time zone"):
        a_person(session, now=datetime(2026, 1, 1))  # noqa: DTZ001  # the point of it
    session.rollback()


def test_a_row_that_points_nowhere_is_refused(session: Session) -> None:
    session.add(PersonSecret(person_id=999, secret_hash="x" * 64, created_at=NOW))

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
