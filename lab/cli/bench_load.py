"""`trigpoint bench load`, `slow`, `pdf`, `sign-ins` and `backup`: the service while many ask at once."""

from typing import Any

import click

from lab.cli.bench_options import prepare_database, print_results, url_option


@click.command("load")
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
    from lab.benchmarks.load.load_test import run_load_test as run_load
    from lab.benchmarks.servers import run_server

    figures: dict[str, Any] = {}
    for server in servers:
        with (
            prepare_database(database_url) as (url, data),
            run_server("app", server, url, data) as served,
        ):
            result = run_load(served, url, people=people, seconds=seconds, think=think)
        figures |= {f"{server}: {name}": value for name, value in vars(result).items()}
    print_results(figures, as_json=as_json)


@click.command("slow")
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
    from lab.benchmarks.load.slow_clients import ATTACKS, attack_server
    from lab.benchmarks.servers import run_server

    found: dict[str, Any] = {}
    for server in servers:
        with (
            prepare_database("") as (url, data),
            run_server("app", server, url, data) as served,
        ):
            for attack in ATTACKS:
                for count in sockets:
                    found[f"{server}, {count} slow {attack}"] = attack_server(
                        served.port, attack, sockets=count, seconds=seconds
                    )
    print_results(found, as_json=as_json)


@click.command("pdf")
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
    from lab.benchmarks.load.heavy_pages import compare_with_pdfs
    from lab.benchmarks.servers import run_server

    found: dict[str, Any] = {}
    for server in servers:
        with (
            prepare_database("") as (url, data),
            run_server("app", server, url, data) as served,
        ):
            result = compare_with_pdfs(served.port, askers=askers, seconds=seconds)
        found |= {f"{server}: {name}": value for name, value in vars(result).items()}
    print_results(found, as_json=as_json)


@click.command("sign-ins")
@url_option
@click.option("--people", default=60, show_default=True, help="Who sign in.")
@click.option(
    "--within", default=0.0, show_default=True, help="Seconds in which they do."
)
@click.option("--seconds", default=10.0, show_default=True, help="With and without.")
@click.option("--json", "as_json", is_flag=True)
def sign_ins_command(
    database_url: str, people: int, within: float, seconds: float, *, as_json: bool
) -> None:
    """Answers while a class signs in, beside answers alone."""
    from lab.benchmarks.load.sign_ins import compare_with_sign_ins, create_accounts
    from lab.benchmarks.servers import run_server

    with prepare_database(database_url) as (url, data):
        emails = create_accounts(url, people)
        with run_server("app", "trigpoint", url, data) as served:
            result = compare_with_sign_ins(
                served.port, emails, within=within, seconds=seconds
            )
    print_results(vars(result), as_json=as_json)


@click.command("backup")
@url_option
@click.option("--megabytes", default=1000.0, show_default=True)
@click.option("--people", default=40, show_default=True)
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def backup_command(
    database_url: str, megabytes: float, people: int, seconds: float, *, as_json: bool
) -> None:
    """A backup while people answer, then verified and restored."""
    from lab.benchmarks.load.backup_load import measure_backup

    with prepare_database(database_url) as (url, data):
        cost = measure_backup(
            url, data, megabytes=megabytes, people=people, seconds=seconds
        )
    print_results(vars(cost), as_json=as_json)


LOAD_COMMANDS = (
    load_command,
    slow_command,
    pdf_command,
    sign_ins_command,
    backup_command,
)
