"""`trigpoint doctor`: what is wrong with this installation, and what to do."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from quiz.cli.options import data_option
from quiz.config import Settings
from quiz.core.clock import utc_now

MARKS = {"ok": "ok     ", "warning": "WARNING", "error": "ERROR  "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One list of findings, as JSON.")
@data_option
def doctor_command(data: Path | None, *, as_json: bool) -> None:
    """Check settings, database, questions, disk, clock, backups and jobs; exit status 1 when something is broken."""
    from quiz.operations.doctor.examination import examine
    from quiz.operations.doctor.findings import has_errors

    settings = Settings.read(data, needs_secret=False)
    findings = examine(settings, os.environ, now=utc_now())
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.verdict]}  {finding.subject}: {finding.found}")
            if finding.advice:
                click.echo(f"         → {finding.advice}")
    sys.exit(1 if has_errors(findings) else 0)
