"""`trigpoint engine`: the measuring engine on standard input and output, for examiners in any language."""

import sys
from io import TextIOWrapper
from typing import cast

import click

from lab.engine_server import jsonlines


@click.command("engine")
def engine_command() -> None:
    """Speak to the measuring engine in JSON lines.

    Reads one request a line from standard input and answers each with one line; ends with the
    input. docs/measurement.md lists the requests.
    """
    # Bytes that are not UTF-8 cost one refused line, not the sittings in progress.
    cast("TextIOWrapper", sys.stdin).reconfigure(encoding="utf-8", errors="replace")
    cast("TextIOWrapper", sys.stdout).reconfigure(encoding="utf-8")
    jsonlines.serve_requests(sys.stdin, sys.stdout)
