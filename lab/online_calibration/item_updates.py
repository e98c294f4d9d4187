"""Item parameters re-estimated from the sittings so far, each time their number has doubled."""

import math
from collections.abc import Sequence

from quiz.calibration import ScoredResponse
from quiz.calibration.em import DidNotConverge, calibrate_items
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response

#: number of sittings at the first estimation; repeated each time the number doubles
FIRST_RECALIBRATION = 50
#: only the latest sittings are used, so that opening a sitting never takes long
MAX_RECALIBRATION_SITTINGS = 1600


def is_recalibration_due(sittings: int) -> bool:
    """Return whether this number of sittings triggers an estimation.

    Examples
    --------
    >>> [count for count in range(1, 500) if is_recalibration_due(count)]
    [50, 100, 200, 400]
    """
    doublings = sittings / FIRST_RECALIBRATION
    return doublings >= 1 and math.log2(doublings) % 1 == 0


def recalibrate_items(
    authored: ItemPool, sittings: Sequence[Sequence[Response]]
) -> ItemPool:
    """Return the pool with its authored items calibrated on the sittings.

    The authored difficulty is always the prior. Calibrated items stay as they are, and answers to them are
    left out. Each sitting counts as a different person.

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
        ScoredResponse(str(person), response.item, response.score, response.dont_know)
        for person, responses in enumerate(sittings[-MAX_RECALIBRATION_SITTINGS:])
        for response in responses
        if response.item in known
    ]
    if not answers:
        return authored
    try:
        fitted = calibrate_items(open_items, answers)
    except DidNotConverge:
        # Authored difficulties are better than a fit that did not converge.
        return authored
    return ItemPool.from_items(
        item.with_parameters(fitted.get(item.id)) for item in authored.items
    )
