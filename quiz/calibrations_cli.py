"""`trigpoint calibrations`: learn from finished sittings how difficult questions are, and use it or not."""

from collections.abc import Sequence
from pathlib import Path

import click

from quiz.bank import calibrations as store
from quiz.bank.models import Calibration
from quiz.clock import utc_now
from quiz.database_cli import data_option, database_session
from quiz.sittings import queries
from quiz.sittings.learning import Surprise, learn
from quiz.web.filters import long_date, plural

SURPRISES_TOLD = 15


@click.group()
def calibrations() -> None:
    """Learn from finished sittings how difficult the questions are.

    A calibration is kept as a whole. Sittings that begin after it was published are measured with it and stay with
    it; results that are there never change.
    """


@calibrations.command("learn")
@data_option
@click.option("--processes", default=1, show_default=True)
@click.option("--publish", is_flag=True, help="Publish it at once.")
def learn_(data: Path | None, processes: int, *, publish: bool) -> None:
    """Fit all questions to the answers so far, keep the outcome, and say what it changes.

    The authors' word is where it starts, always: a question with few answers stays near it.
    """
    # While it fits, people answer: what only reads keeps nobody waiting.
    with database_session(data, writes=False) as session:
        learned = learn(session, processes=processes, tell=_tell_how_far)
    click.echo("", err=True)
    click.echo(
        f"{learned.answers:,} answers of {plural(learned.sittings, 'sitting', 'sittings')} about"
        f" {plural(len(learned.calibrated.items), 'question', 'questions')};"
        f" left out as answered in haste: {plural(learned.hasty, 'sitting', 'sittings')}."
    )
    _tell(learned.surprises)
    with database_session(data) as session:
        key = store.keep(
            session, learned.calibrated, sittings=learned.sittings, now=utc_now()
        ).key
        if publish:
            store.publish(session, key, now=utc_now())
    click.echo(
        f"Kept and published as {key}."
        if publish
        else f"Kept as {key}. Use it: trigpoint calibrations publish {key}"
    )


@calibrations.command("list")
@data_option
def list_(data: Path | None) -> None:
    """Print all calibrations, the latest first, and which one sittings begin with."""
    with database_session(data, writes=False) as session:
        current = store.current_calibration(session)
        for row in store.calibrations(session):
            mark = "*" if current and row.key == current.key else " "
            click.echo(
                f"{mark} {row.key}  {long_date(row.made_at)}  {plural(row.sittings, 'sitting', 'sittings')},"
                f" {row.answers:,} answers  {_state(row)},"
                f" {plural(queries.sittings_measured_with(session, row.key), 'sitting', 'sittings')} measured with it"
            )
    click.echo(
        f"Sittings begin with {current.key}."
        if current
        else "Sittings begin with what the authors said."
    )


@calibrations.command()
@data_option
@click.argument("key")
def publish(data: Path | None, key: str) -> None:
    """Let sittings that begin from now on be measured with the calibration KEY, on every running server."""
    with database_session(data) as session:
        store.publish(session, key, now=utc_now())
    click.echo(
        f"Sittings begin with {key} from now on. Back: trigpoint calibrations withdraw {key}"
    )


@calibrations.command()
@data_option
@click.argument("key")
def withdraw(data: Path | None, key: str) -> None:
    """Let no further sitting begin with the calibration KEY; the one published before it takes its place."""
    with database_session(data) as session:
        store.withdraw(session, key, now=utc_now())
        stay = queries.sittings_measured_with(session, key)
        current = store.current_calibration(session)
    click.echo(
        f"Sittings begin with {current.key if current else 'what the authors said'} from now on."
        f" Measured with {key} and as they are: {plural(stay, 'sitting', 'sittings')}."
    )


def _tell_how_far(words: str) -> None:
    click.echo(f"\r{words:<60}", err=True, nl=False)


def _tell(surprises: Sequence[Surprise]) -> None:
    if not surprises:
        click.echo("No question is clearly harder or easier than its author thought.")
        return
    click.echo(
        f"Clearly harder (+) or easier (-) than their authors thought: {len(surprises)}."
        " Look at them before you publish: a wrong key looks like a hard question."
    )
    for one in surprises[:SURPRISES_TOLD]:
        click.echo(
            f"  {one.key:40} {one.found.b - one.authored:+.2f} logits,"
            f" {abs(one.errors_off):.1f} standard errors, {one.found.answers} answers"
        )


def _state(row: Calibration) -> str:
    if row.published_at is None:
        return "not published"
    if row.withdrawn_at is not None:
        return f"withdrawn on {long_date(row.withdrawn_at)}"
    return f"published on {long_date(row.published_at)}"
