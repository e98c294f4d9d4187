"""What a learning plan is made of besides objectives: the order for beginners, and projects."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

from quiz.catalogue.findings import Finding
from quiz.catalogue.skills import Level
from quiz.catalogue.toml_files import (
    CatalogueData,
    display_path,
    read_table,
    read_toml,
)


class Project(CatalogueData):
    """Something to build, once what it needs is learned."""

    id: str
    name: str
    #: What is built, in a sentence.
    text: str
    level: Level
    #: How large it is beside other projects of a plan.
    size: float = Field(gt=0)
    #: Objectives that are learned before it begins.
    needs: tuple[str, ...]
    #: Language pack that it leads over to from another language; empty for every other project.
    bridge_to: str = ""


@dataclass(frozen=True)
class Curriculum:
    """The order in which beginners learn, and the projects of a plan, in order."""

    #: Objectives in the order in which somebody would teach them to a beginner.
    spine: tuple[str, ...] = ()
    projects: tuple[Project, ...] = field(default=())


def read_curriculum(folders: Iterable[Path], findings: list[Finding]) -> Curriculum:
    """Return the curriculum; a later folder replaces the spine, and projects with the same id."""
    spine: tuple[str, ...] = ()
    projects: dict[str, Project] = {}
    for folder in folders:
        path = folder / "plans" / "spine.toml"
        if path.exists():
            spine = _read_spine(path, findings)
        path = folder / "plans" / "projects.toml"
        if path.exists():
            projects |= read_table(path, "project", lambda _: Project, findings)
    return Curriculum(spine, tuple(projects.values()))


def _read_spine(path: Path, findings: list[Finding]) -> tuple[str, ...]:
    names: Any = read_toml(path, findings).get("objectives")
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return tuple(names)
    findings.append(
        Finding(
            display_path(path), 0, "", "objectives", repr(names)[:80], "a list of ids"
        )
    )
    return ()
