"""`trigpoint backup`: everything into one file, while people answer."""

from pathlib import Path

import click

from quiz.cli.options import data_option, load_settings, open_database
from quiz.core.clock import utc_now


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--no-verify",
    "verify",
    is_flag=True,
    default=True,
    flag_value=False,
    help="Do not restore it into a scratch database afterwards.",
)
@data_option
def backup_command(file: Path, data: Path | None, *, verify: bool) -> None:
    """Write everything the database holds to FILE; it restores into SQLite and PostgreSQL alike.

    The secret key and the queue are not in it, nor are sessions of browsers.
    """
    from quiz.operations.backup import verify_backup, write_backup

    with open_database(load_settings(data)) as engine:
        report = write_backup(engine, file.absolute(), now=utc_now())
    click.echo(
        f"{file}: {report.rows:,} rows of {len(report.tables)} tables, {report.bytes:,} bytes,"
        f" schema {report.header.schema}"
    )
    if verify:
        verify_backup(file.absolute())
        click.echo("Verified: it restores into a scratch database, row by row.")
