"""`trigpoint retention`: remove by hand what the server removes by itself."""

from pathlib import Path

import click

from quiz.cli.options import data_option, load_settings
from quiz.core.clock import utc_now
from quiz.core.db import make_engine, open_session
from quiz.operations.retention import count_expired, remove_expired


@click.command("retention")
@data_option
@click.option("--dry-run", is_flag=True, help="Count, and remove nothing.")
def retention_command(data: Path | None, *, dry_run: bool) -> None:
    """Remove people not seen for long, and expired sessions, links and counters."""
    settings = load_settings(data)
    work = count_expired if dry_run else remove_expired
    with open_session(
        make_engine(settings.database_url), writes=not dry_run
    ) as session:
        found = work(session, now=utc_now(), keep_days=settings.keep_days)
        session.commit()
    for table, rows in found.items():
        click.echo(f"{table}: {rows}")
