"""Which learning objectives would close most of a gap: read from the answers and the required level. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from quiz.bank.repository import Catalogue
from quiz.catalogue.skills import Level, Objective
from quiz.results.outcomes import AreaOutcome
from quiz.results.summary import is_correct
from quiz.sittings.events.transitions import counting_attempt_items
from quiz.sittings.models import AttemptItem

#: The required level from which the objectives of each level count as asked for, the lowest level first. At 1 a
#: person is ready for a junior post, so what lies above 1 begins to ask for mid-level objectives.
ASKED_FROM: Mapping[Level, float] = {"J": 0.0, "C": 1.25, "S": 2.25}
LEVEL_ORDER = tuple(ASKED_FROM)


@dataclass(frozen=True)
class ObjectiveCounts:
    """How often the questions on one objective were answered correctly, and how often not."""

    missed: int = 0
    correct: int = 0

    @property
    def is_mastered(self) -> bool:
        """Whether every answer was correct, and there was at least one."""
        return self.correct > 0 and not self.missed


def count_objective_answers(
    items: Iterable[AttemptItem],
) -> dict[str, ObjectiveCounts]:
    """Count by objective how questions were answered, without those that a rescoring left out."""
    missed: Counter[str] = Counter()
    correct: Counter[str] = Counter()
    for item in counting_attempt_items(items):
        if item.answer is not None:
            counter = correct if is_correct(item.answer) else missed
            counter[item.question.objective] += 1
    return {
        objective: ObjectiveCounts(missed[objective], correct[objective])
        for objective in missed.keys() | correct.keys()
    }


def select_objectives(
    objectives: Iterable[Objective],
    required: float,
    counts: Mapping[str, ObjectiveCounts],
) -> list[Objective]:
    """Return the objectives of one area that are still to be learned, those to start with first.

    First those whose questions were missed, then those not asked about; the lower level before the
    higher, and what others build on before what builds on it.
    """
    still_open = [
        objective
        for objective in objectives
        if required >= ASKED_FROM[objective.level]
        and not counts.get(objective.id, ObjectiveCounts()).is_mastered
    ]
    here = {objective.id for objective in still_open}

    def learning_priority(objective: Objective) -> tuple[int, int, int, str]:
        before = sum(prerequisite in here for prerequisite in objective.prerequisites)
        missed = counts.get(objective.id, ObjectiveCounts()).missed
        return (-missed, LEVEL_ORDER.index(objective.level), before, objective.id)

    return sorted(still_open, key=learning_priority)


def select_area_objectives(
    outcome: AreaOutcome,
    counts: Mapping[str, ObjectiveCounts],
    catalogue: Catalogue,
    most: int = 2,
) -> list[Objective]:
    """Return the first objectives to learn in an area."""
    of_area = [
        objective
        for objective in catalogue.objectives.values()
        if objective.area == outcome.area_key
    ]
    return select_objectives(of_area, outcome.required, counts)[:most]


def take_turns(by_area: Iterable[Sequence[Objective]]) -> list[Objective]:
    """Return the first objective of every area, then the second of every area, and so on."""
    rounds = zip_longest(*by_area)
    return [objective for turn in rounds for objective in turn if objective is not None]
