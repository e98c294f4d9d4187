"""Runs an SQL script on SQLite in memory and prints one row per line. Usage: python sqlite_script.py FILE."""

import re
import sqlite3
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

#: The newer library, if it is available for this machine.
library = import_module("pysqlite3" if find_spec("pysqlite3") else "sqlite3")


def format_cell(value: object) -> str:
    """Return a value as questions write it; numbers have no trailing zeros."""
    if value is None:
        return "NULL"
    text = str(value)
    return (
        re.sub(r"^(-?\d+\.\d*?)0+$", r"\1", text).removesuffix(".")
        if "." in text
        else text
    )


def split_statements(script: str) -> list[str]:
    """Return the statements of a script."""
    found: list[str] = []
    piece = ""
    for part in re.split(r"(?<=;)", script):
        piece += part
        if sqlite3.complete_statement(piece):
            found.append(piece)
            piece = ""
    return [*found, piece] if piece.strip() else found


def run_script_file(file: Path) -> None:
    """Run every statement and print its rows."""
    connection = library.connect(":memory:", isolation_level=None)
    for statement in split_statements(file.read_text(encoding="utf-8")):
        for row in connection.execute(statement):
            sys.stdout.write(" | ".join(format_cell(value) for value in row) + "\n")


if (
    __name__ == "__main__"
):  # pragma: no cover  # started by the sandbox as a process of its own
    run_script_file(Path(sys.argv[1]))
