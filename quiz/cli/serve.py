"""`trigpoint run`: bring the database up to date, load the bank, serve."""

import errno
import gc
import socket
from pathlib import Path

import click

from quiz.cli.options import data_option, load_settings
from quiz.config import DEFAULT_PORT, Settings
from quiz.core.db import describe_database, make_engine
from quiz.errors import NotNow


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
    settings = load_settings(data)
    _check_port_free(host, port)
    click.echo(f"Database: {describe_database(settings.database_url)}")
    _serve_app(settings, host, port)


def _serve_app(settings: Settings, host: str, port: int) -> None:
    # Nothing that the start makes becomes garbage: looking for it costs a tenth of the time.
    gc.disable()
    # Imported here, after the quick checks: this is most of the start.
    from quiz.app import create_app
    from quiz.operations.retention import remove_once
    from quiz.operations.schema_version import is_up_to_date
    from quiz.server import Server, tune_garbage_collector

    engine = make_engine(settings.database_url)
    if not is_up_to_date(engine):
        from quiz.operations import migrations

        migrations.upgrade_schema(engine)
    app = create_app(settings, engine=engine)
    remove_once(engine, settings)
    engine.dispose()
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  # compared, not bound
    click.echo(
        f"Questions: {len(app.extensions['trigpoint_tools'].catalogue.questions)}"
    )
    click.echo(
        f"Trigpoint is at {settings.base_url or f'http://{shown}:{port}'}  (Ctrl+C stops it)"
    )
    tune_garbage_collector()
    Server(app, engine, settings, host=host, port=port).run()


def _check_port_free(host: str, port: int) -> None:
    """Stop with a sentence when somebody else has the port."""
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
                f"Cannot listen on {host}:{port}: {error.strerror}."
            ) from error
