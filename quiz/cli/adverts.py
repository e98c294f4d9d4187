"""`trigpoint adverts`: what a job advert asks for, and how well adverts are read."""

import json
from pathlib import Path

import click

from quiz.adverts.documents import read_document
from quiz.adverts.evaluation import Rate, evaluate, keyword_matcher, load_all
from quiz.adverts.requirements import Advert
from quiz.errors import NotFound

LABELLED = Path("tests/adverts/data/labelled")


@click.group("adverts")
def adverts_group() -> None:
    """Read what a job advert asks for, and measure how well that works."""


@adverts_group.command("read")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def read_command(file: Path, *, as_json: bool) -> None:
    """Print what the advert in FILE (.txt, .md, .html or .pdf) asks for."""
    _, advert = read_document(file.name, file.read_bytes())
    if as_json:
        click.echo(json.dumps(describe_advert(advert), ensure_ascii=False, indent=2))
        return
    if advert.unreadable:
        click.echo(
            f"No requirements read: {advert.unreadable.value.replace('_', ' ')}."
        )
        return
    click.echo(
        f"Level: {advert.level or 'not said'}. Years: {format_years(advert.years)}."
    )
    for skill in advert.skills:
        group = f" (group {skill.group})" if skill.group else ""
        click.echo(f"{skill.need.value:9}{skill.id}{group}: {skill.quote}")


def describe_advert(advert: Advert) -> dict[str, object]:
    """Return what was read, ready for JSON."""
    return {
        "language": advert.language,
        "advert": advert.is_advert,
        "level": advert.level,
        "years": list(advert.years) if advert.years else None,
        "skills": [
            {
                "id": skill.id,
                "quote": skill.quote,
                "start": skill.start,
                "end": skill.end,
                "need": skill.need.value,
                "group": skill.group,
            }
            for skill in advert.skills
        ],
    }


def format_years(years: tuple[int, int | None] | None) -> str:
    """Return years as they are said: "2 to 4", "5 or more"."""
    if years is None:
        return "not said"
    least, most = years
    return f"{least} or more" if most is None else f"{least} to {most}"


@adverts_group.command("evaluate")
@click.option(
    "--held-out",
    is_flag=True,
    help="Measure on the adverts set aside, not on the others.",
)
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), default=LABELLED
)
def evaluate_command(folder: Path, *, held_out: bool) -> None:
    """Measure against the labelled adverts in FOLDER, beside a plain keyword matcher."""
    adverts = [one for one in load_all(folder) if one.is_held_out == held_out]
    if not adverts:
        raise NotFound(f"There are no labelled adverts in {folder}.")
    click.echo(f"{len(adverts)} adverts, {'held out' if held_out else 'not held out'}")
    click.echo(f"{'':34}{'of':>11}  {'share':>6}  {'95% interval':14}  keyword matcher")
    for rate, bar in zip(
        evaluate(adverts), evaluate(adverts, keyword_matcher()), strict=True
    ):
        click.echo(format_rate(rate, bar))


def format_rate(rate: Rate, bar: Rate) -> str:
    """Return a line of the evaluation: the count, the share, its interval, the share of the bar to beat."""
    low, high = rate.interval()
    return (
        f"{rate.name:34}{rate.hits:>5}/{rate.total:<5}  {rate.share:6.3f}  "
        f"{low:.3f} to {high:.3f}  {bar.share:.3f}"
    )
