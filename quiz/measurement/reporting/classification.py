"""From logits to what people see: the level from 0 to 3, and the five statements about reaching a level."""

from enum import StrEnum
from functools import lru_cache

import numpy as np

from quiz.measurement.assessment_plan import Length

#: θ at which the levels 0, 1 (junior), 2 (confirmed) and 3 (senior) stand; provisional
LEVEL_THETAS = (-1.8, -0.5, 0.8, 1.9)
LEVELS = (0.0, 1.0, 2.0, 3.0)
#: at least this sure, either way, is settled
DECISION_CERTAINTY = 0.9
LIKELY = 0.7
#: fewest own answers on which an area is decided: in a quick sitting, and in all others
QUICK_ANSWERS_TO_DECIDE = 2
ANSWERS_TO_DECIDE = 3


class MasteryStatement(StrEnum):
    """What is said of an area, from the chance that the person reaches the required level."""

    REACHED = "reached"
    LIKELY = "likely"
    TOO_CLOSE = "too close to tell"
    LIKELY_NOT_YET = "likely not yet"
    NOT_YET = "not yet"

    @property
    def is_decided(self) -> bool:
        """Whether this counts as decided."""
        return self in (MasteryStatement.REACHED, MasteryStatement.NOT_YET)


#: The statements from the biggest gap to none.
STATEMENT_ORDER = (
    MasteryStatement.NOT_YET,
    MasteryStatement.LIKELY_NOT_YET,
    MasteryStatement.TOO_CLOSE,
    MasteryStatement.LIKELY,
    MasteryStatement.REACHED,
)
GAP_STATEMENTS = (MasteryStatement.NOT_YET, MasteryStatement.LIKELY_NOT_YET)
#: Statements with which an area has no gap.
NO_GAP_STATEMENTS = (MasteryStatement.REACHED, MasteryStatement.LIKELY)


def classify_probability(p_reached: float) -> MasteryStatement:
    """Return the statement for a chance to reach the required level.

    Examples
    --------
    >>> [classify_probability(p).value for p in (0.9, 0.7, 0.3, 0.1, 0.05)]
    ['reached', 'likely', 'too close to tell', 'likely not yet', 'not yet']
    """
    if p_reached >= DECISION_CERTAINTY:
        return MasteryStatement.REACHED
    if p_reached >= LIKELY:
        return MasteryStatement.LIKELY
    # The lower bounds mirror the upper ones; 1 - .9 is not exactly .1 in floating point.
    if p_reached >= 0.3:
        return MasteryStatement.TOO_CLOSE
    if p_reached >= 0.1:
        return MasteryStatement.LIKELY_NOT_YET
    return MasteryStatement.NOT_YET


def min_answers_to_decide(length: Length) -> int:
    """Return the fewest own answers in an area on which "reached" or "not yet" is said."""
    return QUICK_ANSWERS_TO_DECIDE if length == "quick" else ANSWERS_TO_DECIDE


def classify_area(
    p_reached: float,
    *,
    own_answers: int,
    min_answers: int,
    p_alone: float | None = None,
) -> MasteryStatement:
    """Return the statement for an area; "reached" and "not yet" rest on enough answers of the sitting itself.

    Without any answer of its own an area is too close to call, whatever the other areas suggest.

    Parameters
    ----------
    own_answers
        Answers of this sitting about the area, without those about another programming language.
    min_answers
        As `min_answers_to_decide` returns it.
    p_alone
        The chance to reach the level without what earlier sittings said, where there were any. It has to say
        at least "likely" on the same side.

    Examples
    --------
    >>> classify_area(0.95, own_answers=1, min_answers=2).value
    'likely'
    >>> classify_area(0.95, own_answers=3, min_answers=3, p_alone=0.4).value
    'too close to tell'
    """
    if not own_answers:
        return MasteryStatement.TOO_CLOSE
    statement = classify_probability(p_reached)
    alone = statement if p_alone is None else classify_probability(p_alone)
    if not statement.is_decided:
        return _more_cautious(statement, alone)
    likely = (
        MasteryStatement.LIKELY
        if statement is MasteryStatement.REACHED
        else MasteryStatement.LIKELY_NOT_YET
    )
    if alone not in (statement, likely):
        return _more_cautious(likely, alone)
    return statement if own_answers >= min_answers else likely


def _more_cautious(
    statement: MasteryStatement, alone: MasteryStatement
) -> MasteryStatement:
    """Return "too close to tell" where the sitting alone points to the other side, else the statement."""
    sides = {_side(statement), _side(alone)}
    return MasteryStatement.TOO_CLOSE if sides == {-1, 1} or 0 in sides else statement


def _side(statement: MasteryStatement) -> int:
    """Return 1 for statements of reaching the level, -1 for those of not, 0 for neither."""
    if statement in (MasteryStatement.REACHED, MasteryStatement.LIKELY):
        return 1
    return 0 if statement is MasteryStatement.TOO_CLOSE else -1


def is_decided(p_reached: float) -> bool:
    """Return whether the chance says "reached" or "not yet", that is, decided either way."""
    return classify_probability(p_reached).is_decided


def level_from_theta(theta: float) -> float:
    """Return the level from 0 to 3 at which an ability in logits stands, straight between the marks.

    Examples
    --------
    >>> [round(level_from_theta(theta), 2) for theta in (-3.0, -0.5, 0.15, 1.9, 4.0)]
    [0.0, 1.0, 1.5, 3.0, 3.0]
    """
    return float(np.interp(theta, LEVEL_THETAS, LEVELS))


@lru_cache(maxsize=1024)
def theta_from_level(level: float) -> float:
    """Return the ability in logits at which a level from 0 to 3 stands.

    Examples
    --------
    >>> [theta_from_level(level) for level in (0, 1, 2, 3)]
    [-1.8, -0.5, 0.8, 1.9]
    """
    return float(np.interp(level, LEVELS, LEVEL_THETAS))
