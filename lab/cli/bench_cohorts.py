"""`trigpoint bench cohort-effect`: how truly the effect of a course and the change of members are measured."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from quiz.measurement.assessment_plan import Length

if TYPE_CHECKING:
    from lab.bank_simulation.cohort_figures import WorldErrors
    from lab.bank_simulation.cohort_sittings import CohortConditions

SIZES = (8, 15, 30, 60)
GROWTHS = (0.0, 0.3, 0.6)
LENGTH: Length = "standard"


@click.command("cohort-effect")
@click.option(
    "--worlds",
    default=20,
    show_default=True,
    help="Draws of the questions' true parameters for each seed.",
)
@click.option(
    "--seed",
    "seeds",
    multiple=True,
    default=(1,),
    show_default=True,
    help="Of the first world; several are measured together.",
)
@click.option("--size", "sizes", multiple=True, default=SIZES, show_default=True)
@click.option(
    "--growth",
    "growths",
    multiple=True,
    default=GROWTHS,
    show_default=True,
    help="Mean growth in logits.",
)
@click.option("--goal", default="junior", show_default=True)
@click.option("--language", default="python", show_default=True)
@click.option("--processes", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def cohort_effect_command(
    worlds: int,
    seeds: tuple[int, ...],
    sizes: tuple[int, ...],
    growths: tuple[float, ...],
    goal: str,
    language: str,
    processes: int,
    *,
    as_json: bool,
) -> None:
    """Cohorts with a known growth, real bank and engine: bias and coverage of the effect, errors of single changes.

    A world has as many people as the largest size; smaller cohorts are parts of them.
    """
    from lab.bank_simulation.cohort_figures import collect_errors, summarise_errors
    from lab.bank_simulation.cohort_sittings import CohortConditions
    from lab.bank_simulation.cohort_table import list_change_rows, list_effect_rows
    from quiz.bank.parsing.bank_folder import load_bank
    from quiz.config import assets_folder

    conditions = CohortConditions(
        load_bank(assets_folder() / "questions"), goal, language, LENGTH
    )
    numbers = [seed + world for seed in seeds for world in range(worlds)]
    measured = list(_measure_worlds(conditions, sizes, growths, numbers, processes))
    cells = collect_errors(measured)
    if as_json:
        figures = [
            {"people": size, "growth": growth}
            | asdict(summarise_errors(errors.overall))
            for (size, growth), errors in sorted(cells.items())
        ]
        click.echo(json.dumps(figures, indent=2))
        return
    changes = {growth: [one.changes[growth] for one in measured] for growth in growths}
    lines = (
        *list_effect_rows(cells),
        "",
        *list_change_rows(changes, people=max(sizes)),
    )
    click.echo("\n".join(lines))


def _measure_worlds(
    conditions: "CohortConditions",
    sizes: tuple[int, ...],
    growths: tuple[float, ...],
    seeds: list[int],
    processes: int,
) -> Iterator["WorldErrors"]:
    """Yield each world, and say on the side how far it is."""
    measure = partial(_measure_world, conditions, sizes, growths)
    if processes == 1:
        results = map(measure, seeds)
        yield from _count_worlds(results, len(seeds))
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from _count_worlds(pool.map(measure, seeds), len(seeds))


def _measure_world(
    conditions: "CohortConditions",
    sizes: tuple[int, ...],
    growths: tuple[float, ...],
    seed: int,
) -> "WorldErrors":
    from lab.bank_simulation.cohort_figures import measure_world

    return measure_world(conditions, sizes, growths, people=max(sizes), seed=seed)


def _count_worlds(
    worlds: Iterator["WorldErrors"], total: int
) -> Iterator["WorldErrors"]:
    for number, world in enumerate(worlds, start=1):
        click.echo(f"world {number} of {total}", err=True)
        yield world
