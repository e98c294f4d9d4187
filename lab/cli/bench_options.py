"""What the commands of `trigpoint bench` share: the database that they fill, and how they print figures."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from lab.benchmarks.timing import Percentiles
from quiz.core.db import describe_database, make_engine

URL_HELP = "An empty PostgreSQL database to use and fill; SQLite in a folder of its own if not said."


def url_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--database-url`."""
    return click.option("--database-url", default="", help=URL_HELP)(command)


@contextmanager
def prepare_database(database_url: str) -> Iterator[tuple[str, Path]]:
    """Yield a database with tables, and a data folder that is removed afterwards."""
    from quiz.operations import migrations

    with tempfile.TemporaryDirectory(prefix="trigpoint-bench-") as folder:
        url = database_url or f"sqlite:///{folder}/trigpoint.sqlite3"
        engine = make_engine(url)
        migrations.upgrade_schema(engine)
        engine.dispose()
        click.echo(f"Database: {describe_database(url)}", err=True)
        yield url, Path(folder)


def print_results(figures: Mapping[str, Any], *, as_json: bool) -> None:
    """Print figures by name, one a line or as JSON."""
    if as_json:
        plain = {
            k: asdict(v) if isinstance(v, Percentiles) else v
            for k, v in figures.items()
        }
        click.echo(json.dumps(plain, indent=2))
        return
    width = max(map(len, figures))
    for name, value in figures.items():
        shown = f"{value:,.2f}" if isinstance(value, float) else str(value)
        click.echo(f"{name:{width}}  {shown}")
