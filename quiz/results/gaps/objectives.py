"""Which objectives would close most of a gap: read from the answers and the required level. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quiz.catalogue.skills import Objective

#: From which required level on the objectives of a level count as asked for. At 1 a person is ready
#: for a junior post, so what lies above 1 begins to ask for confirmed objectives.
ASKED_FROM = {"J": 0.0, "C": 1.25, "S": 2.25}
LEVEL_ORDER = "JCS"


@dataclass(frozen=True)
class ObjectiveCounts:
    """What the answers to one objective's questions showed."""

    missed: int = 0
    right: int = 0


def select_objectives(
    objectives: Iterable[Objective],
    required: float,
    seen: Mapping[str, ObjectiveCounts],
    most: int = 2,
) -> list[Objective]:
    """Return the objectives of one area to begin with.

    First those whose questions were missed, then those not asked about; the lower level before the
    higher, and what others build on before what builds on it. One that was answered right is left out.
    """
    asked_for = [one for one in objectives if required >= ASKED_FROM[one.level]]
    open_ones = [
        one
        for one in asked_for
        if not _is_mastered(seen.get(one.id, ObjectiveCounts()))
    ]
    here = {one.id for one in open_ones}

    def learning_priority(one: Objective) -> tuple[int, int, int, str]:
        first = sum(prerequisite in here for prerequisite in one.prerequisites)
        missed = seen.get(one.id, ObjectiveCounts()).missed
        return (-missed, LEVEL_ORDER.index(one.level), first, one.id)

    return sorted(open_ones, key=learning_priority)[:most]


def _is_mastered(shown: ObjectiveCounts) -> bool:
    return shown.right > 0 and not shown.missed


def sort_by_prerequisites(chosen: Sequence[Objective]) -> list[Objective]:
    """Return the objectives with nothing before what it builds on, and otherwise as they stand."""
    waiting, ordered = list(chosen), []
    while waiting:
        keys = {one.id for one in waiting}
        # The graph of prerequisites has no cycle, so one of those that wait is always free.
        free = next(one for one in waiting if not keys.intersection(one.prerequisites))
        waiting.remove(free)
        ordered.append(free)
    return ordered
