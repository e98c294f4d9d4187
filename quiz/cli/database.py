"""`trigpoint db`: the schema, from the command line."""

from pathlib import Path

import click

from quiz.cli.options import data_option, load_settings
from quiz.core.db import describe_database, make_engine
from quiz.operations import migrations


@click.group("db")
def database_group() -> None:
    """Bring the database up to date, or check it."""


@database_group.command("upgrade")
@data_option
def upgrade_command(data: Path | None) -> None:
    """Run the migrations that are missing."""
    settings = load_settings(data)
    migrations.upgrade_schema(make_engine(settings.database_url))
    click.echo(f"Up to date: {describe_database(settings.database_url)}")


@database_group.command("downgrade")
@data_option
@click.argument("revision")
@click.confirmation_option(
    prompt="What the later migrations added will be lost. Go back?"
)
def downgrade_command(data: Path | None, revision: str) -> None:
    """Take the schema back to REVISION."""
    migrations.downgrade_schema(make_engine(load_settings(data).database_url), revision)
    click.echo(f"Now at {revision}.")


@database_group.command("check")
@data_option
def check_command(data: Path | None) -> None:
    """Say whether every migration has run and the schema is what the program expects."""
    engine = make_engine(load_settings(data).database_url)
    if not migrations.is_schema_current(engine):
        raise click.ClickException("Migrations are missing; run: trigpoint db upgrade")
    migrations.check_schema(engine)
