"""Which undecided areas a few more questions would decide."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from quiz.measurement.assessment_plan import (
    COVERAGE_RULES,
    SETTLE_ITEMS_PER_AREA,
    STOPPING_RULES,
)
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.reporting.classification import (
    is_decided,
    min_answers_to_decide,
)
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


def offer_from_state(
    state: ExamineeState,
    *,
    areas: Collection[str] | None = None,
    barred: Collection[str] = (),
) -> SettleOffer | None:
    """Return the two or three undecided areas that a few questions decide most often; None if none does.

    Each area takes 3 to 8 questions, and an offer of several areas no more than a sitting of them has. `areas` are
    those that may be offered, if not all that the state measures; `barred` items are not asked.
    """
    fewest = COVERAGE_RULES["settle"].area_floor
    most = STOPPING_RULES["settle"].max_items
    decided_from = min_answers_to_decide(state.specification.plan.length)
    chances: dict[str, np.ndarray] = {}
    for area, own_answers, estimate in zip(
        state.specification.areas, state.answers_behind, state.p_reached, strict=True
    ):
        is_clear = own_answers >= decided_from and is_decided(estimate)
        if is_clear or (areas is not None and area not in areas):
            continue
        after = decision_chances(state, area, most, barred=barred)
        if len(after) >= fewest and after[-1] >= MIN_DECISION_CHANCE:
            chances[area] = after
    best = sorted(chances, key=lambda area: (-chances[area][-1], area))
    offered = tuple(best[:MAX_SETTLE_AREAS])
    if not offered:
        return None
    questions = sum(
        max(fewest, int(np.argmax(after >= FORECAST_SHARE * after[-1])) + 1)
        for after in map(chances.__getitem__, offered)
    )
    room = most + SETTLE_ITEMS_PER_AREA * (len(offered) - 1)
    return SettleOffer(offered, min(questions, room))
