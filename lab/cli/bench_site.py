"""`trigpoint bench growth` and `start`: what a site costs that grows, and the service itself."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from lab.benchmarks.timing import Percentiles, reference_work, time_call
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
    _print_results(figures, as_json=as_json)


@click.command("start")
@click.option("--times", default=5, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def start_command(times: int, *, as_json: bool) -> None:
    """Time from the command to the first page, and the memory of all processes."""
    from lab.benchmarks.starting.start_cost import measure_start

    with tempfile.TemporaryDirectory(prefix="trigpoint-bench-") as folder:
        url = f"sqlite:///{folder}/trigpoint.sqlite3"
        cost = measure_start(url, Path(folder), times=times)
    known = time_call(reference_work, 50)
    figures = {
        "to the first page, s": cost.wall,
        "to the first page, s of CPU": cost.cpu,
        "memory before anybody answers, MB": cost.idle_megabytes,
        "memory after people answered, MB": cost.used_megabytes,
        "known work, ms": known,
    }
    _print_results(figures, as_json=as_json)


def _print_results(figures: Mapping[str, Any], *, as_json: bool) -> None:
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
