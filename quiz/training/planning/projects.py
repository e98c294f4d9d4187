"""Which projects a plan has, and how many hours each takes. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from quiz.catalogue.study_plans import Curriculum, Project
from quiz.training.effort import PROJECT_SHARE, Need

#: hours are planned in halves
STEP_HOURS = 0.5
#: a project that would be shorter than this is left out, so that the others have time
LEAST_PROJECT_HOURS = 2.0


@dataclass(frozen=True, slots=True)
class PlannedProject:
    """A project and its hours in a plan."""

    project: Project
    hours: float


def select_projects(
    needs: Sequence[Need],
    mastered: Collection[str],
    curriculum: Curriculum,
    *,
    bridge_to: str = "",
) -> tuple[PlannedProject, ...]:
    """Return the projects for these needs, in order, with three tenths of the hours of the objectives in all.

    A project belongs to a plan when something that it needs is planned, and the rest is planned or mastered. `bridge_to`
    is the language of the plan where the person comes from another; its bridge comes first.
    """
    planned = {need.objective.id for need in needs}
    known = planned | set(mastered)
    chosen = [
        project
        for project in curriculum.projects
        if not project.bridge_to
        and planned & set(project.needs)
        and known >= set(project.needs)
    ]
    bridges = [
        project
        for project in curriculum.projects
        if bridge_to and project.bridge_to == bridge_to
    ]
    hours = PROJECT_SHARE * sum(need.hours for need in needs)
    return tuple(_share_hours([*bridges, *chosen], hours, planned))


def _share_hours(
    projects: list[Project], hours: float, planned: Collection[str]
) -> list[PlannedProject]:
    """Share hours out by size; while a share is too short, the project that needs the least of the plan goes."""
    projects = list(projects)
    while len(projects) > 1 and _smallest_share(projects, hours) < LEAST_PROJECT_HOURS:
        projects.remove(
            min(
                reversed(projects),
                key=lambda project: (
                    bool(project.bridge_to),
                    len(set(planned).intersection(project.needs)),
                ),
            )
        )
    size = sum(project.size for project in projects)
    shared, owed = [], 0.0
    for project in projects:
        owed += hours * project.size / size
        part = max(round(owed / STEP_HOURS) * STEP_HOURS, STEP_HOURS)
        owed -= part
        shared.append(PlannedProject(project, part))
    return shared if hours >= STEP_HOURS else []


def _smallest_share(projects: Sequence[Project], hours: float) -> float:
    size = sum(project.size for project in projects)
    return min(hours * project.size / size for project in projects)
