"""Whether a goal is reached, close or below: one meaning for result, comparison and plan. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from quiz.measurement.reporting.classification import MasteryStatement
from quiz.results.summary import GAP_STATEMENTS
from quiz.training.effort import Effort

#: up to this many hours, expected and at most, review and projects included, a gap is a small remainder
CLOSE_HOURS = 130.0
MOST_CLOSE_HOURS = 300.0
#: statements with which an area has no gap
NO_GAP = (MasteryStatement.REACHED, MasteryStatement.LIKELY)


class GapStatus(StrEnum):
    """How far a goal is."""

    REACHED = "reached"
    CLOSE = "close"
    BELOW = "below"


@dataclass(frozen=True)
class GapSummary:
    """How far a goal is, and which areas are too close to call."""

    status: GapStatus
    too_close: tuple[str, ...]


def summarise_gap(
    statements: Mapping[str, MasteryStatement], effort: Effort
) -> GapSummary:
    """Return how far a goal is, from what the result says of its areas and the hours that are left."""
    too_close = tuple(
        area
        for area, statement in statements.items()
        if statement is MasteryStatement.TOO_CLOSE
    )
    if any(statement in GAP_STATEMENTS for statement in statements.values()):
        return GapSummary(GapStatus.BELOW, too_close)
    if too_close or effort.needs:
        # After a few answers everything is too close to call, and the range says so.
        is_small = effort.total <= CLOSE_HOURS and effort.high <= MOST_CLOSE_HOURS
        return GapSummary(GapStatus.CLOSE if is_small else GapStatus.BELOW, too_close)
    return GapSummary(GapStatus.REACHED, too_close)
