"""The command `calibrate`: a file of answers and a file of items in, fitted parameters out."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from lab.engine_server.jsonlines import JsonLinesServer
from lab.simulation.parameter_recovery import run_recovery_trial
from quiz.calibration import CalibrationResult, ResponseData, ScoredResponse, fit_model
from quiz.errors import NotValid
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.irt.item_pool import ItemPool

YES = {"1", "true", "yes"}
NO = {"", "0", "false", "no"}


class AnswerFileError(NotValid):
    """A line of a file of answers or items cannot be read; the message names file and line."""


@click.command("calibrate")
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=False,
)
@click.option(
    "--items",
    "items_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The items as `trigpoint engine` loads them: a JSON list, or one item a line.",
)
@click.option(
    "--out", type=click.File("w"), default="-", help="Where the parameters go."
)
@click.option(
    "--population",
    type=click.File("w"),
    help="Where mean and covariance of the people go; `load` takes it as its prior.",
)
@click.option("--processes", default=1, show_default=True)
@click.option(
    "--made-up",
    type=click.IntRange(min=1),
    help="Instead of FILE: time the fit of so many made-up answers.",
)
def calibrate_command(
    file: Path | None,
    items_file: Path | None,
    out: TextIO,
    population: TextIO | None,
    processes: int,
    made_up: int | None,
) -> None:
    """Fit items to collected answers, all areas together.

    FILE holds one answer a line: JSON objects with candidate, item, score and dont_know, or CSV with
    these columns (its name then ends in .csv). The output is one JSON object per item: id, a,
    b, a_se, b_se, answers. Items without answers are left out.
    """
    if made_up is not None:
        click.echo(_time_fit(made_up, processes))
        return
    if file is None or items_file is None:
        raise click.UsageError("Name a FILE of answers and its --items, or --made-up.")
    pool = ItemPool.from_items(_read_items(items_file))
    collected = ResponseData.from_responses(pool, _read_answers(file))
    people = f"{len(collected):,} answers of {collected.people:,} people"
    click.echo(f"Read {people}.", err=True)
    result = fit_model(
        pool.items, collected, processes=processes, progress=_show_progress
    )
    click.echo(f"\rCame to rest after {result.steps} steps.   ", err=True)
    _write_parameters(result, out)
    if population is not None:
        prior = AbilityPrior(
            result.areas, result.population.mean, result.population.covariance
        )
        json.dump(prior.as_dict(), population)


def _time_fit(answers: int, processes: int) -> str:
    result = run_recovery_trial(answers, processes=processes, progress=_show_progress)
    click.echo("", err=True)
    return (
        f"{result.answers:,} answers of {result.people:,} people, {processes} processes:"
        f" {result.seconds:.1f} s, {result.steps} steps\n"
        f"error of b: authored {result.authored_error:.3f}, fitted {result.fitted_error:.3f};"
        f" of ln a: fitted {result.slope_error:.3f}"
    )


def _show_progress(step: int, move: float) -> None:
    click.echo(f"\rStep {step}: largest move {move:.4f} ", err=True, nl=False)


def _write_parameters(result: CalibrationResult, out: TextIO) -> None:
    for item, fitted in result.items.items():
        if fitted.answers:
            line = {
                "id": item,
                "a": round(fitted.a, 4),
                "b": round(fitted.b, 4),
                "a_se": round(fitted.a_se, 4),
                "b_se": round(fitted.b_se, 4),
                "answers": fitted.answers,
            }
            out.write(json.dumps(line) + "\n")


def _read_items(path: Path) -> list[Any]:
    """Return the items of a file, read by the engine's own reader."""
    content = path.read_text(encoding="utf-8")
    if content.lstrip().startswith("["):
        described = _parse_json(content, path, 1)
    else:
        described = [
            _parse_json(line, path, number)
            for number, line in enumerate(content.splitlines(), 1)
            if line.strip()
        ]
    engine = JsonLinesServer()
    answer = json.loads(
        engine.answer_line(json.dumps({"op": "load", "items": described, "goals": {}}))
    )
    if engine.session is None:
        raise AnswerFileError(f"{path}: {answer['error']}")
    return list(engine.session.pool.items)


def _read_answers(path: Path) -> Iterator[ScoredResponse]:
    """Yield the answers of a file, one by one."""
    with path.open(encoding="utf-8", newline="") as lines:
        if path.suffix == ".csv":
            for row in (reader := csv.DictReader(lines)):
                yield _parse_answer(row, path, reader.line_num)
        else:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parse_answer(_parse_json(line, path, number), path, number)


def _parse_answer(row: dict[str, Any], path: Path, line: int) -> ScoredResponse:
    try:
        dont_know = _parse_flag(row.get("dont_know"))
        return ScoredResponse(
            candidate=str(row["candidate"]),
            item=str(row["item"]),
            score=0.0 if dont_know else float(row["score"]),
            dont_know=dont_know,
        )
    except (KeyError, TypeError, ValueError):
        raise AnswerFileError(
            f"{path}, line {line}: an answer has a candidate, an item, and a score from 0 to 1"
            f" or dont_know; found {row}."
        ) from None


def _parse_flag(value: Any) -> bool:
    word = "" if value is None else str(value).strip().lower()
    if word not in YES | NO:
        raise ValueError(word)
    return word in YES


def _parse_json(text: str, path: Path, line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise AnswerFileError(f"{path}, line {line}: not JSON ({fault.msg}).") from None
