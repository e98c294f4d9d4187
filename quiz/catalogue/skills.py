"""Areas and learning objectives, and the graph of what builds on what."""

import heapq
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import CatalogueData, read_table

#: Junior, mid-level (confirmed), senior.
Level = Literal["J", "C", "S"]

#: Understand, apply, analyse, evaluate, create.
Bloom = Literal["U", "Ap", "An", "E", "C"]

#: Objectives with what they build on; a bank has one graph, and it is sorted once.
Graph: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


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


def collect_prerequisites(
    objectives: Mapping[str, Objective],
) -> Mapping[str, frozenset[str]]:
    """Return everything that each objective builds on, directly or through others."""
    return _collect_prerequisites(_build_graph(objectives))


def sort_by_prerequisites(objectives: Mapping[str, Objective]) -> tuple[str, ...]:
    """Return the objectives so that none comes before what it builds on, otherwise in the order given."""
    return _sort_bank(_build_graph(objectives))


def sort_chosen_objectives(
    chosen: Sequence[Objective], objectives: Mapping[str, Objective]
) -> list[Objective]:
    """Return some of the objectives with none before what it builds on, also through others that are not among them.

    Otherwise they keep the order given.
    """
    before = collect_prerequisites(objectives)
    order = _sort_graph(tuple((one.id, tuple(before[one.id])) for one in chosen))
    return [objectives[name] for name in order]


def _build_graph(objectives: Mapping[str, Objective]) -> Graph:
    return tuple(
        (name, tuple(objective.prerequisites)) for name, objective in objectives.items()
    )


def _sort_graph(graph: Graph) -> tuple[str, ...]:
    """Sort by Kahn's algorithm, of several that could come next always the first in the graph."""
    position = {name: number for number, (name, _) in enumerate(graph)}
    missing = {name: sum(one in position for one in before) for name, before in graph}
    dependents: dict[str, list[str]] = {name: [] for name in position}
    for name, before in graph:
        for one in before:
            if one in dependents:
                dependents[one].append(name)
    ready = [position[name] for name, count in missing.items() if not count]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        name = graph[heapq.heappop(ready)][0]
        order.append(name)
        for later in dependents[name]:
            missing[later] -= 1
            if not missing[later]:
                heapq.heappush(ready, position[later])
    if len(order) < len(graph):
        circle = sorted(position.keys() - set(order))
        raise ValueError(f"prerequisites go in a circle: {', '.join(circle)}")
    return tuple(order)


@lru_cache(maxsize=8)
def _sort_bank(graph: Graph) -> tuple[str, ...]:
    return _sort_graph(graph)


@lru_cache(maxsize=8)
def _collect_prerequisites(graph: Graph) -> Mapping[str, frozenset[str]]:
    direct = dict(graph)
    collected: dict[str, frozenset[str]] = {}
    for name in _sort_bank(graph):
        before = [one for one in direct[name] if one in direct]
        collected[name] = frozenset(before).union(*(collected[one] for one in before))
    return MappingProxyType(collected)
