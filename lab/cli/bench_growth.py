"""`trigpoint bench growth`: what a site that grows costs."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from lab.benchmarks.timing import Percentiles
from quiz.core.db import make_engine


@click.command("growth")
@click.option(
    "--database-url",
    default="",
    help="An empty PostgreSQL database to use and fill; SQLite in a folder of its own if not said.",
)
@click.option(
    "--answers",
    default="10000,100000",
    show_default=True,
    help="Answers in the database, with commas.",
)
@click.option("--json", "as_json", is_flag=True)
def growth_command(database_url: str, answers: str, *, as_json: bool) -> None:
    """Answer step, result page and learning in databases that grow, and how the database finds what they ask for."""
    from lab.benchmarks.growth.measuring import measure_growth
    from quiz.operations import migrations

    sizes = [int(word) for word in answers.split(",")]
    with tempfile.TemporaryDirectory(prefix="trigpoint-bench-") as folder:
        url = database_url or f"sqlite:///{folder}/trigpoint.sqlite3"
        engine = make_engine(url)
        migrations.upgrade_schema(engine)
        engine.dispose()
        figures = measure_growth(url, Path(folder), sizes=sizes)
    if as_json:
        plain = {
            name: asdict(value) if isinstance(value, Percentiles) else value
            for name, value in figures.items()
        }
        click.echo(json.dumps(plain, indent=2))
        return
    width = max(map(len, figures))
    for name, value in figures.items():
        shown = f"{value:,.2f}" if isinstance(value, float) else str(value)
        click.echo(f"{name:{width}}  {shown}")
