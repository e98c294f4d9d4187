"""`trigpoint retention`: remove by hand what the server removes by itself."""

from pathlib import Path

import click

from quiz.cli.options import data_option, load_settings
from quiz.core.clock import utc_now
from quiz.core.db import make_engine, open_session
from quiz.operations.believed_time import peek_clock
from quiz.operations.retention import (
    RetentionResult,
    count_expired,
    remove_expired,
)


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
    engine = make_engine(settings.database_url)
    with open_session(engine, writes=not dry_run) as session:
        if dry_run:
            rows = count_expired(
                session,
                now=now,
                keep_days=settings.keep_days,
                keep_account_days=settings.keep_account_days,
            )
            result = RetentionResult(rows, peek_clock(session, now=now))
        else:
            result = remove_expired(
                session,
                now=now,
                keep_days=settings.keep_days,
                keep_account_days=settings.keep_account_days,
                clock_is_right=clock_is_right,
            )
        session.commit()
    for table, count in result.rows.items():
        click.echo(f"{table}: {count}")
    if not result.is_done:
        click.echo(result.describe_refusal())
