"""`trigpoint calibrations`: learn from finished sittings how difficult questions are, and use it or not."""

from collections.abc import Sequence
from pathlib import Path

import click

from quiz.bank.item_calibration import queries as calibration_queries
from quiz.bank.item_calibration import services as store
from quiz.bank.models import StoredCalibration
from quiz.cli.options import data_option, database_session
from quiz.core.clock import utc_now
from quiz.core.text import format_count, format_day
from quiz.moderation.calibration import Surprise, calibrate_from_sittings
from quiz.sittings import queries

MAX_SURPRISES_PRINTED = 15


@click.group("calibrations")
def calibrations_group() -> None:
    """Learn from finished sittings how difficult the questions are.

    A calibration is kept as a whole. Sittings that begin after it was published are measured with it and stay with
    it; results that are there never change.
    """


@calibrations_group.command("learn")
@data_option
@click.option("--processes", default=1, show_default=True)
@click.option(
    "--publish",
    is_flag=True,
    help="Publish it at once, if no question is clearly harder or easier than its author thought.",
)
def learn_command(data: Path | None, processes: int, *, publish: bool) -> None:
    """Fit all questions to the answers so far, keep the outcome, and say what it changes.

    The authors' word is where it starts, always: a question with few answers stays near it.
    """
    # While it fits, people answer: what only reads keeps nobody waiting.
    with database_session(data, writes=False) as session:
        learned = calibrate_from_sittings(
            session, processes=processes, tell=_print_progress
        )
    click.echo("", err=True)
    click.echo(
        f"{learned.answers:,} answers of {format_count(learned.sittings, 'sitting', 'sittings')} about"
        f" {format_count(len(learned.calibrated.items), 'question', 'questions')};"
        f" left out as answered in haste: {format_count(learned.hasty, 'sitting', 'sittings')}."
    )
    _print_surprises(learned.surprises)
    with database_session(data) as session:
        key = store.store_calibration(
            session, learned.calibrated, sittings=learned.sittings, now=utc_now()
        ).key
        is_published = publish and not learned.surprises
        if is_published:
            store.publish_calibration(session, key, now=utc_now())
    click.echo(
        f"Kept and published as {key}."
        if is_published
        else f"Kept as {key}. Use it: trigpoint calibrations publish {key}"
    )


@calibrations_group.command("list")
@data_option
def list_command(data: Path | None) -> None:
    """Print all calibrations, the latest first, and which one sittings begin with."""
    with database_session(data, writes=False) as session:
        current = store.load_current_calibration(session)
        for row in calibration_queries.list_calibrations(session):
            mark = "*" if current and row.key == current.key else " "
            click.echo(
                f"{mark} {row.key}  {format_day(row.made_at)}  {format_count(row.sittings, 'sitting', 'sittings')},"
                f" {row.answers:,} answers  {_describe_state(row)},"
                f" {format_count(queries.count_sittings_measured_with(session, row.key), 'sitting', 'sittings')} measured with it"
            )
    click.echo(
        f"Sittings begin with {current.key}."
        if current
        else "Sittings begin with what the authors said."
    )


@calibrations_group.command("publish")
@data_option
@click.argument("key")
def publish_command(data: Path | None, key: str) -> None:
    """Let sittings that begin from now on be measured with the calibration KEY, on every running server."""
    with database_session(data) as session:
        store.publish_calibration(session, key, now=utc_now())
    click.echo(
        f"Sittings begin with {key} from now on. Back: trigpoint calibrations withdraw {key}"
    )


@calibrations_group.command("withdraw")
@data_option
@click.argument("key")
def withdraw_command(data: Path | None, key: str) -> None:
    """Let no further sitting begin with the calibration KEY; the one published before it takes its place."""
    with database_session(data) as session:
        store.withdraw_calibration(session, key, now=utc_now())
        stay = queries.count_sittings_measured_with(session, key)
        current = store.load_current_calibration(session)
    click.echo(
        f"Sittings begin with {current.key if current else 'what the authors said'} from now on."
        f" Measured with {key} and as they are: {format_count(stay, 'sitting', 'sittings')}."
    )


def _print_progress(words: str) -> None:
    click.echo(f"\r{words:<60}", err=True, nl=False)


def _print_surprises(surprises: Sequence[Surprise]) -> None:
    if not surprises:
        click.echo("No question is clearly harder or easier than its author thought.")
        return
    click.echo(
        f"Clearly harder (+) or easier (-) than their authors thought: {len(surprises)}."
        " Look at them before you publish: a wrong key looks like a hard question."
    )
    for one in surprises[:MAX_SURPRISES_PRINTED]:
        click.echo(
            f"  {one.key:40} {one.found.b - one.authored:+.2f} logits,"
            f" {abs(one.errors_off):.1f} standard errors, {one.found.answers} answers"
        )


def _describe_state(row: StoredCalibration) -> str:
    if row.published_at is None:
        return "not published"
    if row.withdrawn_at is not None:
        return f"withdrawn on {format_day(row.withdrawn_at)}"
    return f"published on {format_day(row.published_at)}"
