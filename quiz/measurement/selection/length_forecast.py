"""Forecasts of how many more questions would decide an area."""

from collections.abc import Iterable

import numpy as np
from scipy.special import ndtr, ndtri

from quiz.measurement.errors import UnknownArea
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import MIN_PROBABILITY
from quiz.measurement.irt.response_models import GRID, FloatArray
from quiz.measurement.reporting.classification import DECISION_CERTAINTY, is_decided
from quiz.measurement.selection.content_balancing import eligible_items

#: the forecast is the number of questions after which the area is decided with this probability
FORECAST_SHARE = 0.5
#: longest forecast
MAX_QUESTIONS = 30


def forecast_from_state(state: ExamineeState, area: str) -> int | None:
    """Return about how many more questions would decide an area; None if more than can be asked.

    Returns
    -------
    int or None
        0 when the area is decided already, else 1 to 30.

    Raises
    ------
    UnknownArea
        When the plan does not measure the area.
    """
    index = _area_index(state, area)
    if is_decided(float(state.p_reached[index])):
        return 0
    enough = np.flatnonzero(
        decision_chances(state, area, MAX_QUESTIONS) >= FORECAST_SHARE
    )
    return int(enough[0]) + 1 if len(enough) else None


def decision_chances(
    state: ExamineeState, area: str, most: int, *, barred: Iterable[str] = ()
) -> FloatArray:
    """Return the chance that an area is decided after 1, 2, ... further questions about it.

    After n questions with information I the variance falls from v to 1 / (1/v + nI), and the mean moves
    by N(0, the drop). The area is decided when the mean is then far enough from the cut. `barred` items are not asked.

    Returns
    -------
    array
        Of at most `most` elements; fewer where the area has fewer questions left.
    """
    specification, index = state.specification, _area_index(state, area)
    density = state.posterior.density[index]
    mean = float(density @ GRID)
    variance = float(density @ GRID**2) - mean**2
    information = _information_by_item(state, index, variance, barred)[:most]
    after = 1 / (1 / variance + np.cumsum(information))
    mean_sd = np.sqrt(variance - after)
    margin = ndtri(DECISION_CERTAINTY) * np.sqrt(
        after + specification.cut_standard_error**2
    )
    distance = mean - specification.cuts[index]
    decided: FloatArray = ndtr((distance - margin) / mean_sd) + ndtr(
        (-distance - margin) / mean_sd
    )
    return decided


def _area_index(state: ExamineeState, area: str) -> int:
    areas = state.specification.areas
    if area not in areas:
        raise UnknownArea(f"This sitting does not measure “{area}”.")
    return areas.index(area)


def _information_by_item(
    state: ExamineeState, index: int, variance: float, barred: Iterable[str]
) -> FloatArray:
    """Return the information of the area's best questions, best first, in 1/logit²."""
    low, high = state.specification.bounds[index]
    eligible = eligible_items(state, ())
    eligible[state.specification.pool.item_indices(barred)] = False
    eligible = eligible[low:high]
    if not eligible.any():
        return np.zeros(0)
    drop = _expected_variance_drop(state, index, low, high)[eligible]
    drop = np.sort(np.clip(drop, 1e-9, 0.9 * variance))[::-1][:MAX_QUESTIONS]
    information: FloatArray = 1 / (variance - drop) - 1 / variance
    return information


def _expected_variance_drop(
    state: ExamineeState, index: int, low: int, high: int
) -> FloatArray:
    """Return the expected drop of the area's variance by an answer to each of its items."""
    pool, density = state.specification.pool, state.posterior.density[index]
    rows = slice(pool.first_row[low], pool.first_row[high])
    table = pool.category_probabilities[int(state.honest)][rows]
    chance = table @ density
    shift = table @ (density * (GRID - density @ GRID))
    starts = pool.first_row[low:high] - rows.start
    nothing = np.add.reduceat(shift, starts) ** 2 / (
        1 - np.add.reduceat(chance, starts)
    )
    drop: FloatArray = (
        np.add.reduceat(shift**2 / np.maximum(chance, MIN_PROBABILITY), starts)
        + nothing
    )
    return drop
