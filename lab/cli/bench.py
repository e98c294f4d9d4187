"""`trigpoint bench`: the costs of steps, pages and plans, and the accuracy of sittings on the bank."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from lab.benchmarks.timing import Percentiles
from lab.cli.bench_bank import bank_command
from quiz.core.db import describe_database, make_engine

URL_HELP = "An empty PostgreSQL database to use and fill; SQLite in a folder of its own if not said."


def url_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--database-url`."""
    return click.option("--database-url", default="", help=URL_HELP)(command)


@click.group("bench")
def bench_command() -> None:
    """Measure costs and accuracy, each beside a reference measured in the same run."""


bench_command.add_command(bank_command)


@bench_command.command("plan")
@click.option("--json", "as_json", is_flag=True)
def plan_command(*, as_json: bool) -> None:
    """Hours and plan for every objective of the bank."""
    from lab.benchmarks.computation import time_planning

    _print_results(time_planning(), as_json=as_json)


@bench_command.command("paper")
@click.option("--questions", default=40, show_default=True)
@click.option("--versions", default=4, show_default=True)
@click.option("--rounds", default=5, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def paper_command(questions: int, versions: int, rounds: int, *, as_json: bool) -> None:
    """A booklet with its answer sheets and keys, beside a piece of work that shows the speed of the machine."""
    from lab.benchmarks.printing.paper_quiz import measure_printing

    cost = measure_printing(questions, versions, rounds)
    _print_results(vars(cost), as_json=as_json)


@bench_command.command("select")
@click.option("--items", default=1000, show_default=True, help="Questions in the bank.")
@click.option("--json", "as_json", is_flag=True)
def select_command(items: int, *, as_json: bool) -> None:
    """Choosing the next question."""
    from lab.benchmarks.computation import time_selection

    _print_results(time_selection(items), as_json=as_json)


@bench_command.command("mix")
@click.option("--people", default=300, show_default=True)
@click.option("--goal", default="junior", show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def mix_command(people: int, goal: str, seed: int, *, as_json: bool) -> None:
    """Simulated people on the real bank, with its mix of answer formats enforced and without."""
    from lab.bank_simulation.format_mix import compare_mixes
    from quiz.bank.parsing.bank_folder import load_bank
    from quiz.config import assets_folder

    catalogue = load_bank(assets_folder() / "questions")
    figures: dict[str, Any] = {}
    for length in ("quick", "standard"):
        mixed, unmixed = compare_mixes(
            catalogue, goal, people=people, length=length, seed=seed
        )
        for label, mix in (("mix kept", mixed), ("mix free", unmixed)):
            figures |= {
                f"{length}, {label}: {name}": value for name, value in vars(mix).items()
            }
    _print_results(figures, as_json=as_json)


@bench_command.command("learning")
@click.option(
    "--after", default="300,1000,3000", show_default=True, help="Sittings, with commas."
)
@click.option("--judged", default=600, show_default=True)
@click.option("--goal", default="junior", show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def learning_command(
    after: str, judged: int, goal: str, seed: int, *, as_json: bool
) -> None:
    """The gain from calibrating the real bank's questions on earlier sittings."""
    from lab.bank_simulation.calibration_gain import measure_stages
    from quiz.bank.parsing.bank_folder import load_bank
    from quiz.config import assets_folder

    catalogue = load_bank(assets_folder() / "questions")
    counts = [int(word) for word in after.split(",")]
    figures: dict[str, Any] = {}
    for stage in measure_stages(
        catalogue, goal, after=counts, judged=judged, seed=seed
    ):
        label = f"after {stage.learned_from:,}"
        figures |= {
            f"{label}: areas right": stage.decisions.right,
            f"{label}: standard error": stage.decisions.right_se,
            f"{label}: stated sure": stage.decisions.sure,
            f"{label}: of those right": stage.decisions.sure_right,
            f"{label}: of those said to be": stage.decisions.sure_said,
            f"{label}: questions": stage.questions,
        }
    _print_results(figures, as_json=as_json)


@bench_command.command("step")
@url_option
@click.option(
    "--bare-url", default="", help="A second empty database for the bare program."
)
@click.option("--server", default="trigpoint", show_default=True)
@click.option("--rounds", default=5, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def step_command(
    database_url: str, bare_url: str, server: str, rounds: int, *, as_json: bool
) -> None:
    """Processor time of an answer step beside a bare Flask and SQLAlchemy program."""
    from lab.benchmarks.answer_steps import measure_step_cost

    with _prepare_database(database_url) as (url, data):
        cost = measure_step_cost(
            url,
            bare_url or f"sqlite:///{data}/bare.sqlite3",
            data,
            server=server,
            rounds=rounds,
        )
    _print_results(
        {
            "our step, ms of CPU": cost.ours,
            "our step without script, ms of CPU": cost.without_script,
            "bare step, ms of CPU": cost.bare,
            "ratio": cost.ratio,
            "ratio of the cheapest rounds": cost.quiet_ratio,
        },
        as_json=as_json,
    )


@bench_command.command("weight")
@click.option("--json", "as_json", is_flag=True)
def weight_command(*, as_json: bool) -> None:
    """Bytes of a question over the wire, gzipped, without fonts."""
    from lab.benchmarks.answer_steps import page_weights
    from lab.benchmarks.servers import run_server

    with (
        _prepare_database("") as (url, data),
        run_server("app", "trigpoint", url, data) as served,
    ):
        _print_results(page_weights(served.port), as_json=as_json)


@bench_command.command("load")
@url_option
@click.option("--people", default=600, show_default=True)
@click.option("--seconds", default=120.0, show_default=True)
@click.option(
    "--think",
    nargs=2,
    type=float,
    default=(15.0, 45.0),
    show_default=True,
    help="Least and most seconds before an answer.",
)
@click.option(
    "--server", "servers", multiple=True, default=("trigpoint",), show_default=True
)
@click.option("--json", "as_json", is_flag=True)
def load_command(
    database_url: str,
    people: int,
    seconds: float,
    think: tuple[float, float],
    servers: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Many people at once: waiting times for the next question, and lost answers."""
    from lab.benchmarks.load_test import run_load_test as run_load
    from lab.benchmarks.servers import run_server

    figures: dict[str, Any] = {}
    for server in servers:
        with (
            _prepare_database(database_url) as (url, data),
            run_server("app", server, url, data) as served,
        ):
            result = run_load(served, url, people=people, seconds=seconds, think=think)
        figures |= {f"{server}: {name}": value for name, value in vars(result).items()}
    _print_results(figures, as_json=as_json)


@bench_command.command("slow")
@click.option("--seconds", default=30.0, show_default=True, help="For each attack.")
@click.option(
    "--server", "servers", multiple=True, default=("trigpoint",), show_default=True
)
@click.option("--sockets", default=(8, 32), multiple=True, show_default=True, type=int)
@click.option("--json", "as_json", is_flag=True)
def slow_command(
    seconds: float, servers: tuple[str, ...], sockets: tuple[int, ...], *, as_json: bool
) -> None:
    """Clients that send a byte a second: how many others get an answer, and whether the slow are cut off."""
    from lab.benchmarks.servers import run_server
    from lab.benchmarks.slow_clients import ATTACKS, attack_server

    found: dict[str, Any] = {}
    for server in servers:
        with (
            _prepare_database("") as (url, data),
            run_server("app", server, url, data) as served,
        ):
            for attack in ATTACKS:
                for count in sockets:
                    found[f"{server}, {count} slow {attack}"] = attack_server(
                        served.port, attack, sockets=count, seconds=seconds
                    )
    _print_results(found, as_json=as_json)


@bench_command.command("pdf")
@click.option("--askers", default=20, show_default=True)
@click.option("--seconds", default=20.0, show_default=True, help="With and without.")
@click.option(
    "--server", "servers", multiple=True, default=("trigpoint",), show_default=True
)
@click.option("--json", "as_json", is_flag=True)
def pdf_command(
    askers: int, seconds: float, servers: tuple[str, ...], *, as_json: bool
) -> None:
    """Answers while many ask for a PDF at once, again and again, beside answers alone."""
    from lab.benchmarks.heavy_pages import compare_with_pdfs
    from lab.benchmarks.servers import run_server

    found: dict[str, Any] = {}
    for server in servers:
        with (
            _prepare_database("") as (url, data),
            run_server("app", server, url, data) as served,
        ):
            result = compare_with_pdfs(served.port, askers=askers, seconds=seconds)
        found |= {f"{server}: {name}": value for name, value in vars(result).items()}
    _print_results(found, as_json=as_json)


@bench_command.command("result")
@click.option("--times", default=40, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def result_command(times: int, *, as_json: bool) -> None:
    """Server time of the result page of a sitting with 48 answers."""
    from lab.benchmarks.result_pages import time_result_pages

    with _prepare_database("") as (url, data):
        _print_results(time_result_pages(url, data, times=times), as_json=as_json)


@bench_command.command("faults")
@url_option
@click.option(
    "--kills", default=20, show_default=True, help="Kills of the whole program."
)
@click.option(
    "--calls",
    default=40,
    show_default=True,
    help="Kills of a worker at a write, a flush or an answer over the network; needs strace.",
)
@click.option("--people", default=4, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def faults_command(
    database_url: str, kills: int, calls: int, people: int, seed: int, *, as_json: bool
) -> None:
    """Kill the server repeatedly while people answer: lost and doubled answers, time to recover."""
    from lab.fault_injection.server_kills import inject_faults as run_faults

    with _prepare_database(database_url) as (url, data):
        figures = run_faults(
            url, data, kills=kills, calls=calls, people=people, seed=seed
        )
    _print_results(vars(figures), as_json=as_json)


@bench_command.command("backup")
@url_option
@click.option("--megabytes", default=1000.0, show_default=True)
@click.option("--people", default=40, show_default=True)
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def backup_command(
    database_url: str, megabytes: float, people: int, seconds: float, *, as_json: bool
) -> None:
    """A backup while people answer, then verified and restored."""
    from lab.benchmarks.backup_load import measure_backup

    with _prepare_database(database_url) as (url, data):
        cost = measure_backup(
            url, data, megabytes=megabytes, people=people, seconds=seconds
        )
    _print_results(vars(cost), as_json=as_json)


@contextmanager
def _prepare_database(database_url: str) -> Iterator[tuple[str, Path]]:
    """Yield a database with tables, and a data folder that is removed afterwards."""
    from quiz.operations import migrations

    with tempfile.TemporaryDirectory(prefix="trigpoint-bench-") as folder:
        url = database_url or f"sqlite:///{folder}/trigpoint.sqlite3"
        engine = make_engine(url)
        migrations.upgrade_schema(engine)
        engine.dispose()
        click.echo(f"Database: {describe_database(url)}", err=True)
        yield url, Path(folder)


def _print_results(figures: Mapping[str, Any], *, as_json: bool) -> None:
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
