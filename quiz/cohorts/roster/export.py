"""A roster as a CSV file that reads back as no change."""

import csv
from collections.abc import Iterable
from io import StringIO

from quiz.cohorts.roster.cells import guard_cell
from quiz.cohorts.roster.comparison import KnownEntry

COLUMNS = ("Name", "ID number", "Email address", "Group", "Trigpoint key")


def write_roster(entries: Iterable[KnownEntry]) -> str:
    """Return the entries as CSV (RFC 4180), formulas made harmless.

    It begins with a byte-order mark: without one Excel takes UTF-8 for Windows-1252.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in entries:
        cells = (one.name, one.external_id, one.email, one.group, one.key)
        writer.writerow([guard_cell(cell) for cell in cells])
    return "\ufeff" + out.getvalue()
