"""The register of all that is stored: each column of each table, and what it is to the person it is about."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quiz.access.ownership import OWNED_BY, PEOPLE

FILE = Path(__file__).with_name("register.toml")
CLASSES = ("own", "join", "secret", "withheld")


@dataclass(frozen=True)
class RegisteredTable:
    """A table, what it is for, and its columns by class, each with its explanation."""

    name: str
    title: str
    #: What it is for, and for how long it is kept; empty where nothing is about anybody.
    why: str
    kept: str
    own: Mapping[str, str]
    join: Mapping[str, str]
    secret: Mapping[str, str]
    withheld: Mapping[str, str]

    @property
    def columns(self) -> set[str]:
        """All columns, whatever their class."""
        return {*self.own, *self.join, *self.secret, *self.withheld}

    @property
    def is_about_people(self) -> bool:
        """Whether its rows belong to somebody."""
        return self.name == PEOPLE or self.name in OWNED_BY


@cache
def read_register() -> Mapping[str, RegisteredTable]:
    """Return the register by table, in the order in which people read it."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: _read_table(name, table) for name, table in content.items()}


def _read_table(name: str, table: Mapping[str, Any]) -> RegisteredTable:
    return RegisteredTable(
        name,
        table["title"],
        table.get("why", ""),
        table.get("kept", ""),
        **{kind: table.get(kind, {}) for kind in CLASSES},
    )
