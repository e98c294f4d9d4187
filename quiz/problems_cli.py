"""`trigpoint problems`: what people reported about questions, and taking one out at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from quiz.bank.files import load_bank
from quiz.cli import settings_from
from quiz.clock import utc_now
from quiz.config import assets
from quiz.db import make_engine, open_session
from quiz.run_cli import DATA_HELP
from quiz.sittings import queries, services
from quiz.web.filters import long_date

data_option = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help=DATA_HELP
)


@click.group()
def problems() -> None:
    """Read what people report about questions, and act on it."""


@problems.command("list")
@data_option
def list_(data: Path | None) -> None:
    """Print the reports, the latest first, and what is in quarantine."""
    with _session(data) as session:
        reports = queries.problem_reports(session)
        for report, key in reports:
            click.echo(
                f"{long_date(report.created_at)}  {key}  {report.kind}  {report.note}".rstrip()
            )
        held = sorted(queries.quarantined(session))
    click.echo(
        f"{len(reports)} reports. In quarantine: {', '.join(held) or 'nothing'}."
    )


@problems.command()
@data_option
@click.argument("key")
@click.option("--why", required=True, help="For whoever looks at it later.")
def quarantine(data: Path | None, key: str, why: str) -> None:
    """Take the question KEY out of what is asked, at once and on every running server."""
    load_bank(assets() / "questions", settings_from(data).own_questions).question(key)
    with _session(data) as session:
        affected = services.quarantine(session, key, why=why, now=utc_now())
    click.echo(
        f"{key} is asked no more. Results affected: {affected}; they stay as they are."
    )


@problems.command()
@data_option
@click.argument("key")
def release(data: Path | None, key: str) -> None:
    """Let the question KEY be asked again."""
    with _session(data) as session:
        was_held = services.release(session, key)
    click.echo(
        f"{key} is asked again." if was_held else f"{key} was not in quarantine."
    )


@contextmanager
def _session(data: Path | None) -> Iterator[Session]:
    engine = make_engine(settings_from(data).database_url)
    with open_session(engine, writes=True) as session:
        yield session
        session.commit()
    engine.dispose()
