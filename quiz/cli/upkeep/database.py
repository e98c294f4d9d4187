"""`trigpoint db`: bring the database up to date, check it, copy it."""

from pathlib import Path

import click

from quiz.cli.options import data_option, load_settings, open_database
from quiz.core.db import describe_database
from quiz.operations import migrations
from quiz.operations.backups.copies import copy_database
from quiz.operations.schema_version import is_up_to_date, require_usable_database


@click.group("db")
def database_group() -> None:
    """Bring the database up to date, check it, or copy it."""


@database_group.command("upgrade")
@data_option
def upgrade_command(data: Path | None) -> None:
    """Run the migrations that are missing; a SQLite database is copied before."""
    settings = load_settings(data)
    with open_database(settings) as engine:
        migrations.prepare_database(engine)
    click.echo(f"Up to date: {describe_database(settings.database_url)}")


@database_group.command("downgrade")
@data_option
@click.argument("revision")
@click.confirmation_option(
    prompt="What the later migrations added will be lost. Go back?"
)
def downgrade_command(data: Path | None, revision: str) -> None:
    """Take the schema back to REVISION."""
    with open_database(load_settings(data)) as engine:
        migrations.downgrade_schema(engine, revision)
    click.echo(f"Now at {revision}.")


@database_group.command("check")
@data_option
def check_command(data: Path | None) -> None:
    """Say whether the database is sound, every migration has run and the schema is what the program expects."""
    with open_database(load_settings(data)) as engine:
        require_usable_database(engine)
        if not is_up_to_date(engine):
            raise click.ClickException(
                "Migrations are missing; run: trigpoint db upgrade"
            )
        migrations.check_schema(engine)


@database_group.command("copy")
@data_option
@click.argument("target", type=click.Path(path_type=Path))
def copy_command(data: Path | None, target: Path) -> None:
    """Write a whole copy of the SQLite database to TARGET while the app goes on."""
    with open_database(load_settings(data)) as engine:
        copy_database(engine, target)
    click.echo(f"Copied to {target}.")
