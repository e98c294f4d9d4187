"""What commands that work on the site's database share: where it is, a session on it, and text that is safe to print."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.db import make_engine, open_session
from quiz.operations.database_lock import share_database

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for database and secret. Default: data/ in a checkout.",
)


@contextmanager
def open_database(settings: Settings) -> Iterator[Engine]:
    """Open the database of an installation, which no restore replaces meanwhile."""
    with share_database(settings.database_url):
        engine = make_engine(settings.database_url)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def database_session(data: Path | None, *, writes: bool = True) -> Iterator[Session]:
    """Open a session on the database of a data folder; what was done is committed at the end."""
    with (
        open_database(load_settings(data)) as engine,
        open_session(engine, writes=writes) as session,
    ):
        yield session
        session.commit()


def load_settings(data: Path | None = None) -> Settings:
    """Read the settings; `--data` wins over the environment."""
    return Settings.read(data)


def printable(text: str) -> str:
    """Return text from strangers so that a terminal shows it and obeys nothing in it."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )
