"""What a stored plan holds, in terms of the catalogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.catalogue.skills import Objective, collect_prerequisites
from quiz.catalogue.study_plans import Curriculum
from quiz.training.effort import Need
from quiz.training.planning.plan_items import (
    PlanItem,
    PlannedObjective,
    StoredLanguage,
    StoredProject,
)
from quiz.training.planning.projects import PlannedProject


@dataclass(frozen=True)
class PlanContent:
    """What is planned, before it is laid out in weeks."""

    needs: tuple[Need, ...]
    projects: tuple[PlannedProject, ...] = ()
    #: Language pack; empty where none was chosen.
    language: str = ""


def list_items(content: PlanContent) -> list[PlanItem]:
    """Return the content of a plan as entries to be stored."""
    items: list[PlanItem] = [
        PlannedObjective(
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
    return items


def read_content(
    items: Sequence[PlanItem],
    objectives: Mapping[str, Objective],
    curriculum: Curriculum,
) -> PlanContent:
    """Return the content of a stored plan, without what the bank no longer has."""
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
            if isinstance(item, PlannedObjective) and item.objective in objectives
        ),
        tuple(
            PlannedProject(projects[item.project], item.hours)
            for item in items
            if isinstance(item, StoredProject) and item.project in projects
        ),
        next((item.language for item in items if isinstance(item, StoredLanguage)), ""),
    )


def list_missing_objectives(
    items: Sequence[PlanItem], objectives: Mapping[str, Objective]
) -> list[str]:
    """Return the objectives of a stored plan that the bank no longer has."""
    return [
        item.objective
        for item in items
        if isinstance(item, PlannedObjective) and item.objective not in objectives
    ]
