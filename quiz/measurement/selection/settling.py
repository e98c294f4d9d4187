"""Which undecided areas a few more questions would decide."""

from dataclasses import dataclass

import numpy as np

from quiz.measurement.assessment_plan import (
    COVERAGE_RULES,
    SETTLE_ITEMS_PER_AREA,
    STOPPING_RULES,
)
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.selection.length_forecast import decision_chances

#: most areas in one offer
MAX_SETTLE_AREAS = 3
#: an area is offered when the questions of a settle sitting decide it at least this often
MIN_DECISION_CHANCE = 0.3
#: the offer names the questions after which this share of that chance is reached
FORECAST_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class SettleOffer:
    """The areas that pay, and about how many questions they take together."""

    areas: tuple[str, ...]
    questions: int


def offer_from_state(state: ExamineeState) -> SettleOffer | None:
    """Return the two or three undecided areas that a few questions decide most often; None if none does.

    Each area takes 3 to 8 questions, and an offer of several areas no more than a sitting of them has.
    """
    fewest = COVERAGE_RULES["settle"].area_floor
    most = STOPPING_RULES["settle"].max_items
    chances: dict[str, np.ndarray] = {}
    for area, own_answers, estimate in zip(
        state.specification.areas, state.own_counts, state.p_reached, strict=True
    ):
        if own_answers >= fewest and min(estimate, 1 - estimate) <= 0.1:
            continue
        after = decision_chances(state, area, most)
        if len(after) >= fewest and after[-1] >= MIN_DECISION_CHANCE:
            chances[area] = after
    best = sorted(chances, key=lambda area: (-chances[area][-1], area))
    areas = tuple(best[:MAX_SETTLE_AREAS])
    if not areas:
        return None
    questions = sum(
        max(fewest, int(np.argmax(after >= FORECAST_SHARE * after[-1])) + 1)
        for after in map(chances.__getitem__, areas)
    )
    room = most + SETTLE_ITEMS_PER_AREA * (len(areas) - 1)
    return SettleOffer(areas, min(questions, room))
