"""Commands for those who write questions: what gives a key away, pairs that must not meet, the order of options."""

from collections.abc import Sequence
from pathlib import Path

import click

from quiz.bank.linting.cue_scores import (
    CUE_NAMES,
    CueResult,
    questions_given_away,
    score_cues,
)
from quiz.bank.linting.learned_cues import explain_cues, find_uneven_words
from quiz.bank.linting.similarity import find_unmarked_pairs
from quiz.bank.linting.surface_cues import build_choice_questions
from quiz.bank.parsing.bank_folder import read_bank
from quiz.bank.parsing.file_edits import (
    add_enemies,
    can_shuffle_options,
    shuffle_options,
)
from quiz.cli.bank.options import root_option


@click.command("guess")
@click.option("--cue", help="List the questions that this cue gives away.")
@root_option
def guess_command(*, cue: str | None, root: Path) -> None:
    """Show what somebody scores who knows nothing and goes by surface cues."""
    questions = list(read_bank(root).catalogue.questions.values())
    if cue is None:
        click.echo(_format_cues(score_cues(questions)))
    elif cue not in CUE_NAMES:
        raise click.BadParameter("one of " + ", ".join(CUE_NAMES), param_hint="--cue")
    else:
        for key in questions_given_away(questions, cue):
            click.echo(key)


@click.command("tells")
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--most", default=40, show_default=True, help="How many questions to list."
)
@root_option
def tells_command(files: Sequence[Path], *, most: int, root: Path) -> None:
    """List the questions whose wording gives the key away, and by which words.

    A machine learned from all other objectives which words stand in keys and which in wrong options.
    """
    questions = list(read_bank(root).catalogue.questions.values())
    wanted = {file.resolve() for file in files}
    chosen = {
        one.key for one in questions if not wanted or Path(one.path).resolve() in wanted
    }
    found = [
        one
        for one in explain_cues(build_choice_questions(questions))
        if one.key in chosen and one.score_lead > 0
    ]
    for one in found[:most]:
        click.echo(
            f"{one.score_lead:.2f} {one.key}: the key has {', '.join(one.in_key)};"
            f" wrong options have {', '.join(one.in_wrong)}"
        )
    luck = sum(
        len(one.keys) / len(one.options)
        for one in build_choice_questions(questions)
        if one.key in chosen
    )
    click.echo(f"{len(found)} given away; luck alone would be {luck:.0f}.")
    click.echo(
        "Words of the whole bank that stand too often in keys (+) or in wrong options (-):"
    )
    words = find_uneven_words(build_choice_questions(questions))[:most]
    click.echo(
        ", ".join(f"{it.word} {it.in_keys}:{it.in_wrong} ({it.z:+.1f})" for it in words)
    )


@click.command("enemies")
@click.option("--write", is_flag=True, help="Note them in the files.")
@root_option
def enemies_command(*, write: bool, root: Path) -> None:
    """Find questions that must not meet in one sitting."""
    questions = list(read_bank(root).catalogue.questions.values())
    pairs = find_unmarked_pairs(questions)
    for one in pairs:
        click.echo(f"{one.first.key} and {one.second.key}: {one.why}")
    if write:
        for one in pairs:
            file = Path(one.first.path)
            text = file.read_text(encoding="utf-8")
            file.write_text(
                add_enemies(text, one.first.key, [one.second.key]), encoding="utf-8"
            )


@click.command("mix")
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@root_option
def mix_command(files: Sequence[Path], *, root: Path) -> None:
    """Put the options in FILES (or everywhere) into an order taken from a hash."""
    wanted = {file.resolve() for file in files}
    for one in read_bank(root).catalogue.questions.values():
        file = Path(one.path)
        if can_shuffle_options(one) and (not wanted or file.resolve() in wanted):
            text = file.read_text(encoding="utf-8")
            mixed_text = shuffle_options(text, one.key)
            if mixed_text != text:
                file.write_text(mixed_text, encoding="utf-8")


def _format_cues(results: Sequence[CueResult]) -> str:
    lines = [f"{'cue':22} speaks of  right  luck  excess      z      p"]
    lines += [
        f"{one.name:22} {one.speaks_on:6} {one.questions:3} {one.score:6.1f} {one.expected:5.1f}"
        f" {one.excess_share:+7.1%} {one.z:+6.2f} {one.p:6.2g}{'  FAILS' if one.is_failing else ''}"
        for one in results
    ]
    return "\n".join(lines)
