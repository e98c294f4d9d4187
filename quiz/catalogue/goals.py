"""Goals: the level that a kind of job asks for in each area."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import (
    KEY_PATTERN,
    LINE_PATTERN,
    MAX_KEY,
    MAX_NAME,
    CatalogueData,
    FolderEntry,
    display_path,
    read_toml,
    validate_data,
)


class Goal(CatalogueData):
    """The level that a kind of job asks for in each area, from 0 to 3."""

    key: str = Field(pattern=KEY_PATTERN, max_length=MAX_KEY)
    name: str = Field(pattern=LINE_PATTERN, max_length=MAX_NAME)
    sentence: str
    order: int = Field(ge=-(10**6), le=10**6)
    levels: dict[str, Annotated[Decimal, Field(ge=0, le=3)]]

    @property
    def required_levels(self) -> dict[str, float]:
        """The required level by area, in numbers to compute with."""
        return {area: float(level) for area, level in self.levels.items()}


def read_goals(folder: Path, findings: list[Finding]) -> list[FolderEntry[Goal]]:
    """Return the goals in `goals/` of a bank folder."""
    entries = []
    for path in sorted((folder / "goals").glob("*.toml")):
        shown = display_path(path)
        content = read_toml(path, findings)
        if not content:  # a fault is told already, or the file is empty
            continue
        goal = validate_data(Goal, content, shown, "goal", findings)
        if goal:
            entries.append(FolderEntry(goal.key, goal, shown, 1))
    return entries
