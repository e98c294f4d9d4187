"""Whether a person has changed between two sittings, or only the measurement has."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from scipy.special import ndtri

#: a change is stated when mere noise would show one as large in 5 of 100 cases
CERTAINTY = 0.95


class AbilityEstimate(Protocol):
    """An ability and its standard error, in logits; an `AreaEstimate` is one."""

    @property
    def theta(self) -> float:
        """The ability."""

    @property
    def sd(self) -> float:
        """Its standard error."""


class ChangeDirection(Enum):
    """What is said of two sittings in one area."""

    HIGHER = "higher"
    LOWER = "lower"
    NO_CHANGE_SHOWN = "no change beyond the noise"


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """The difference of two estimates, in logits, with its band."""

    difference: float
    standard_error: float
    low: float
    high: float
    #: difference in standard errors (the reliable change index)
    index: float
    direction: ChangeDirection


def reliable_change(
    before: AbilityEstimate, after: AbilityEstimate, *, certainty: float = CERTAINTY
) -> ReliableChange:
    """Return the change from one sitting to the next, stated only beyond its noise.

    RC = (x₂ - x₁) / S_diff, S_diff = √(SE₁² + SE₂²)

    The two estimates must rest on different answers: an estimate whose prior is the earlier sitting's
    posterior has that sitting in it already. Report each sitting with the prior for strangers first.

    Parameters
    ----------
    before, after
        The estimates of one area.
    certainty
        How sure a stated change is, between 0 and 1.

    Returns
    -------
    Change
        `low` and `high` hold the true change with that certainty.

    References
    ----------
    Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19, p. 14; with an
    error for each sitting: Maassen (2004), J. Int. Neuropsychological Society 10, 888-893.
    """
    error = float(np.hypot(before.sd, after.sd))
    difference = after.theta - before.theta
    reach = float(ndtri(0.5 + certainty / 2)) * error
    if abs(difference) <= reach:
        direction = ChangeDirection.NO_CHANGE_SHOWN
    else:
        direction = ChangeDirection.HIGHER if difference > 0 else ChangeDirection.LOWER
    return ReliableChange(
        difference=difference,
        standard_error=error,
        low=difference - reach,
        high=difference + reach,
        index=_change_index(difference, error),
        direction=direction,
    )


def _change_index(difference: float, error: float) -> float:
    """Return the difference in standard errors; without error any difference is beyond measure."""
    if error > 0:
        return difference / error
    return math.copysign(math.inf, difference) if difference else 0.0
