"""What a stored plan holds, as typed values: objectives, projects and the language, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from quiz.catalogue.skills import Objective
from quiz.catalogue.study_plans import Curriculum
from quiz.training.effort import Need
from quiz.training.planning.projects import PlannedProject
from quiz.training.prerequisites import collect_prerequisites


class _StoredItem(BaseModel):
    # Plans of earlier versions hold more; what this version does not know is ignored.
    model_config = ConfigDict(frozen=True, extra="ignore")


class StoredObjective(_StoredItem):
    """An objective of a plan, with what was left to learn of it when the plan was made."""

    objective: str
    hours: float
    mastery: float


class StoredProject(_StoredItem):
    """A project of a plan."""

    project: str
    hours: float


class StoredLanguage(_StoredItem):
    """The language that a plan is followed in."""

    language: str


_ITEMS: TypeAdapter[list[StoredObjective | StoredProject | StoredLanguage]] = (
    TypeAdapter(list[StoredObjective | StoredProject | StoredLanguage])
)


@dataclass(frozen=True)
class PlanContent:
    """What is planned, before it is laid out in weeks."""

    needs: tuple[Need, ...]
    projects: tuple[PlannedProject, ...] = ()
    #: Language pack; empty where none was chosen.
    language: str = ""


def dump_content(content: PlanContent) -> list[dict[str, Any]]:
    """Return the content of a plan, ready to be stored as JSON."""
    items: list[_StoredItem] = [
        StoredObjective(
            objective=need.objective.id,
            hours=round(need.hours, 3),
            mastery=round(need.mastery, 3),
        )
        for need in content.needs
    ]
    items += [
        StoredProject(project=planned.project.id, hours=planned.hours)
        for planned in content.projects
    ]
    if content.language:
        items.append(StoredLanguage(language=content.language))
    return [item.model_dump(mode="json") for item in items]


def read_content(
    stored: Sequence[Mapping[str, Any]],
    objectives: Mapping[str, Objective],
    curriculum: Curriculum,
) -> PlanContent:
    """Return the content of a stored plan, without what the bank no longer has."""
    items = _ITEMS.validate_python(list(stored))
    before = collect_prerequisites(objectives)
    projects = {project.id: project for project in curriculum.projects}
    return PlanContent(
        tuple(
            Need(
                objectives[item.objective],
                item.mastery,
                item.hours,
                before[item.objective],
            )
            for item in items
            if isinstance(item, StoredObjective) and item.objective in objectives
        ),
        tuple(
            PlannedProject(projects[item.project], item.hours)
            for item in items
            if isinstance(item, StoredProject) and item.project in projects
        ),
        next((item.language for item in items if isinstance(item, StoredLanguage)), ""),
    )


def list_missing_objectives(
    stored: Sequence[Mapping[str, Any]], objectives: Mapping[str, Objective]
) -> list[str]:
    """Return the objectives of a stored plan that the bank no longer has."""
    items = _ITEMS.validate_python(list(stored))
    return [
        item.objective
        for item in items
        if isinstance(item, StoredObjective) and item.objective not in objectives
    ]
