"""`trigpoint problems`: what people reported about questions, and taking one out at once."""

from pathlib import Path

import click

from quiz.bank.parsing.bank_folder import load_bank
from quiz.cli.options import (
    data_option,
    database_session,
    load_settings,
    printable,
)
from quiz.config import assets_folder
from quiz.core.clock import utc_now
from quiz.core.text import format_day
from quiz.moderation import queries as moderation_queries
from quiz.moderation import rescoring
from quiz.moderation import services as moderation_services
from quiz.sittings import queries
from quiz.sittings.assessment.context import AssessmentContext


@click.group("problems")
def problems_group() -> None:
    """Read what people report about questions, and act on it."""


@problems_group.command("list")
@data_option
def list_command(data: Path | None) -> None:
    """Print the reports, the latest first, and what is in quarantine."""
    with database_session(data) as session:
        reports = moderation_queries.list_problem_reports(session)
        for report, key in reports:
            click.echo(
                f"{format_day(report.created_at)}  {key}  {report.kind}  {printable(report.note)}".rstrip()
            )
        held = sorted(queries.list_quarantined_keys(session))
    click.echo(
        f"{len(reports)} reports. In quarantine: {', '.join(held) or 'nothing'}."
    )


@problems_group.command("quarantine")
@data_option
@click.argument("key")
@click.option("--why", required=True, help="For whoever looks at it later.")
def quarantine_command(data: Path | None, key: str, why: str) -> None:
    """Take the question KEY out of what is asked, at once and on every running server."""
    load_bank(
        assets_folder() / "questions", load_settings(data).own_questions
    ).find_question(key)
    with database_session(data) as session:
        affected = moderation_services.quarantine_question(
            session, key, why=why, now=utc_now()
        )
    click.echo(
        f"{key} is asked no more. Results affected: {affected}; they stay as they are."
    )


@problems_group.command("release")
@data_option
@click.argument("key")
def release_command(data: Path | None, key: str) -> None:
    """Let the question KEY be asked again."""
    with database_session(data) as session:
        was_held = moderation_services.release_question(session, key)
    click.echo(
        f"{key} is asked again." if was_held else f"{key} was not in quarantine."
    )


@problems_group.command("rescore")
@data_option
@click.argument("key")
@click.option("--why", required=True, help="Kept with the log.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def rescore_command(data: Path | None, key: str, why: str, *, yes: bool) -> None:
    """Leave the question KEY out of every result that holds an answer to it.

    Shows first how many results that concerns and what would change, and asks. Answers are kept;
    people find a dated note on their result. It is taken back with `undo`.
    """
    tools = AssessmentContext.from_catalogue(
        load_bank(assets_folder() / "questions", load_settings(data).own_questions)
    )
    with database_session(data) as session:
        effect = rescoring.preview_rescoring(session, key, tools)
        click.echo(
            f"Results affected: {effect.results}. Levels that move by a tenth or more:"
            f" {effect.levels}. Statements that change: {effect.statements}."
        )
        if not effect.results:
            return
        if not yes and not click.confirm("Leave it out?"):
            click.echo("Nothing was changed.")
            return
        done = rescoring.apply_rescoring(session, key, tools, why=why, now=utc_now())
        click.echo(
            f"Done, as rescoring {done.id}. Take it back: trigpoint problems undo {done.id}"
        )


@problems_group.command("undo")
@data_option
@click.argument("number", type=int)
def undo_command(data: Path | None, number: int) -> None:
    """Take the rescoring NUMBER back: its question counts again, and its notes go."""
    tools = AssessmentContext.from_catalogue(
        load_bank(assets_folder() / "questions", load_settings(data).own_questions)
    )
    with database_session(data) as session:
        results = rescoring.undo_rescoring(session, number, tools, now=utc_now())
    click.echo(f"Rescoring {number} is taken back. Results changed: {results}.")


@problems_group.command("rescorings")
@data_option
def rescorings_command(data: Path | None) -> None:
    """Print every rescoring, the latest first."""
    with database_session(data) as session:
        for one in moderation_queries.list_rescorings(session):
            state = (
                f", taken back on {format_day(one.undone_at)}" if one.undone_at else ""
            )
            count = len(moderation_queries.list_rescored_results(session, one))
            click.echo(
                f"{one.id}  {format_day(one.created_at)}  {one.question_key}  {count} results{state}  {printable(one.why)}"
            )
