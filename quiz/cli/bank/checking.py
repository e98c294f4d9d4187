"""The command `trigpoint bank`. It says things to people; the work is done in `quiz.bank`."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from quiz.bank.linting.lint_report import CheckReport, check_bank
from quiz.bank.parsing.bank_folder import load_bank, read_bank
from quiz.bank.proofs.proof_store import is_proved, read_proofs, write_proofs
from quiz.bank.proofs.verification import Outcome, VerificationResult, verify_questions
from quiz.bank.publishing.json_export import export_questions
from quiz.bank.publishing.readme_table import bank_table, insert_table
from quiz.bank.publishing.statistics import (
    ObjectiveCoverage,
    RowCoverage,
    compute_statistics,
    measure_coverage,
)
from quiz.bank.publishing.terminal_text import author_text, taker_text
from quiz.catalogue.findings import BankFaults
from quiz.cli.bank.authoring import (
    enemies_command,
    guess_command,
    mix_command,
    tells_command,
)
from quiz.cli.bank.options import own_option, root_option
from quiz.errors import NotFound


class _Day(click.ParamType[date]):
    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2026-11-22", param, ctx)


@click.group("bank")
def bank_group() -> None:
    """Check, prove and look at the question bank."""


for command in (guess_command, tells_command, enemies_command, mix_command):
    bank_group.add_command(command)


@bank_group.command("check")
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object instead of lines."
)
@click.option("--today", type=_Day(), help="The day to check review dates against.")
@root_option
@own_option
def check_command(
    files: Sequence[Path],
    *,
    as_json: bool,
    today: date | None,
    root: Path,
    own: Path | None,
) -> None:
    """Check the whole bank, or only say what is wrong in FILES. Fails on errors, not on warnings."""
    today = today or datetime.now(UTC).date()
    report = check_bank(read_bank(root, own), today=today, with_guesser=not files)
    if files:
        report = report.select_files([file.resolve() for file in files])
    click.echo(
        json.dumps(report.to_json(), indent=1) if as_json else _format_report(report)
    )
    sys.exit(1 if report.errors else 0)


@bank_group.command("verify")
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--jobs", default=2, show_default=True, help="How many run at a time.")
@click.option(
    "--changed", is_flag=True, help="Run only what has no kept proof of its content."
)
@click.option(
    "--keep/--no-keep", default=True, help="Keep the proofs beside the questions."
)
@root_option
@own_option
def verify_command(
    files: Sequence[Path],
    *,
    jobs: int,
    changed: bool,
    keep: bool,
    root: Path,
    own: Path | None,
) -> None:
    """Run every runnable question: the key must come out, and no wrong answer. Fails if one does not."""
    kept = read_proofs(root)
    questions = list(read_bank(root, own).catalogue.questions.values())
    wanted = {file.resolve() for file in files}
    chosen = [
        one
        for one in questions
        if (not wanted or Path(one.path).resolve() in wanted)
        and not (changed and is_proved(one, kept))
    ]
    results = verify_questions(chosen, kept, jobs=jobs, told=_print_result)
    if keep:
        known = {one.key for one in questions if not one.own}
        failed = {one.question.key for one in results if one.outcome == "failed"}
        proved = {one.question.key: one.proof for one in results if one.proof}
        proofs = {
            key: proof
            for key, proof in (kept | proved).items()
            if key in known - failed
        }
        write_proofs(root, proofs)
    counts = Counter(one.outcome for one in results)
    click.echo(", ".join(f"{counts[name]} {name}" for name in OUTCOMES))
    sys.exit(1 if counts["failed"] else 0)


@bank_group.command("show")
@click.argument("key")
@click.option(
    "--key", "with_key", is_flag=True, help="Also show key, reasons and references."
)
@root_option
@own_option
def show_command(key: str, *, with_key: bool, root: Path, own: Path | None) -> None:
    """Show one question as its taker sees it."""
    try:
        one = read_bank(root, own).catalogue.find_question(key)
    except NotFound as error:
        raise click.ClickException(str(error)) from error
    click.echo(author_text(one) if with_key else taker_text(one))


@bank_group.command("coverage")
@click.option("--thin", is_flag=True, help="List only what has too few questions.")
@root_option
def coverage_command(*, thin: bool, root: Path) -> None:
    """Show what is measured by how many questions: objectives and rows of the skills matrix."""
    coverage = measure_coverage(read_bank(root).catalogue)
    for one in coverage.objectives:
        if one.is_thin or not thin:
            types = ", ".join(
                f"{kind} {count}" for kind, count in sorted(one.by_type.items())
            )
            click.echo(
                f"{one.objective.id:8} {len(one.questions):3}{_thin_mark(one)} {one.objective.name}"
                + (f" ({types})" if types else "")
            )
    for row in coverage.rows:
        if row.is_thin or not thin:
            click.echo(
                f"{row.row.id:30} {len(row.questions):3}{_thin_mark(row)} {row.row.name}"
            )
    for pack, count in coverage.packs.items():
        if not thin:
            click.echo(f"pack {pack or 'of everyone':25} {count:3}")


def _thin_mark(one: ObjectiveCoverage | RowCoverage) -> str:
    return " thin" if one.is_thin else "     "


@bank_group.command("export")
@click.option(
    "--format", "form", type=click.Choice(["json"]), default="json", show_default=True
)
@root_option
@own_option
def export_command(*, form: str, root: Path, own: Path | None) -> None:
    """Print the questions for other programs."""
    try:
        catalogue = load_bank(root, own)
    except BankFaults as faults:
        raise click.ClickException(str(faults)) from faults
    content = export_questions(tuple(catalogue.questions.values()), read_proofs(root))
    click.echo({"json": json.dumps(content, indent=1, ensure_ascii=False)}[form])


@bank_group.command("table")
@click.option(
    "--write",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the two marks between which the table stands.",
)
@click.option("--today", type=_Day(), help="The day to check review dates against.")
@root_option
def table_command(*, write: Path | None, today: date | None, root: Path) -> None:
    """Print the README's table of the bank, or put it into a file."""
    today = today or datetime.now(UTC).date()
    content = read_bank(root)
    report = check_bank(content, today=today)
    numbers = compute_statistics(content.catalogue, read_proofs(root), today=today)
    text = bank_table(numbers, report)
    if write is None:
        click.echo(text)
    else:
        write.write_text(
            insert_table(write.read_text(encoding="utf-8"), text), encoding="utf-8"
        )


OUTCOMES: tuple[Outcome, ...] = ("proved", "failed", "kept", "not run")


def _print_result(one: VerificationResult) -> None:
    if one.remarks:
        click.echo(
            f"{one.question.path}:{one.question.line}: {one.outcome} {one.question.key}"
        )
        for remark in one.remarks:
            click.echo(f"    {remark}")


def _format_report(report: CheckReport) -> str:
    lines = [str(finding) for finding in report.findings]
    lines += [
        f"The whole bank gives itself away: {one.name}, {one.excess_share:+.1%} beyond luck"
        f" (`bank guess --cue {one.name!r}`)"
        for one in report.cues
        if one.is_failing
    ]
    lines.append(
        f"{report.question_count} questions, {len(report.errors)} errors,"
        f" {len(report.warnings)} warnings"
    )
    return "\n".join(lines)
