"""What commands that work on the site's database share: where it is, a session on it, and text that is safe to print."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.db import make_engine, open_session

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for database and secret. Default: data/ in a checkout.",
)


@contextmanager
def database_session(data: Path | None, *, writes: bool = True) -> Iterator[Session]:
    """Open a session on the database of a data folder; what was done is committed at the end."""
    engine = make_engine(load_settings(data).database_url)
    with open_session(engine, writes=writes) as session:
        yield session
        session.commit()
    engine.dispose()


def load_settings(data: Path | None = None) -> Settings:
    """Read the settings; `--data` wins over the environment."""
    return Settings.read(data)


def printable(text: str) -> str:
    """Return text from strangers so that a terminal shows it and obeys nothing in it."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )
