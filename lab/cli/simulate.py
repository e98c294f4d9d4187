"""The command `simulate`: simulated people in generated worlds, and a table of accuracy figures."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TextIO, TypeAlias, TypeVar, cast

import click
import numpy as np

from lab.cli.calibrate import calibrate_command
from lab.simulation.accuracy_plot import AccuracyCurve, draw_plot
from lab.simulation.engines.fitted_parameters import FittedParameters
from lab.simulation.engines.trigpoint import EngineSettings
from lab.simulation.figures import (
    MeasuredValue,
    accuracy_curve,
    collect_results,
    compute_figures,
)
from lab.simulation.jobs import (
    TRIGPOINT,
    FinishedJob,
    SimulationJob,
    load_world,
    plan_jobs,
    run_jobs,
)
from lab.simulation.json_lines import answer_lines, item_lines
from lab.simulation.table import format_table, report_as_json
from lab.simulation.trials import (
    TIMED_ITEMS,
    share_flagged,
    share_reached,
    smallest_difference,
    time_steps,
)
from lab.simulation.worlds import ResponseStyle, WorldOptions

__all__ = ["calibrate_command", "simulate_command"]

CHECKPOINT_STEP = 2
#: number of people who only guess, and of those who get everything right or everything wrong
GUESSERS = 200
EXTREMES = 12

Command = TypeVar("Command", bound=Callable[..., None])
Knobs = TypeVar("Knobs", WorldOptions, EngineSettings)

#: option and its help; the type is that of the dataclass field's default
WORLD_OPTIONS = (
    ("--people", "People in each world."),
    ("--areas", "Skill areas."),
    ("--items", "Size of the bank."),
    ("--correlation", "True correlation of two areas."),
    ("--discrimination", "Mean a of the items."),
    ("--discrimination-spread", "Standard deviation of ln a."),
    ("--difficulty-mean", "Mean b of the items."),
    ("--difficulty-sd", "Standard deviation of b."),
    ("--authoring-sd", "Error of the authored difficulty."),
    ("--choice-share", "Share of choice questions; the others are typed."),
    ("--graded-share", "Share of graded items."),
    ("--slip", "Chance to fail at what one knows."),
    ("--population-mean", "Mean of the people, in logits."),
    ("--population-sd", "Standard deviation of the people."),
    ("--honest-share", "Share of people who say “I don't know”."),
    ("--seed", "The first world's seed."),
)
ENGINE_OPTIONS = (
    ("--cap", "Most questions in a sitting."),
    ("--fixed/--stop", "Ask exactly --cap questions, or stop when it is enough."),
    ("--floor", "Fewest questions about each area."),
    ("--use-time/--count-questions", "Gain per √second, or per question."),
    ("--exposure-cap", "Largest share of sittings that may see an item."),
    (
        "--learn-people/--assume-people",
        "Estimate the population after 50, 100, 200, ... sittings, or never.",
    ),
    (
        "--learn-items/--trust-authors",
        "Fit authored items to the answers so far at the same moments, or never.",
    ),
    ("--cut-se", "Standard error of the cuts."),
)


def _add_options(
    kind: type, knobs: tuple[tuple[str, str], ...]
) -> Callable[[Command], Command]:
    """Return a decorator that adds the options; defaults are those of the dataclass."""
    defaults = {field.name: field.default for field in fields(kind)}

    def decorate_command(command: Command) -> Command:
        for option, words in reversed(knobs):
            name = option.partition("/")[0].strip("-").replace("-", "_")
            command = click.option(
                option, default=defaults[name], show_default=True, help=words
            )(command)
        return command

    return decorate_command


@click.command("simulate")
@_add_options(WorldOptions, WORLD_OPTIONS)
@_add_options(EngineSettings, ENGINE_OPTIONS)
@click.option(
    "--knowledge",
    type=click.Choice(["calibrated", "authored"]),
    default="calibrated",
    show_default=True,
    help="What is known of the items: everything, or the author's guess (day 1).",
)
@click.option(
    "--length",
    type=click.Choice(["quick", "standard", "thorough"]),
    default="standard",
    show_default=True,
)
@click.option(
    "--assumed-correlation", type=float, help="What the engine assumes; .5 if not said."
)
@click.option(
    "--min-utility",
    type=float,
    help="What a question must be worth to be asked; the length's if not said.",
)
@click.option(
    "--worlds", default=1, show_default=True, help="So many worlds, seed after seed."
)
@click.option(
    "--skip", default=0, show_default=True, help="Leave out the first people."
)
@click.option(
    "--fitted",
    type=click.File("r"),
    help="Use these parameters, as `trigpoint calibrate` writes them.",
)
@click.option(
    "--population",
    type=click.File("r"),
    help="Use this population, as `trigpoint calibrate` writes it.",
)
@click.option(
    "--answers",
    "answers_file",
    type=click.File("w"),
    help="Write every answer, for `trigpoint calibrate`.",
)
@click.option(
    "--bank",
    "bank_file",
    type=click.File("w"),
    help="Write the first world's items, for `trigpoint calibrate`.",
)
@click.option(
    "--against",
    multiple=True,
    help="catsim, or a command that speaks JSON lines: same people, same answers.",
)
@click.option("--processes", default=1, show_default=True)
@click.option(
    "--json", "json_file", type=click.File("w"), help="Write all figures there."
)
@click.option(
    "--plot",
    "plot_file",
    type=click.File("w"),
    help="Draw accuracy against questions (SVG).",
)
def simulate_command(
    worlds: int,
    skip: int,
    against: tuple[str, ...],
    processes: int,
    fitted: TextIO | None,
    population: TextIO | None,
    **knobs: Any,
) -> None:
    """Run sittings of made-up people and print how good the decisions are.

    Every figure stands with its standard error. The answer of a person to a question is fixed by
    the seed, so that engines named with --against meet the same people with the same answers.
    """
    options = _read_knobs(WorldOptions, knobs)
    learned = FittedParameters.from_lines(
        fitted or (), population.read() if population else None
    )
    settings = _read_knobs(EngineSettings, knobs, learned=learned)
    groups = _plan_groups(options, settings, worlds, skip, (TRIGPOINT, *against))
    done = _run_groups(groups, processes)
    columns = {
        engine: _engine_figures(engine, done) for engine in (TRIGPOINT, *against)
    }
    columns[TRIGPOINT] |= _measured_times(options, settings)
    curves = {engine: _accuracy_curve(done[engine, "honest"]) for engine in columns}
    click.echo(format_table(columns, day_one=options.knowledge == "authored"))
    told = {name: value for name, value in knobs.items() if not name.endswith("_file")}
    report = report_as_json(columns, curves, {"worlds": worlds, "skip": skip, **told})
    files: Mapping[str, Callable[[], Iterable[str]]] = {
        "json_file": lambda: json.dumps(report, indent=2).splitlines(),
        "plot_file": lambda: draw_plot(curves).splitlines(),
        "answers_file": lambda: answer_lines(done[TRIGPOINT, "honest"]),
        "bank_file": lambda: item_lines(load_world(options)),
    }
    _write_files(knobs, files)


def _read_knobs(kind: type[Knobs], knobs: Mapping[str, Any], **others: Any) -> Knobs:
    """Return the dataclass with the values of its options."""
    names = {field.name for field in fields(cast("Any", kind))}
    return kind(**{name: knobs[name] for name in names & knobs.keys()}, **others)


def _measured_times(
    options: WorldOptions, settings: EngineSettings
) -> dict[str, MeasuredValue]:
    """Return percentiles of the time of a step with a large bank."""
    times = time_steps(options, settings)
    return {
        f"{TIMED_ITEMS:,} items p{percent} ms": MeasuredValue(
            float(np.percentile(times, percent)), 0.0
        )
        for percent in (50, 95)
    }


def _accuracy_curve(done: Iterable[FinishedJob]) -> AccuracyCurve:
    return accuracy_curve(collect_results([(job.world, job.records) for job in done]))


def _write_files(
    knobs: Mapping[str, Any], files: Mapping[str, Callable[[], Iterable[str]]]
) -> None:
    """Write each file that was asked for."""
    for name, lines in files.items():
        if knobs[name] is not None:
            knobs[name].writelines(f"{line}\n" for line in lines())


JobGroups: TypeAlias = dict[tuple[str, ResponseStyle], list[SimulationJob]]


def _plan_groups(
    options: WorldOptions,
    settings: EngineSettings,
    worlds: int,
    skip: int,
    engines: tuple[str, ...],
) -> JobGroups:
    """Return the jobs of every engine and response style; aberrant styles run on our engine only."""
    checkpoints = tuple(
        range(CHECKPOINT_STEP, (settings.cap or 84) + 1, CHECKPOINT_STEP)
    )
    groups: JobGroups = {
        (engine, "honest"): plan_jobs(
            engine, options, settings, worlds=worlds, skip=skip, checkpoints=checkpoints
        )
        for engine in engines
    }
    odd: tuple[tuple[ResponseStyle, int], ...] = (
        ("guessing", GUESSERS),
        ("half guessing", GUESSERS),
        ("all right", EXTREMES),
        ("all wrong", EXTREMES),
    )
    # A population of guessers would be estimated as such, but aberrant people are few among many.
    alone = replace(settings, learn_people=False, learn_items=False)
    for kind, people in odd:
        groups[TRIGPOINT, kind] = plan_jobs(
            TRIGPOINT,
            options,
            alone,
            worlds=worlds,
            kind=kind,
            people=people,
            skip=skip,
        )
    return groups


def _run_groups(
    groups: JobGroups, processes: int
) -> dict[tuple[str, ResponseStyle], list[FinishedJob]]:
    jobs = [job for group in groups.values() for job in group]
    with click.progressbar(
        length=sum(len(job.people) for job in jobs),
        label="Sittings",
        file=sys.stderr,
    ) as bar:
        finished = run_jobs(jobs, processes=processes, tick=bar.update)
    done = iter(finished)
    return {key: [next(done) for _ in group] for key, group in groups.items()}


def _engine_figures(
    engine: str, done: Mapping[tuple[str, ResponseStyle], list[FinishedJob]]
) -> dict[str, MeasuredValue]:
    shards = [(job.world, job.records) for job in done[engine, "honest"]]
    figures = compute_figures(collect_results(shards))
    if engine == TRIGPOINT:
        figures["guessers reach"] = share_reached(done[TRIGPOINT, "guessing"])
        figures["all right - all wrong"] = smallest_difference(
            done[TRIGPOINT, "all right"], done[TRIGPOINT, "all wrong"]
        )
        figures["doubted: honest"] = share_flagged(done[TRIGPOINT, "honest"])
        figures["doubted: half guessing"] = share_flagged(
            done[TRIGPOINT, "half guessing"]
        )
    return figures
