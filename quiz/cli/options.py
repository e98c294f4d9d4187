"""What commands that work on the site's database share: where it is, and a session on it."""

import os
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
    env = dict(os.environ)
    if data is not None:
        env["TRIGPOINT_DATA"] = str(data)
    return Settings.from_environment(env)
