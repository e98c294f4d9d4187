"""`trigpoint engine`: the measuring engine on standard input and output, for examiners in any language."""

import io
import sys

import click

from quiz.assess import jsonlines


@click.command()
def engine() -> None:
    """Speak to the measuring engine in JSON lines.

    Reads one request a line from standard input and answers each with one line; ends with the
    input. docs/measurement.md lists the requests.
    """
    # Bytes that are no UTF-8 must cost one refused line, not the sittings that are under way.
    requests = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    answers = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
    jsonlines.main(requests, answers)
