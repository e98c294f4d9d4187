"""Goals: the level that a kind of job asks for in each area."""

from decimal import Decimal
from pathlib import Path

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import (
    CatalogueData,
    FolderEntry,
    display_path,
    read_toml,
    validate_data,
)


class Goal(CatalogueData):
    """The level that a kind of job asks for in each area, from 0 to 3."""

    key: str
    name: str
    sentence: str
    order: int
    levels: dict[str, Decimal]


def read_goals(folder: Path, findings: list[Finding]) -> list[FolderEntry[Goal]]:
    """Return the goals in `goals/` of a bank folder."""
    entries = []
    for path in sorted((folder / "goals").glob("*.toml")):
        shown = display_path(path)
        goal = validate_data(Goal, read_toml(path, findings), shown, "goal", findings)
        if goal:
            entries.append(FolderEntry(goal.key, goal, shown, 1))
    return entries
