"""The database's schema: brought up to date by Alembic, checked against the models."""

import sys
from collections.abc import Callable
from importlib import import_module

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from quiz.config import PACKAGE_FOLDER, assets_folder
from quiz.core.clock import utc_now
from quiz.errors import NotNow
from quiz.operations.backups.copies import copy_before_migration
from quiz.operations.schema_version import is_up_to_date

#: An arbitrary number that stands for "Trigpoint migrates" among PostgreSQL's advisory locks.
ADVISORY_LOCK = 7_201_931
LATEST = "head"


def import_models() -> None:
    """Import the models of every room, so that `Base.metadata` has all tables."""
    for models in sorted(PACKAGE_FOLDER.rglob("models.py")):
        room = models.parent.relative_to(PACKAGE_FOLDER)
        import_module(".".join(["quiz", *room.parts, "models"]))


def prepare_database(engine: Engine) -> None:
    """Run the migrations that are missing, on a SQLite database with a copy made before.

    Raises
    ------
    NotNow
        When the database cannot be used, or belongs to a newer program.
    """
    if not is_up_to_date(engine):
        copy_before_migration(engine, now=utc_now())
        upgrade_schema(engine)


def upgrade_schema(engine: Engine, revision: str = LATEST) -> None:
    """Bring the schema up to `revision`; of two programs that start together, one waits.

    Raises
    ------
    NotNow
        When a SQLite batch change left a row that points nowhere; nothing is kept then.
    """
    _run_migration(engine, lambda config: command.upgrade(config, revision))


def downgrade_schema(engine: Engine, revision: str) -> None:
    """Take the schema back to `revision`; data of what is taken away is lost."""
    _run_migration(engine, lambda config: command.downgrade(config, revision))


def check_schema(engine: Engine) -> None:
    """Raise Alembic's own error when the models differ from the schema."""
    with engine.connect() as connection:
        command.check(_alembic_config(connection))


def _alembic_config(connection: Connection | None) -> Config:
    # What Alembic says of its own accord must not stand among the output of a command.
    config = Config(stdout=sys.stderr)
    config.set_main_option(
        "script_location", str(assets_folder() / "migrations").replace("%", "%%")
    )
    config.attributes["connection"] = connection
    return config


def _run_migration(engine: Engine, change: Callable[[Config], None]) -> None:
    if engine.dialect.name == "sqlite":
        _run_sqlite_migration(engine, change)
        return
    with engine.begin() as connection:
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK}
        )
        change(_alembic_config(connection))


def _run_sqlite_migration(engine: Engine, change: Callable[[Config], None]) -> None:
    with engine.execution_options(writes=True).connect() as connection:
        driver = connection.connection.driver_connection
        if driver is None:
            raise RuntimeError("the connection is closed")
        # A batch change creates the table again and drops the old one; with foreign keys on, that
        # drop deletes what points to it: every learner's answers. The pragma has no effect
        # inside a transaction, so it is set before the first one.
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                change(_alembic_config(connection))
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise NotNow(
                        "The migration would leave rows that point nowhere; nothing was changed."
                    )
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
