"""The graph of prerequisites between objectives. Pure."""

import heapq
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from quiz.catalogue.skills import Objective

#: Objectives with their direct prerequisites; a bank has one graph, and it is sorted once.
Graph: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


def collect_prerequisites(
    objectives: Mapping[str, Objective],
) -> Mapping[str, frozenset[str]]:
    """Return everything that each objective builds on, directly or through others."""
    return _collect_prerequisites(_build_graph(objectives))


def sort_by_prerequisites(objectives: Mapping[str, Objective]) -> tuple[str, ...]:
    """Return the objectives so that none comes before what it builds on, otherwise in the order given."""
    return _sort_graph(_build_graph(objectives))


def _build_graph(objectives: Mapping[str, Objective]) -> Graph:
    return tuple(
        (name, tuple(objective.prerequisites)) for name, objective in objectives.items()
    )


@lru_cache(maxsize=8)
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
def _collect_prerequisites(graph: Graph) -> Mapping[str, frozenset[str]]:
    direct = dict(graph)
    collected: dict[str, frozenset[str]] = {}
    for name in _sort_graph(graph):
        before = [one for one in direct[name] if one in direct]
        collected[name] = frozenset(before).union(*(collected[one] for one in before))
    return MappingProxyType(collected)
