"""The register as the page "What is stored" shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from quiz.privacy.register import RegisteredTable, read_register


@dataclass(frozen=True)
class StoredTable:
    """One kind of thing that is stored about people."""

    table: RegisteredTable
    #: What each field says; what is stored as a hash or sealed; what a download leaves out.
    fields: list[str]
    sealed: list[str]
    left_out: list[str]


def build_stored_tables() -> list[StoredTable]:
    """Return what is stored about people, in the order in which they read it."""
    return [
        StoredTable(
            table,
            list(table.own.values()),
            list(table.secret.values()),
            list(_list_left_out(table)),
        )
        for table in read_register().values()
        if table.is_about_people
    ]


def _list_left_out(table: RegisteredTable) -> Iterator[str]:
    """Yield each reason once; several columns share one."""
    yield from dict.fromkeys(table.withheld.values())
