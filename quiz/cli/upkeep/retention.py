"""`trigpoint retention`: remove by hand what the server removes by itself."""

from pathlib import Path

import click

from quiz.cli.options import data_option, load_settings, open_database
from quiz.core.clock import utc_now
from quiz.operations.retention import preview_retention, run_retention


@click.command("retention")
@data_option
@click.option("--dry-run", is_flag=True, help="Count, and remove nothing.")
@click.option(
    "--clock-is-right",
    is_flag=True,
    help="Believe the clock although it is far ahead of the last time it was believed.",
)
def retention_command(
    data: Path | None, *, dry_run: bool, clock_is_right: bool
) -> None:
    """Delete people not seen for long, and expired devices, sessions, links and counters."""
    settings, now = load_settings(data), utc_now()
    with open_database(settings) as engine:
        if dry_run:
            result = preview_retention(engine, settings, now=now)
        else:
            result = run_retention(
                engine, settings, now=now, clock_is_right=clock_is_right
            )
    for table, count in result.rows.items():
        click.echo(f"{table}: {count}")
    if not result.is_done:
        click.echo(result.describe_refusal())
