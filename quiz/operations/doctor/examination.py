"""All checks, one after the other; one that cannot be made is a finding too."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from quiz.config import Settings
from quiz.core.db import describe_database, make_engine, open_session
from quiz.operations.doctor import database, headers, host, mail
from quiz.operations.doctor.findings import Diagnosis, report_error, report_ok


def examine(
    settings: Settings, env: Mapping[str, str], *, now: datetime
) -> list[Diagnosis]:
    """Return every finding about an installation; `env` says where its settings come from."""
    findings = [
        *host.check_versions(),
        *host.check_settings(env),
        *host.check_secret_key(settings),
        *host.check_address(settings),
        *headers.check_seen_headers(settings, now=now),
        *host.check_data_folder(settings),
        *host.check_sqlite_library(settings),
        *host.check_backups(settings, now=now),
    ]
    file = make_url(settings.database_url).database
    if settings.is_sqlite and not Path(str(file)).exists():
        # To open it would make it, as a file of whoever looks.
        missing = report_error(
            "database",
            f"There is no file {file}.",
            "Start the app, which makes it, or restore a backup.",
        )
        return [*findings, missing]
    engine = make_engine(settings.database_url)
    findings += _examine_database(settings, engine, now=now)
    engine.dispose()
    return findings


def _examine_database(
    settings: Settings, engine: Engine, *, now: datetime
) -> Iterator[Diagnosis]:
    try:
        engine.connect().close()
    except DBAPIError as error:
        yield report_error(
            "database",
            f"It cannot be opened: {str(error.orig).strip()}",
            "If the file is damaged, stop Trigpoint and restore the latest backup."
            if settings.is_sqlite
            else "Look at TRIGPOINT_DATABASE_URL and at the database's own log.",
        )
        return
    yield report_ok("database", describe_database(settings.database_url))
    schema = list(database.check_schema(engine))
    yield from schema
    yield from _guard("integrity", lambda: database.check_integrity(engine))
    # What follows reads tables by the program's models.
    if any(finding.verdict == "error" for finding in schema):
        return
    with open_session(engine, writes=False) as session:
        yield from _guard("clock", lambda: database.check_clock(session, now=now))
        yield from _guard("bank", lambda: database.check_bank(settings, session))
        yield from _guard("jobs", lambda: database.check_jobs(session))
        yield from _guard("mail", lambda: mail.check_mail(settings, session))


def _guard(
    subject: str, check: Callable[[], Iterator[Diagnosis]]
) -> Iterator[Diagnosis]:
    try:
        yield from list(check())
    except DBAPIError as error:
        yield report_error(
            subject,
            f"The database could not be read: {str(error.orig).strip()}",
            "If it is damaged, stop Trigpoint and restore the latest backup.",
        )
