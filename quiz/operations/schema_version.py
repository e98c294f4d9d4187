"""Whether the database can be used and is up to date, told without Alembic, whose import is a tenth of every start."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from quiz.config import assets_folder
from quiz.core.database_errors import describe_failure
from quiz.core.db import is_writable, open_session
from quiz.errors import NotNow

#: A file larger than this is not read through at every start.
MOST_BYTES_CHECKED = 256 * 1024 * 1024
#: Alembic's own table.
REVISION_TABLE = "alembic_version"


def known_revisions() -> list[str]:
    """Return the ids of all migrations, the oldest first: names begin with the date, so they sort."""
    folder = assets_folder() / "migrations" / "versions"
    return [path.name.split("_")[2] for path in sorted(folder.glob("*.py"))]


def latest_revision() -> str:
    """Return the id of the newest migration."""
    return known_revisions()[-1]


def read_revisions(connection: Connection) -> list[str]:
    """Return the revision that the schema of a database is at; nothing for one without tables.

    There is one, unless somebody has branched the migrations.
    """
    if not inspect(connection).has_table(REVISION_TABLE):
        return []
    return list(
        connection.execute(
            text(f"SELECT version_num FROM {REVISION_TABLE}")  # noqa: S608  # a name of ours
        ).scalars()
    )


def is_up_to_date(engine: Engine) -> bool:
    """Say whether the newest migration has run; no for a database without tables.

    Raises
    ------
    NotNow
        When the database cannot be used, or belongs to a newer program.
    """
    return _read_known_revisions(engine) == [latest_revision()]


def require_usable_database(engine: Engine) -> None:
    """Look at the database before anything is served from it.

    Raises
    ------
    NotNow
        With one sentence: it does not answer, is broken, cannot be written, or belongs to a newer program.
    """
    _read_known_revisions(engine)
    try:
        with open_session(engine, writes=True) as session:
            if not is_writable(session):
                raise NotNow(
                    f"The database {_shown_name(engine)} cannot be written; look at its rights and at the disk."
                )
        _check_file(engine)
    except DBAPIError as error:
        raise NotNow(_describe(engine, error)) from error


def _read_known_revisions(engine: Engine) -> list[str]:
    try:
        with engine.connect() as connection:
            found = read_revisions(connection)
    except DBAPIError as error:
        raise NotNow(_describe(engine, error)) from error
    unknown = set(found) - set(known_revisions())
    if unknown:
        raise NotNow(
            f"The database {_shown_name(engine)} belongs to a newer Trigpoint: it is at {', '.join(sorted(unknown))},"
            f" and this program knows nothing after {latest_revision()}. Start the newer program, or use a copy from"
            " before it."
        )
    return found


def _check_file(engine: Engine) -> None:
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file:
        return
    if Path(file).stat().st_size > MOST_BYTES_CHECKED:
        return
    with engine.connect() as connection:
        said = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if said != "ok":
        said = said.splitlines()[-1]
        raise NotNow(
            f"The database file {file} is damaged ({said}); put a copy in its place."
        )


def _describe(engine: Engine, error: DBAPIError) -> str:
    return describe_failure(error, engine.url.render_as_string(hide_password=False))


def _shown_name(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.render_as_string(hide_password=True)
