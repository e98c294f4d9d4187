"""A table for a file: numbers stay numbers, and text is never a formula. Pure."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import TypeAlias

from quiz.cohorts.roster.cells import guard_cell

ExportCell: TypeAlias = str | int | float | date | None


@dataclass(frozen=True)
class StackedChart:
    """A chart of columns of a table, stacked for each row, with what is read in place of it."""

    title: str
    description: str
    #: Numbers of the columns that are stacked.
    columns: tuple[int, ...]


@dataclass(frozen=True)
class ExportTable:
    """A sheet of a workbook, or a CSV file."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[ExportCell]]
    chart: StackedChart | None = None


def write_csv(table: ExportTable) -> str:
    """Return the table as CSV (RFC 4180), formulas made harmless.

    It begins with a byte-order mark: without one Excel takes UTF-8 for Windows-1252.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guard_cell(column) for column in table.columns])
    for row in table.rows:
        writer.writerow([_write_cell(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _write_cell(cell: ExportCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guard_cell(cell)
    return cell.isoformat() if isinstance(cell, date) else f"{cell}"


def list_widths(table: ExportTable, *, most: int = 60) -> Iterable[int]:
    """Yield a width for each column, in characters."""
    for number, column in enumerate(table.columns):
        cells = [len(_write_cell(row[number])) for row in table.rows]
        yield min(max([len(column), *cells]) + 2, most)
