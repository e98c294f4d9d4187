"""What sittings so far say of people and questions: estimated anew each time their number has doubled."""

import math
from collections.abc import Sequence

from quiz.calibration import ScoredResponse
from quiz.calibration.em import DidNotConverge, calibrate_items
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response

#: after so many sittings something is estimated for the first time, and each time they double
FIRST_RECALIBRATION = 50
#: from the last so many of them, so that opening a sitting never takes long
MAX_RECALIBRATION_SITTINGS = 1600


def is_recalibration_due(sittings: int) -> bool:
    """Say whether so many sittings are a reason to estimate anew.

    Examples
    --------
    >>> [count for count in range(1, 500) if is_recalibration_due(count)]
    [50, 100, 200, 400]
    """
    doublings = sittings / FIRST_RECALIBRATION
    return doublings >= 1 and math.log2(doublings) % 1 == 0


def recalibrate_items(
    authored: ItemPool, taken: Sequence[Sequence[Response]]
) -> ItemPool:
    """Return the pool with what the answers say of those questions that only their authors had judged.

    The authors' word is the prior, whatever was learned before; calibrated items stay as they are, and
    their answers are left out. Each sitting counts as a person of its own.

    Parameters
    ----------
    authored
        The pool as it was loaded.
    taken
        The answers of each sitting.
    """
    open_items = [item for item in authored.items if not item.is_calibrated]
    known = {item.id for item in open_items}
    answers = [
        ScoredResponse(str(person), one.item, one.score, one.dont_know)
        for person, responses in enumerate(taken[-MAX_RECALIBRATION_SITTINGS:])
        for one in responses
        if one.item in known
    ]
    if not answers:
        return authored
    try:
        fitted = calibrate_items(open_items, answers)
    except DidNotConverge:
        # The authors' word is better than a fit that found no rest.
        return authored
    return ItemPool.from_items(
        item.with_parameters(fitted.get(item.id)) for item in authored.items
    )
