"""`trigpoint privacy`: what is stored about somebody, as a file; and deleting all of it."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

import click
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.cli.options import (
    data_option,
    database_session,
    load_settings,
    open_database,
    printable,
)
from quiz.core.clock import utc_now
from quiz.core.db import flush_log, open_session
from quiz.errors import NotFound, NotNow
from quiz.privacy import queries, services
from quiz.privacy.export import PersonalData, collect_personal_data
from quiz.privacy.models import ActorRole, AuditAction
from quiz.privacy.register import CLASSES, read_register


@click.group("privacy")
def privacy_group() -> None:
    """Hand out or delete what is stored about somebody; list every field that can be stored."""


@privacy_group.command("export")
@click.argument("person")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write, readable by its owner alone. Default: standard output.",
)
@click.option("--html", is_flag=True, help="A page to read in place of JSON.")
@data_option
def export_command(
    person: str, output: Path | None, data: Path | None, *, html: bool
) -> None:
    """Write everything about PERSON: a public key, or the email address of an account.

    The person sees on their page that it was done.
    """
    render = _render_page if html else _render_json
    if output is None:
        with database_session(data) as session:
            text = render(_hand_out(session, person))
        click.echo(text)
        return
    # What cannot be written is not noted as handed out.
    with _new_private_file(output) as file, database_session(data) as session:
        text = render(_hand_out(session, person))
        with _explain_fault(output):
            file.write(text)
            file.flush()
    click.echo(f"Written: {output}")


@privacy_group.command("erase")
@click.argument("person")
@click.option(
    "--yes", is_flag=True, help="Do it; without this, only say what would go."
)
@data_option
def erase_command(person: str, data: Path | None, *, yes: bool) -> None:
    """Delete PERSON (a public key, or the email address of an account) with everything about them."""
    settings = load_settings(data)
    with open_database(settings) as engine:
        with open_session(engine, writes=True) as session:
            found = _find(session, person)
            for table in collect_personal_data(session, found, now=utc_now()).tables:
                if table.rows:
                    click.echo(f"{table.name}: {len(table.rows)}")
            if yes:
                delete_files = services.erase_person(session, found, settings)
                session.commit()
                delete_files()
        if yes:
            flush_log(engine)
    if yes:
        click.echo(
            "Deleted. Backups made before this still hold it; keep them no longer than 30 days."
        )
    else:
        click.echo("Nothing was deleted. To delete it: the same with --yes")


@privacy_group.command("register")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def register_command(*, as_json: bool) -> None:
    """List every column that can be stored, its class and what it is."""
    rows = [
        {"table": table.name, "column": column, "class": kind, "meaning": words}
        for table in read_register().values()
        for kind in CLASSES
        for column, words in getattr(table, kind).items()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        place = f"{row['table']}.{row['column']}"
        click.echo(f"{place:<36} {row['class']:<9} {row['meaning']}".rstrip())


@contextmanager
def _new_private_file(path: Path) -> Iterator[TextIO]:
    """Open a new file that its owner alone can read; it is deleted again when what follows fails.

    Raises
    ------
    NotNow
        When it exists already, or cannot be created.
    """
    with _explain_fault(path):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with ExitStack() as on_error:
        on_error.callback(path.unlink, missing_ok=True)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            yield file
        on_error.pop_all()


@contextmanager
def _explain_fault(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotNow(f"{path} cannot be written: {error.strerror}.") from error


def _hand_out(session: Session, word: str) -> PersonalData:
    """Return everything about somebody, and note for them to see that it was handed out."""
    found, now = _find(session, word), utc_now()
    personal = collect_personal_data(session, found, now=now)
    services.record_audit(
        session, found.id, AuditAction.EXPORTED_DATA, ActorRole.OPERATOR, now=now
    )
    return personal


def _find(session: Session, word: str) -> Person:
    found = queries.find_person(session, word.strip())
    if found is None:
        raise NotFound(f"Nobody here has the key or email address {printable(word)}.")
    return found


def _render_json(personal: PersonalData) -> str:
    return json.dumps(personal.as_content(), ensure_ascii=False, indent=2)


def _render_page(personal: PersonalData) -> str:
    from jinja2 import Environment, FileSystemLoader

    from quiz.config import assets_folder
    from quiz.core.text import format_day

    environment = Environment(
        loader=FileSystemLoader(assets_folder() / "templates"), autoescape=True
    )
    environment.filters["format_day"] = lambda moment: format_day(moment.date())
    return environment.get_template("privacy/download.html").render(data=personal)
