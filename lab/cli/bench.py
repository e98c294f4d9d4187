"""`trigpoint bench`: the costs of steps, pages and plans, and the accuracy of sittings on the bank."""

from typing import Any

import click

from lab.cli.bench_bank import bank_command
from lab.cli.bench_cohorts import cohort_effect_command
from lab.cli.bench_load import LOAD_COMMANDS
from lab.cli.bench_options import prepare_database, print_results, url_option
from lab.cli.bench_site import growth_command, start_command


@click.group("bench")
def bench_command() -> None:
    """Measure costs and accuracy, each beside a reference measured in the same run."""


bench_command.add_command(bank_command)
bench_command.add_command(cohort_effect_command)
for command in LOAD_COMMANDS:
    bench_command.add_command(command)
bench_command.add_command(growth_command)
bench_command.add_command(start_command)


@bench_command.command("plan")
@click.option("--json", "as_json", is_flag=True)
def plan_command(*, as_json: bool) -> None:
    """Hours and plan for every objective of the bank."""
    from lab.benchmarks.computation import time_planning

    print_results(time_planning(), as_json=as_json)


@bench_command.command("paper")
@click.option("--questions", default=40, show_default=True)
@click.option("--versions", default=4, show_default=True)
@click.option("--rounds", default=5, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def paper_command(questions: int, versions: int, rounds: int, *, as_json: bool) -> None:
    """A booklet with its answer sheets and keys, beside a piece of work that shows the speed of the machine."""
    from lab.benchmarks.printing.paper_quiz import measure_printing

    cost = measure_printing(questions, versions, rounds)
    print_results(vars(cost), as_json=as_json)


@bench_command.command("select")
@click.option("--items", default=1000, show_default=True, help="Questions in the bank.")
@click.option("--json", "as_json", is_flag=True)
def select_command(items: int, *, as_json: bool) -> None:
    """Choosing the next question."""
    from lab.benchmarks.computation import time_selection

    print_results(time_selection(items), as_json=as_json)


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
    print_results(figures, as_json=as_json)


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
    print_results(figures, as_json=as_json)


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

    with prepare_database(database_url) as (url, data):
        cost = measure_step_cost(
            url,
            bare_url or f"sqlite:///{data}/bare.sqlite3",
            data,
            server=server,
            rounds=rounds,
        )
    print_results(
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
        prepare_database("") as (url, data),
        run_server("app", "trigpoint", url, data) as served,
    ):
        print_results(page_weights(served.port), as_json=as_json)


@bench_command.command("result")
@click.option("--times", default=40, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def result_command(times: int, *, as_json: bool) -> None:
    """Server time of the result page of a sitting with 48 answers."""
    from lab.benchmarks.pages.result_pages import time_result_pages

    with prepare_database("") as (url, data):
        print_results(time_result_pages(url, data, times=times), as_json=as_json)


@bench_command.command("report")
@click.option("--times", default=20, show_default=True)
@click.option("--many", default=200, show_default=True, help="Different reports.")
@click.option("--json", "as_json", is_flag=True)
def report_command(times: int, many: int, *, as_json: bool) -> None:
    """Printed reports: one again, new ones, 84 answers with explanations, many on two threads."""
    from lab.benchmarks.pages.reports import measure_reports

    with prepare_database("") as (url, data):
        costs = measure_reports(url, data, times=times, many=many)
    print_results(vars(costs), as_json=as_json)


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

    with prepare_database(database_url) as (url, data):
        figures = run_faults(
            url, data, kills=kills, calls=calls, people=people, seed=seed
        )
    print_results(vars(figures), as_json=as_json)
