"""Copies of a database that is in use: whole, private, made before each migration, thrown away in time."""

import os
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from quiz.accounts.models import Person
from quiz.core.db import make_engine, open_session
from quiz.errors import NotNow
from quiz.operations import migrations
from quiz.operations.backups.copies import (
    copy_database,
    list_copies,
    remove_old_copies,
)
from tests.factories import a_person


@pytest.fixture
def site(tmp_path: Path) -> Engine:
    """Return a SQLite database with a person whose row is in the log alone."""
    engine = make_engine(f"sqlite:///{tmp_path}/site.sqlite3")
    migrations.upgrade_schema(engine)
    with open_session(engine, writes=True) as session:
        a_person(session)
        session.commit()
    return engine


def people_in(file: Path) -> int:
    with sqlite3.connect(file) as database:
        count: int = database.execute("SELECT count(*) FROM person").fetchone()[0]
    database.close()
    return count


def test_a_copy_holds_what_a_plain_copy_of_the_file_would_miss(
    site: Engine, tmp_path: Path
) -> None:
    with open_session(site, writes=False) as reader:
        reader.scalars(select(Person)).all()

        copy_database(site, tmp_path / "copy.sqlite3")

    site.dispose()
    assert people_in(tmp_path / "copy.sqlite3") == 1
    assert stat.S_IMODE((tmp_path / "copy.sqlite3").stat().st_mode) == 0o600


def test_a_copy_never_overwrites(site: Engine, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite3").write_text("mine")

    with pytest.raises(NotNow, match="there already"):
        copy_database(site, tmp_path / "copy.sqlite3")

    site.dispose()
    assert (tmp_path / "copy.sqlite3").read_text() == "mine"


def test_a_copy_that_cannot_be_written_is_said(site: Engine, tmp_path: Path) -> None:
    with pytest.raises(NotNow, match="cannot be written"):
        copy_database(site, tmp_path / "not" / "there")
    site.dispose()


def test_before_a_migration_a_copy_is_made_and_old_ones_go(
    site: Engine, tmp_path: Path
) -> None:
    for _ in range(5):
        migrations.downgrade_schema(site, "-1")
        migrations.prepare_database(site)

    copies = list_copies(tmp_path / "site.sqlite3")
    site.dispose()
    assert len(copies) == 3
    assert [people_in(copy) for copy in copies] == [1, 1, 1]


def test_where_nothing_is_missing_no_copy_is_made(site: Engine, tmp_path: Path) -> None:
    migrations.prepare_database(site)

    site.dispose()
    assert list_copies(tmp_path / "site.sqlite3") == []


def test_copies_go_after_30_days_for_they_hold_what_people_deleted(
    site: Engine, tmp_path: Path
) -> None:
    migrations.downgrade_schema(site, "-1")
    migrations.prepare_database(site)
    [copy] = list_copies(tmp_path / "site.sqlite3")
    made = datetime.fromtimestamp(copy.stat().st_mtime, UTC)

    assert remove_old_copies(site, now=made + timedelta(days=29, hours=23)) == 0
    assert remove_old_copies(site, now=made + timedelta(days=31)) == 1
    site.dispose()
    assert not copy.exists()


def test_postgresql_has_its_own_copies(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite is what is copied")
    with pytest.raises(NotNow, match="pg_dump"):
        copy_database(engine, Path(os.devnull))
