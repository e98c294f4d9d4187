"""Whether the database is up to date, told from file names: it must agree with Alembic."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from quiz.config import assets_folder
from quiz.core.db import make_engine
from quiz.operations import migrations
from quiz.operations.schema_version import is_up_to_date, known_revisions


def test_an_upgraded_database_is_up_to_date(engine: Engine) -> None:
    assert is_up_to_date(engine)


def test_the_revisions_are_those_of_alembic_in_their_order() -> None:
    config = Config()
    folder = str(assets_folder() / "migrations").replace("%", "%%")
    config.set_main_option("script_location", folder)
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())

    assert known_revisions() == [script.revision for script in reversed(scripts)]


def test_an_empty_database_is_not(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/empty.sqlite3")

    assert not is_up_to_date(engine)
    engine.dispose()


def test_a_database_that_went_back_is_not(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/back.sqlite3")
    migrations.upgrade_schema(engine)
    migrations.downgrade_schema(engine, "base")

    assert not is_up_to_date(engine)
    engine.dispose()
