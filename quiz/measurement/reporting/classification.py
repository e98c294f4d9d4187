"""From logits to what people see: the level from 0 to 3, and the five statements about reaching a level."""

from enum import StrEnum
from functools import lru_cache

import numpy as np

#: θ at which the levels 0, 1 (junior), 2 (confirmed) and 3 (senior) stand; provisional
LEVEL_THETAS = (-1.8, -0.5, 0.8, 1.9)
LEVELS = (0.0, 1.0, 2.0, 3.0)
#: at least this sure, either way, is settled
DECISION_CERTAINTY = 0.9
LIKELY = 0.7


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
