"""Whether the database is up to date, told without Alembic, whose import is a tenth of every start."""

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from quiz.config import assets_folder


def latest_revision() -> str:
    """Return the id of the newest migration: names begin with the date, so it sorts last."""
    newest = max(
        path.name for path in (assets_folder() / "migrations" / "versions").glob("*.py")
    )
    return newest.split("_")[2]


def is_up_to_date(engine: Engine) -> bool:
    """Say whether the newest migration has run; no for a database without tables."""
    try:
        with engine.connect() as connection:
            found = connection.execute(
                text("SELECT version_num FROM alembic_version")
            ).scalars()
            return list(found) == [latest_revision()]
    except DBAPIError:
        return False
