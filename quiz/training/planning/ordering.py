"""In which order to learn: what a beginner needs first, then what the next project needs, then by value. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from quiz.catalogue.study_plans import Curriculum, Project
from quiz.training.effort import LEVEL_NUMBER, Need

#: what an objective is worth by itself, and for each planned one that it opens
BASE_VALUE = 1.15
OPENING_VALUE = 0.12
LEAST_HOURS = 0.5

#: Lower comes first.
Rank: TypeAlias = tuple[int, int, int, float, str]


class CircularPrerequisites(ValueError):
    """Objectives build on each other in a circle."""


@dataclass
class OpenNeeds:
    """Needs that are not learned yet, each with how many of the planned ones it still waits for."""

    waiting: dict[str, Need]
    missing: dict[str, int]
    ranks: Mapping[str, Rank]
    dependents: Mapping[str, Sequence[str]]

    @classmethod
    def from_needs(
        cls, needs: Sequence[Need], curriculum: Curriculum, projects: Sequence[Project]
    ) -> "OpenNeeds":
        """Begin with nothing learned."""
        planned = {need.objective.id: need for need in needs}
        dependents = _find_dependents(planned)
        return cls(
            dict(planned),
            {
                name: len(need.builds_on & planned.keys())
                for name, need in planned.items()
            },
            _rank_needs(planned, dependents, curriculum, projects),
            dependents,
        )

    def choose(self, areas: Collection[str] = ()) -> Need:
        """Return what comes next: nothing that waits for another, from these areas where one has something.

        Raises
        ------
        CircularPrerequisites
            When everything waits for something.
        """
        ready = [need for name, need in self.waiting.items() if not self.missing[name]]
        if not ready:
            names = ", ".join(self.waiting)
            raise CircularPrerequisites(f"prerequisites go in a circle: {names}")
        here = [need for need in ready if need.objective.area in areas]
        return min(here or ready, key=lambda need: self.ranks[need.objective.id])

    def learn(self, need: Need) -> None:
        """Note that a need is learned: what waits for it waits for one less."""
        del self.waiting[need.objective.id]
        for name in self.dependents[need.objective.id]:
            self.missing[name] -= 1


def order_needs(
    needs: Sequence[Need],
    curriculum: Curriculum = Curriculum(),  # noqa: B008  # frozen
    projects: Sequence[Project] = (),
) -> list[Need]:
    """Return the needs in order of learning, whatever the weeks.

    Nothing comes before what it builds on. Of those that are ready, the spine of beginners comes first, then the lowest
    level, then what the next project needs, then the highest value

        (1.15 + .12 · number of planned objectives that build on it) / hours

    Raises
    ------
    CircularPrerequisites
        When the prerequisites go in a circle.
    """
    open_needs = OpenNeeds.from_needs(needs, curriculum, projects)
    order: list[Need] = []
    while open_needs.waiting:
        order.append(open_needs.choose())
        open_needs.learn(order[-1])
    return order


def _rank_needs(
    planned: Mapping[str, Need],
    dependents: Mapping[str, Sequence[str]],
    curriculum: Curriculum,
    projects: Sequence[Project],
) -> dict[str, Rank]:
    spine = {name: number for number, name in enumerate(curriculum.spine)}
    milestones = _find_milestones(planned, projects)
    return {
        name: (
            spine.get(name, len(spine)),
            LEVEL_NUMBER[need.objective.level],
            milestones.get(name, len(projects)),
            -_learning_value(need, len(dependents[name])),
            name,
        )
        for name, need in planned.items()
    }


def _find_milestones(
    planned: Mapping[str, Need], projects: Sequence[Project]
) -> dict[str, int]:
    """Return the number of the first project that needs each objective, directly or through others."""
    milestones: dict[str, int] = {}
    for number, project in enumerate(projects):
        for name in project.needs:
            if name in planned:
                for before in {name, *(planned[name].builds_on & planned.keys())}:
                    milestones.setdefault(before, number)
    return milestones


def _learning_value(need: Need, opened: int) -> float:
    return (BASE_VALUE + OPENING_VALUE * opened) / max(need.hours, LEAST_HOURS)


def _find_dependents(planned: Mapping[str, Need]) -> dict[str, list[str]]:
    """Return for each objective which planned ones build on it, directly or through others."""
    dependents: dict[str, list[str]] = {name: [] for name in planned}
    for name, need in planned.items():
        for before in need.builds_on & planned.keys():
            dependents[before].append(name)
    return dependents
