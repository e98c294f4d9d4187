"""`trigpoint demo`: an example person to look at, and its removal."""

from pathlib import Path

import click

from quiz.accounts.services import make_resume_link
from quiz.bank.parsing.bank_folder import load_bank
from quiz.cli.options import (
    data_option,
    database_session,
    load_settings,
    open_database,
)
from quiz.config import DEFAULT_PORT, Settings, assets_folder
from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.operations import migrations
from quiz.operations.example_person import make_example, remove_examples
from quiz.sittings.assessment.context import AssessmentContext


@click.group("demo")
def demo_group() -> None:
    """Make or remove the example person."""


@demo_group.command("make")
@data_option
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, help="Where the app answers."
)
def make_command(data: Path | None, port: int) -> None:
    """Add an example person with a finished sitting, and print the link to it."""
    settings = load_settings(data)
    tools = AssessmentContext.from_catalogue(
        load_bank(assets_folder() / "questions", settings.own_questions)
    )
    with open_database(settings) as engine:
        migrations.prepare_database(engine)
        with open_session(engine, writes=True) as session:
            person, sitting, _ = make_example(session, tools, now=utc_now())
            link = make_resume_link(session, person, now=utc_now())
            session.commit()
    click.echo(
        f"An example person answered {sitting.answered} questions. Look at the result by"
    )
    click.echo(f"{_site_address(settings, port)}/resume/{link}")


@demo_group.command("remove")
@data_option
def remove_command(data: Path | None) -> None:
    """Take the example person away, with everything that hangs on it."""
    with database_session(data) as session:
        gone = remove_examples(session)
    click.echo("Removed." if gone else "There was no example person.")


def _site_address(settings: Settings, port: int) -> str:
    return settings.base_url or f"http://127.0.0.1:{port}"
