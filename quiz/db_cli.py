"""`trigpoint db`: the schema, from the command line."""

from pathlib import Path

import click

from quiz.cli import settings_from
from quiz.database_cli import data_option
from quiz.db import describe, make_engine
from quiz.operations import schema


@click.group()
def db() -> None:
    """Bring the database up to date, or check it."""


@db.command()
@data_option
def upgrade(data: Path | None) -> None:
    """Run the migrations that are missing."""
    settings = settings_from(data)
    schema.upgrade(make_engine(settings.database_url))
    click.echo(f"Up to date: {describe(settings.database_url)}")


@db.command()
@data_option
@click.argument("revision")
@click.confirmation_option(
    prompt="What the later migrations added will be lost. Go back?"
)
def downgrade(data: Path | None, revision: str) -> None:
    """Take the schema back to REVISION."""
    schema.downgrade(make_engine(settings_from(data).database_url), revision)
    click.echo(f"Now at {revision}.")


@db.command()
@data_option
def check(data: Path | None) -> None:
    """Say whether every migration has run and the schema is what the program expects."""
    engine = make_engine(settings_from(data).database_url)
    if not schema.is_current(engine):
        raise click.ClickException("Migrations are missing; run: trigpoint db upgrade")
    schema.check(engine)
