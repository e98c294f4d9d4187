"""`trigpoint run`: bring the database up to date, load the bank, serve."""

import errno
import gc
import logging
import os
import socket
from pathlib import Path

import click
from sqlalchemy import Engine

from quiz.cli.logs import configure_logging
from quiz.cli.options import data_option, load_settings
from quiz.config import DEFAULT_PORT, Settings
from quiz.core.checks.log_checks import LogFormat
from quiz.core.clock import utc_now
from quiz.core.db import describe_database, make_engine, open_session
from quiz.core.network import list_addresses
from quiz.errors import NotNow
from quiz.operations.database_lock import share_database

log = logging.getLogger(__name__)

EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104  # compared, not bound


@click.command("run")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="0.0.0.0: the whole network."
)
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535)
)
@data_option
def run_command(host: str, port: int, data: Path | None) -> None:
    """Start the app; it is ready when the address is printed."""
    # What the program writes is for its owner alone, whoever made the folder.
    os.umask(0o077)
    settings, host = load_settings(data), host.strip("[]")
    _check_port_free(host, port)
    configure_logging(settings.log_format)
    _tell(settings, f"Database: {describe_database(settings.database_url)}")
    with share_database(settings.database_url):
        _serve_app(settings, host, port)


def _serve_app(settings: Settings, host: str, port: int) -> None:
    # Nothing that the start makes becomes garbage: looking for it costs a tenth of the time.
    gc.disable()
    # Imported here, after the quick checks: this is most of the start.
    from quiz.app import create_app
    from quiz.operations.retention import try_retention
    from quiz.operations.schema_version import is_up_to_date, require_usable_database
    from quiz.server import Server, tune_garbage_collector

    engine = make_engine(settings.database_url)
    require_usable_database(engine)
    if not is_up_to_date(engine):
        from quiz.operations import migrations

        migrations.prepare_database(engine)
    app = create_app(settings, engine=engine)
    result = try_retention(engine, settings, now=utc_now())
    if result is not None and not result.is_done:
        log.warning(result.describe_refusal())
    setup_line = describe_setup(engine, settings, host, port)
    engine.dispose()
    questions = len(app.extensions["trigpoint_tools"].catalogue.questions)
    lines = [f"Questions: {questions}", *describe_addresses(settings, host, port)]
    for line in [*lines, *([setup_line] if setup_line else [])]:
        _tell(settings, line)
    tune_garbage_collector()
    Server(app, engine, settings, host=host, port=port).run()


def _tell(settings: Settings, line: str) -> None:
    """Say something to whoever started the app, as a line of the log where programs read that."""
    if settings.log_format is LogFormat.JSON:
        log.info(line)
    else:
        click.echo(line)


def describe_addresses(settings: Settings, host: str, port: int) -> list[str]:
    """Return what to say of the addresses under which the app answers."""
    if settings.base_url:
        return [f"Trigpoint is at {settings.base_url}  (Ctrl+C stops it)"]
    if host not in EVERY_ADDRESS:
        return [f"Trigpoint is at {_address(host, port)}  (Ctrl+C stops it)"]
    lines = [f"Trigpoint is at {_address('127.0.0.1', port)}  (Ctrl+C stops it)"]
    others = [_address(each, port) for each in list_addresses()]
    if others:
        lines.append(f"From other devices in the network: {'  or  '.join(others)}")
    return lines


def describe_setup(
    engine: Engine, settings: Settings, host: str, port: int
) -> str | None:
    """Say how to become administrator while there is none; the token itself is in a file that its owner alone reads."""
    from quiz.credentials.first_run.token_file import (
        ensure_setup_token,
        remove_setup_token,
    )
    from quiz.organisations.queries import has_administrator

    with open_session(engine, writes=False) as session:
        if has_administrator(session):
            remove_setup_token(settings.data_folder)
            return None
    path = ensure_setup_token(settings.data_folder)
    seen = "127.0.0.1" if host in EVERY_ADDRESS else host
    site = settings.base_url or _address(seen, port)
    return f"No administrator yet. To become one, open {site}/setup and enter the token in {path}"


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _check_port_free(host: str, port: int) -> None:
    """Stop with a sentence when somebody else has the port, or there is no such address here."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise NotNow(
                    f"Port {port} is in use, perhaps by another Trigpoint. Try --port {port + 1}."
                ) from error
            raise NotNow(
                f"Cannot listen on {host}, port {port}: {error.strerror}."
            ) from error
