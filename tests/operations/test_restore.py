"""A backup restores into either database, and nobody who was deleted comes back."""

import gzip
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.orm import Session

from quiz.accounts import services as accounts
from quiz.accounts.models import Person, PersonSecret, ResumeToken
from quiz.accounts.sessions.models import Account, AccountSession, SignInMethod
from quiz.accounts.sessions.services import start_account_session
from quiz.core.db import make_engine, open_session
from quiz.credentials.models import AccountLink, LinkPurpose
from quiz.credentials.services import create_link
from quiz.errors import NotNow, NotValid
from quiz.jobs import services as jobs
from quiz.jobs.models import Job, JobState
from quiz.operations import migrations
from quiz.operations.backup import write_backup
from quiz.operations.backups.file_format import TableSummary
from quiz.operations.backups.loading import summarise_tables
from quiz.operations.restore import restore_backup
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Answer
from quiz.web.models import WebSession
from tests import databases
from tests.accounts_cast import an_account
from tests.factories import NOW, a_person, finished


@dataclass
class Place:
    """A database with all tables that restores go to."""

    url: str

    def summarise(self) -> dict[str, TableSummary]:
        """Return number and hash of the rows of each table."""
        engine = make_engine(self.url)
        try:
            return summarise_tables(engine)
        finally:
            engine.dispose()

    def count(self, model: type) -> int:
        """Return how many rows a table has."""
        with self.session() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session that writes, and leave no connection behind."""
        engine = make_engine(self.url)
        with open_session(engine, writes=True) as session:
            yield session
        engine.dispose()

    def write(self, act: Callable[[Session], object]) -> None:
        """Do something and commit it, and leave no connection behind."""
        with self.session() as session, session.begin():
            act(session)

    def back_up(self, path: Path) -> Path:
        """Write a backup of it."""
        engine = make_engine(self.url)
        write_backup(engine, path, now=NOW)
        engine.dispose()
        return path


@pytest.fixture
def place(
    new_database: Callable[[str], str], request: pytest.FixtureRequest, tmp_path: Path
) -> Place:
    """Return a database of the kind that the test runs on."""
    return Place(
        databases.with_tables(new_database(f"r{abs(hash(request.node.name))}"))
    )


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    """Return a SQLite database, whatever the test runs on."""
    return Place(databases.with_tables(f"sqlite:///{tmp_path}/other.sqlite3"))


@pytest.fixture
def full(
    engine: Engine, session: Session, tools: AssessmentContext, tmp_path: Path
) -> Path:
    """Return a backup of two people with finished sittings."""
    for _ in range(2):
        finished(session, tools, answers=4)
    session.commit()
    return write_backup(engine, tmp_path / "full.backup", now=NOW).path


def restore(path: Path, place: Place) -> object:
    return restore_backup(path, place.url, now=NOW)


def test_it_moves_to_sqlite_and_back_with_every_row_the_same(
    engine: Engine, full: Path, sqlite_place: Place, place: Place, tmp_path: Path
) -> None:
    before = summarise_tables(engine)

    restore(full, sqlite_place)
    restore(sqlite_place.back_up(tmp_path / "second.backup"), place)

    assert sqlite_place.summarise() == before
    assert place.summarise() == before
    assert before["answer"].rows == 8


def test_new_rows_get_new_numbers_afterwards(full: Path, place: Place) -> None:
    restore(full, place)

    place.write(a_person)

    assert place.count(Person) == 3


def test_what_was_there_is_replaced_and_kept_beside(full: Path, place: Place) -> None:
    place.write(lambda session: [a_person(session) for _ in range(5)])

    report = restore_backup(full, place.url, now=NOW)

    assert place.count(Person) == 2
    assert report.before is not None
    if place.url.startswith("sqlite"):
        with sqlite3.connect(report.before) as old:
            assert old.execute("SELECT count(*) FROM person").fetchone() == (5,)
    else:
        engine = make_engine(place.url)
        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT count(*) FROM trigpoint_before_restore.person")
            )
            assert rows.scalar_one() == 5
        engine.dispose()


def test_it_restores_a_second_time(full: Path, place: Place) -> None:
    restore(full, place)
    restore(full, place)

    assert place.count(Person) == 2


def test_the_schema_afterwards_is_the_programs(full: Path, place: Place) -> None:
    restore(full, place)

    engine = make_engine(place.url)
    migrations.check_schema(engine)
    engine.dispose()


def test_a_person_deleted_since_stays_deleted(place: Place, tmp_path: Path) -> None:
    def add(session: Session) -> None:
        a_person(session)
        a_person(session)

    def forget(session: Session) -> None:
        accounts.delete_person(session, session.scalars(select(Person)).first())  # type: ignore[arg-type]  # there are two

    place.write(add)
    path = place.back_up(tmp_path / "old.backup")
    place.write(forget)

    report = restore_backup(path, place.url, now=NOW)
    again = restore_backup(path, place.url, now=NOW)

    assert place.count(Person) == 1
    assert (report.erased, again.erased) == (1, 1)


def test_links_and_browsers_withdrawn_since_stay_withdrawn(
    place: Place, tmp_path: Path
) -> None:
    def add(session: Session) -> None:
        for _ in range(2):
            accounts.make_resume_link(session, a_person(session), now=NOW)

    def withdraw(session: Session) -> None:
        person = session.scalars(select(Person)).first()
        assert person is not None
        accounts.withdraw_resume_tokens(session, person)
        session.delete(person.secrets[0])

    place.write(add)
    path = place.back_up(tmp_path / "old.backup")
    place.write(withdraw)

    report = restore_backup(path, place.url, now=NOW)

    assert report.withdrawn == 2
    assert (place.count(ResumeToken), place.count(PersonSecret)) == (1, 1)


def test_on_a_new_machine_every_link_still_works(
    place: Place, sqlite_place: Place, tmp_path: Path
) -> None:
    place.write(
        lambda session: accounts.make_resume_link(session, a_person(session), now=NOW)
    )

    report = restore_backup(
        place.back_up(tmp_path / "old.backup"), sqlite_place.url, now=NOW
    )

    assert report.withdrawn == 0
    assert sqlite_place.count(ResumeToken) == 1


def test_web_sessions_end_and_open_jobs_are_cancelled(
    place: Place, tmp_path: Path
) -> None:
    def add(session: Session) -> None:
        session.add(
            WebSession(id_hash="a" * 64, data={"x": 1}, created_at=NOW, expires_at=NOW)
        )
        jobs.add_job(session, "letters", {}, now=NOW)

    place.write(add)

    restore(place.back_up(tmp_path / "old.backup"), place)

    assert place.count(WebSession) == 0
    with place.session() as session:
        assert session.scalars(select(Job)).one().state == JobState.CANCELLED


def test_accounts_come_back_and_their_sessions_and_links_do_not(
    place: Place, tmp_path: Path
) -> None:
    def add(session: Session) -> None:
        account = an_account(session)
        start_account_session(
            session, account, method=SignInMethod.PASSWORD, device="x", now=NOW
        )
        create_link(session, LinkPurpose.PASSWORD, account=account, now=NOW)

    place.write(add)

    restore(place.back_up(tmp_path / "old.backup"), place)

    assert place.count(Account) == 1
    assert (place.count(AccountSession), place.count(AccountLink)) == (0, 0)


def test_a_database_in_use_is_refused_and_untouched(full: Path, place: Place) -> None:
    place.write(a_person)
    using = make_engine(place.url)

    with using.connect() as connection:
        connection.execute(text("SELECT count(*) FROM person"))
        with pytest.raises(NotNow, match="Stop it"):
            restore(full, place)
    using.dispose()

    assert place.count(Person) == 1


def test_a_damaged_backup_leaves_everything_as_it_was(full: Path, place: Place) -> None:
    place.write(a_person)
    before = place.summarise()
    full.write_bytes(full.read_bytes()[:-300])

    with pytest.raises(NotValid, match="damaged"):
        restore(full, place)

    assert place.summarise() == before


def test_a_backup_of_a_newer_schema_is_refused(full: Path, place: Place) -> None:
    content = gzip.decompress(full.read_bytes())
    header, rest = content.split(b"\n", 1)
    revision = header.split(b'"schema": "')[1][:12]
    full.write_bytes(
        gzip.compress(header.replace(revision, b"ffffffffffff") + b"\n" + rest)
    )

    with pytest.raises(NotNow, match="Update Trigpoint"):
        restore(full, place)


def test_a_backup_of_an_older_schema_is_migrated(
    new_database: Callable[[str], str], place: Place, tmp_path: Path
) -> None:
    old = make_engine(new_database(f"older_{urlsplit(place.url).path[-9:]}"))
    migrations.upgrade_schema(old, "c83e5d21f04a")
    with old.execution_options(writes=True).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (key, created_at, seen_on, is_example)"
                " VALUES ('x7kq2mwd9tfc', '2026-11-01 10:00:00.000000', '2026-11-02', false)"
            )
        )
    path = write_backup(old, tmp_path / "old.backup", now=NOW).path
    old.dispose()

    restore(path, place)

    with place.session() as session:
        assert session.scalars(select(Person)).one().seen_on.day == 2
    engine = make_engine(place.url)
    assert inspect(engine).has_table("job")
    engine.dispose()


def test_a_missing_or_damaged_sqlite_file_is_no_obstacle(
    full: Path, tmp_path: Path
) -> None:
    missing = Place(f"sqlite:///{tmp_path}/missing/new.sqlite3")
    damaged = Place(f"sqlite:///{tmp_path}/damaged.sqlite3")
    tmp_path.joinpath("damaged.sqlite3").write_bytes(b"not a database" * 1000)
    tmp_path.joinpath("damaged.sqlite3-wal").write_bytes(b"stale" * 100)

    for place in (missing, damaged):
        restore(full, place)

        assert place.count(Answer) == 8
    assert not tmp_path.joinpath("missing", "new.sqlite3.restoring").exists()
    assert tmp_path.joinpath("missing", "new.sqlite3").stat().st_mode & 0o777 == 0o600
