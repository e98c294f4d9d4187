"""`trigpoint restore`: put a backup in the place of what the database holds."""

from pathlib import Path

import click

from quiz.cli.options import data_option, load_settings
from quiz.core.clock import utc_now
from quiz.core.db import describe_database
from quiz.errors import NotNow


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do it; nothing is asked.")
@data_option
def restore_command(file: Path, data: Path | None, *, yes: bool) -> None:
    """Restore FILE. Stop Trigpoint first; what is there now is kept beside it."""
    from quiz.operations.backups.restore import read_header, restore_backup

    settings = load_settings(data)
    header = read_header(file)
    click.echo(
        f"{file}: made {header.created_at} by Trigpoint {header.program} from {header.database}, schema {header.schema}"
    )
    if not yes:
        raise NotNow(
            f"This would replace everything in {describe_database(settings.database_url)}. Say --yes to do it."
        )
    report = restore_backup(file, settings.database_url, now=utc_now())
    for table, rows in report.rows.items():
        click.echo(f"{table}: {rows:,}")
    click.echo(
        f"Deleted since the backup was made, and deleted again: {report.replayed.erased} people,"
        f" {report.replayed.withdrawn} links and browsers"
    )
    click.echo(
        f"Accounts that people sign in to as before the restore: {report.replayed.accounts}"
    )
    if report.before:
        click.echo(
            f"The data from before is in {report.before}. Delete it when all is well."
        )
    click.echo("Restored. Start Trigpoint again; whoever was signed in signs in again.")
