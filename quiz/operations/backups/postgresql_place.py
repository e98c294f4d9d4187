"""Where a backup is restored on PostgreSQL: a schema beside the present one, whose tables change places in one transaction."""

import time

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from quiz.core.db import make_engine
from quiz.errors import NotNow, NotValid
from quiz.jobs.queue import TABLE_PREFIX

BUILDING, BEFORE = "trigpoint_restoring", "trigpoint_before_restore"
CLOSING_SECONDS = 2.0
IN_USE = "Trigpoint is running on this database, on this host or another. Stop it everywhere, then restore."


def prepare_folder(_database_url: str) -> None:
    """Prepare nothing: the server has its own folder."""


def refuse_if_in_use(engine: Engine) -> None:
    """Stop when anybody else of the same role is connected to the database, and stays so for two seconds.

    A connection of our own that was closed just now is still listed for a moment.

    Raises
    ------
    NotNow
        When somebody is.
    """
    until = time.monotonic() + CLOSING_SECONDS
    while is_used := _is_used_by_others(engine):
        if time.monotonic() > until:
            break
        time.sleep(0.1)
    engine.dispose()
    if is_used:
        raise NotNow(IN_USE)


def _is_used_by_others(engine: Engine) -> bool:
    # A transaction each time: within one, the list stays as it was read first.
    with engine.connect() as connection:
        others = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND usename = current_user AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        ).scalar_one()
    return bool(others)


def has_data(_engine: Engine) -> bool:
    """Say that there is a database: it is there before we come."""
    return True


def begin(engine: Engine) -> Engine:
    """Return an engine whose tables are made in a schema of their own."""
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {BUILDING} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {BUILDING}"))
    options = {"options": f"-csearch_path={BUILDING}"}
    url = engine.url.update_query_dict(options)
    return make_engine(url.render_as_string(hide_password=False))


def check(engine: Engine) -> None:
    """See that every constraint of the new tables holds; loading has checked them as it went.

    Raises
    ------
    NotValid
        When one does not.
    """
    with engine.connect() as connection:
        wrong = connection.execute(
            text(
                "SELECT conname FROM pg_constraint WHERE NOT convalidated"
                " AND connamespace = current_schema()::regnamespace"
            )
        ).scalar()
    if wrong:
        raise NotValid(f"The restored database breaks its constraint {wrong}.")


def swap(engine: Engine) -> str | None:
    """Let the new tables and the present ones change places; return where the present ones are then."""
    try:
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            here = connection.execute(text("SELECT current_schema()")).scalar_one()
            connection.execute(text(f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {BEFORE}"))
            moved = _move(connection, here, BEFORE)
            _move(connection, BUILDING, here)
            connection.execute(text(f"DROP SCHEMA {BUILDING}"))
            if not moved:
                connection.execute(text(f"DROP SCHEMA {BEFORE}"))
    except OperationalError as error:
        raise NotNow(IN_USE) from error
    return f"schema {BEFORE}" if moved else None


def _move(connection: Connection, source: str, target: str) -> int:
    """Move our tables, with their indexes and sequences, to another schema; return how many there were."""
    names = [
        name
        for name in inspect(connection).get_table_names(schema=source)
        if not name.startswith(f"{TABLE_PREFIX}_")
    ]
    for name in names:
        connection.execute(
            text(f'ALTER TABLE "{source}"."{name}" SET SCHEMA "{target}"')
        )
    return len(names)
