"""`trigpoint bench growth` and `start`: what a site costs that grows, and the service itself."""

import tempfile
from pathlib import Path

import click

from lab.benchmarks.timing import reference_work, time_call
from lab.cli.bench_options import prepare_database, print_results, url_option


@click.command("growth")
@url_option
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

    sizes = [int(word) for word in answers.split(",")]
    with prepare_database(database_url) as (url, data):
        figures = measure_growth(url, data, sizes=sizes)
    print_results(figures, as_json=as_json)


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
    print_results(figures, as_json=as_json)
