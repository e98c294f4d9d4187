"""`trigpoint bench bank`: how evenly and how truly sittings on the real bank measure."""

import json
from dataclasses import asdict
from itertools import product
from typing import cast

import click

from quiz.measurement.assessment_plan import Length

BANK_GOALS = ("junior", "confirmed", "senior")
BANK_LANGUAGES = ("python", "javascript", "java", "none")
BANK_LENGTHS = ("quick", "standard", "thorough")


@click.command("bank")
@click.option("--people", default=600, show_default=True)
@click.option("--goal", "goals", multiple=True, default=BANK_GOALS, show_default=True)
@click.option(
    "--language",
    "languages",
    multiple=True,
    default=BANK_LANGUAGES,
    show_default=True,
    help="Main language; “none” is nobody's.",
)
@click.option(
    "--length", "lengths", multiple=True, default=BANK_LENGTHS, show_default=True
)
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def bank_command(
    people: int,
    goals: tuple[str, ...],
    languages: tuple[str, ...],
    lengths: tuple[str, ...],
    seed: int,
    *,
    as_json: bool,
) -> None:
    """Simulated people on the real bank: coverage, profile shape and decisions by length, goal and language."""
    from lab.bank_simulation.coverage_figures import measure_coverage
    from lab.bank_simulation.coverage_table import format_row, table_head
    from quiz.bank.parsing.bank_folder import load_bank
    from quiz.config import assets_folder

    catalogue = load_bank(assets_folder() / "questions")
    if not as_json:
        click.echo(table_head())
    for length, goal, language in product(lengths, goals, languages):
        figures = measure_coverage(
            catalogue,
            goal,
            None if language == "none" else language,
            cast("Length", length),
            people=people,
            seed=seed,
        )
        names = {"length": length, "goal": goal, "language": language}
        click.echo(
            json.dumps(names | asdict(figures))
            if as_json
            else format_row(names, figures)
        )
