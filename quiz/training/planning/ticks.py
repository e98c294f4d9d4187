"""What a tick is worth: it counts until answers say otherwise. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

#: from this mean score on, the questions asked after a tick bear it out
CONFIRMING_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class ObjectiveAnswer:
    """An answer that counts: to a question on an objective, in a finished sitting."""

    objective: str
    #: 0 to 1
    score: float
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Ticks:
    """What a person has ticked off, told apart by what they were asked afterwards."""

    #: Not asked about since they were ticked off.
    unasked: frozenset[str]
    #: Asked about, and borne out.
    shown: frozenset[str]
    #: Asked about, and not right yet: open again.
    missed: frozenset[str]

    @property
    def counted(self) -> frozenset[str]:
        """Everything that counts as learned."""
        return self.unasked | self.shown


def classify_ticks(
    ticked: Mapping[str, datetime], asked: Iterable[ObjectiveAnswer]
) -> Ticks:
    """Tell apart what was ticked off; `ticked` holds when, by objective.

    Only what was answered after a tick speaks of it, so that ticking once more starts again.
    """
    scores: dict[str, list[float]] = {}
    for one in asked:
        if one.objective in ticked and one.answered_at > ticked[one.objective]:
            scores.setdefault(one.objective, []).append(one.score)
    shown = {
        name for name, all_ in scores.items() if _mean_score(all_) >= CONFIRMING_SCORE
    }
    return Ticks(
        unasked=frozenset(ticked.keys() - scores.keys()),
        shown=frozenset(shown),
        missed=frozenset(scores.keys() - shown),
    )


def _mean_score(scores: list[float]) -> float:
    return sum(scores) / len(scores)
