"""Areas and learning objectives."""

from pathlib import Path
from typing import Literal

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import CatalogueData, read_table

#: Junior, mid-level (confirmed), senior.
Level = Literal["J", "C", "S"]

#: Understand, apply, analyse, evaluate, create.
Bloom = Literal["U", "Ap", "An", "E", "C"]


class Area(CatalogueData):
    """One of the areas in which ability is measured."""

    id: str
    name: str
    sentence: str


class Objective(CatalogueData):
    """What a person can do: measured by questions, reached in hours."""

    id: str
    area: str
    level: Level
    bloom: Bloom
    #: Hours of guided learning, for someone who has the prerequisites.
    hours: float
    prerequisites: tuple[str, ...]
    #: Short and imperative, for people.
    name: str
    #: "can …", in full.
    text: str


def read_areas(path: Path, findings: list[Finding]) -> dict[str, Area]:
    """Return the areas by id, in the order in which they are shown."""
    return read_table(path, "area", lambda _: Area, findings)


def read_objectives(path: Path, findings: list[Finding]) -> dict[str, Objective]:
    """Return the objectives by id."""
    return read_table(path, "objective", lambda _: Objective, findings)
