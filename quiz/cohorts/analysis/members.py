"""What the functions of this package know of a member: results by area, and the groups that they are in."""

from collections.abc import Mapping
from dataclasses import dataclass

from quiz.measurement.reporting.classification import (
    GAP_STATEMENTS,
    MasteryStatement,
)


@dataclass(frozen=True, slots=True)
class MeasuredArea:
    """One area of one member, as a check says it. Levels are on the scale from 0 to 3."""

    level: float
    #: Ends of the band that holds the true level with a probability of 80%.
    low: float
    high: float
    statement: MasteryStatement
    #: Own answers that it rests on.
    answers: int

    @property
    def is_below(self) -> bool:
        """Whether the required level is not reached, certainly or probably."""
        return self.statement in GAP_STATEMENTS

    @property
    def is_undecided(self) -> bool:
        """Whether the statement is too close to call."""
        return self.statement is MasteryStatement.TOO_CLOSE


@dataclass(frozen=True)
class MeasuredMember:
    """A member with a result that they share. Without a result or without consent nobody is given to this package."""

    key: str
    #: By area; areas that the check did not measure are missing.
    areas: Mapping[str, MeasuredArea]
