"""The database under all rooms: the declarative base, column types and how a connection is opened.

It knows no table. Sessions are opened by `web.transactions` for a request and by the command line.
"""

import enum
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, cast

from pydantic import JsonValue
from sqlalchemy import (
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Index,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

from quiz.core.database_errors import is_busy
from quiz.core.json_column import JsonColumn

try:
    import pysqlite3
except ImportError:  # no wheel for this machine; the library of Python itself must do
    pysqlite3 = None

WORD_LENGTH = 80
BUSY_TIMEOUT_MS = 5000  # 5 s: a writer waits this long for another before it gives up

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; a moment without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Store UTC; SQLite keeps no zone, so it is taken off there."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None]:
        """Return what reads a stored moment as UTC."""
        read_stored = self.impl_instance.result_processor(dialect, coltype)
        if dialect.name == "sqlite":
            return _read_sqlite_moment

        def read_moment(value: Any) -> datetime | None:
            moment = read_stored(value) if read_stored else value
            return None if moment is None else moment.astimezone(UTC)

        return read_moment


class WordSet(TypeDecorator[tuple[str, ...]]):
    """A few words from a fixed list as one text, in alphabetical order: equal sets are equal in an index."""

    impl = String(WORD_LENGTH)
    cache_ok = True

    def process_bind_param(
        self,
        value: tuple[str, ...] | None,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy passes it
    ) -> str | None:
        """Store the words with a space between each."""
        return None if value is None else " ".join(sorted(value))

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002  # (the same)
    ) -> tuple[str, ...] | None:
        """Read the words."""
        return None if value is None else tuple(value.split())


def _read_sqlite_moment(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(f"{stored}+00:00")


def _enum_words(words: type[enum.Enum]) -> list[str]:
    """Return what the database stores for the members of an enum."""
    return [str(member.value) for member in words]


class Base(DeclarativeBase):
    """The base of all models, with a name for every constraint."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it from the class
        datetime: UtcDateTime(),
        date: Date(),
        # Every enum of text is a column of words with a CHECK constraint named after the enum.
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=WORD_LENGTH,
            values_callable=_enum_words,
        ),
    }


# Column types with meaning, so that models read as a list of facts.
PrimaryKey = Annotated[int, mapped_column(primary_key=True)]
#: A short random word that stands in addresses. Never a secret.
PublicKey = Annotated[str, mapped_column(String(16), unique=True)]
#: SHA-256 of a secret, in hexadecimal. The secret itself is never stored.
SecretHash = Annotated[str, mapped_column(String(64), unique=True)]
#: A word from a fixed list or a key of the question bank.
ShortText = Annotated[str, mapped_column(String(WORD_LENGTH))]
LongText = Annotated[str, mapped_column(Text)]
#: Levels from 0 to 3 by area.
LevelsByArea = Annotated[dict[str, float], mapped_column(JsonColumn(dict[str, float]))]
TextList = Annotated[list[str], mapped_column(JsonColumn(list[str]))]
TextByKey = Annotated[dict[str, str], mapped_column(JsonColumn(dict[str, str]))]
NumberList = Annotated[list[float], mapped_column(JsonColumn(list[float]))]
OrderList = Annotated[list[int], mapped_column(JsonColumn(list[int]))]
#: An object that its own reader understands further: a question, an answer, a web session.
JsonObject = dict[str, JsonValue]
StoredObject = Annotated[JsonObject, mapped_column(JsonColumn(dict[str, JsonValue]))]


def unique_while(condition: str, name: str, *columns: str) -> Index:
    """Return a unique index over the rows for which a condition holds."""
    rows = text(condition)
    return Index(name, *columns, unique=True, sqlite_where=rows, postgresql_where=rows)


def _has_wal_reset_race(version: tuple[int, int, int]) -> bool:
    """Say whether this SQLite can lose a write when two connections reset the log at once.

    Present from 3.7.0 to 3.51.2, fixed in 3.51.3 and carried back to 3.50.7 and 3.44.6
    (sqlite.org, release notes and "WAL-reset bug").
    """
    if version >= (3, 51, 3):
        return False
    fixed = {(3, 50): 7, (3, 44): 6}
    patch = fixed.get(version[:2])
    return patch is None or version[2] < patch


def sqlite_library() -> ModuleType:
    """Return the newer of the SQLite libraries at hand."""
    return pysqlite3 or sqlite3


def sqlite_journal_mode() -> str:
    """Return WAL where it is safe, else TRUNCATE, a rollback journal."""
    version = sqlite_library().sqlite_version_info
    return "TRUNCATE" if _has_wal_reset_race(version) else "WAL"


def mapped_table(model: type[Base]) -> Table:
    """Return the table behind a mapped class, for statements on which every step spends time."""
    return cast("Table", model.__table__)


def describe_database(url: str) -> str:
    """Say in one line which database this is and how it is written, for the start of the program."""
    if make_url(url).get_backend_name() != "sqlite":
        return f"PostgreSQL, {make_url(url).render_as_string(hide_password=True)}"
    library = sqlite_library()
    return (
        f"SQLite {library.sqlite_version} ({library.__name__}), journal {sqlite_journal_mode()},"
        f" synchronous FULL, {make_url(url).database}"
    )


def make_engine(url: str) -> Engine:
    """Return an engine for `url`; SQLite is set up so that what was acknowledged is on the disk."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=8,
            max_overflow=8,
            # What people typed stays out of logs, also when a statement fails.
            hide_parameters=True,
        )
    _keep_file_private(make_url(url).database)
    # The connection used last comes first: what it has read of the file is still in its cache.
    engine = create_engine(
        url,
        module=sqlite_library(),
        pool_size=16,
        max_overflow=16,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not begin transactions by itself: `_begin_sqlite` does.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute(f"PRAGMA journal_mode = {sqlite_journal_mode()}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten in the file, not only taken off the list.
    connection.execute("PRAGMA secure_delete = ON")


def _keep_file_private(database: str | None) -> None:
    """Make SQLite's file readable by its owner alone, whoever made the folder; its log takes the same rights."""
    if not database:
        return
    path = Path(database)
    # A file that cannot be made or changed is said when it is opened.
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
        for file in (path, *path.parent.glob(f"{path.name}-*")):
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)


def is_writable(session: Session) -> bool:
    """Say whether the database takes writes; one where somebody else is writing does."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        state = connection.exec_driver_sql("SHOW transaction_read_only").scalar()
        return state == "off"
    version = connection.exec_driver_sql("PRAGMA user_version").scalar()
    try:
        # Writes what is there already, and is taken back: only a real write tells.
        connection.exec_driver_sql(f"PRAGMA user_version = {int(version or 0)}")
    except DBAPIError as error:
        session.rollback()
        return is_busy(error)
    session.rollback()
    return True


def flush_log(engine: Engine) -> None:
    """Write SQLite's log into the file and empty it, so that nothing that was deleted is left there."""
    if engine.dialect.name == "sqlite":
        with suppress(DBAPIError), engine.connect() as connection:
            driver = connection.connection.driver_connection
            connection.rollback()
            if driver is not None:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later can fail half way with "database is
    # locked", without waiting. One that will write takes the lock at its beginning, and waits.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def open_session(engine: Engine, *, writes: bool) -> Session:
    """Return a session on `engine`; one that `writes` takes SQLite's lock when it begins."""
    if engine.get_execution_options().get("writes") is not writes:
        engine = engine.execution_options(writes=writes)
    session = Session(engine, expire_on_commit=False)
    session.info["writes"] = writes
    return session
