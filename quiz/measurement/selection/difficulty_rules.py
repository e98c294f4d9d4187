"""How difficult the next question may be: an easy start, no run of hopeless questions, and easier after misses."""

from collections.abc import Iterator

import numpy as np

from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.selection.expected_utility import ExpectedUtility
from quiz.measurement.specification import BoolArray

#: expected score at the junior level from which a question is easy
EASY_SCORE = 0.65
#: a question this unlikely to be answered is hopeless; there are never three in a row
HOPELESS = 0.25
#: the last ones are judged with what is known now, which leaves some doubt about then
HOPELESS_MARGIN = 0.05
#: number of misses in a row in an area after which its next question is easier
MISSES = 2


def difficulty_constraints(
    state: ExamineeState, utility: ExpectedUtility
) -> Iterator[BoolArray]:
    """Yield the constraints on difficulty, the most important first."""
    pool = state.specification.pool
    if state.answer_count < state.specification.plan.coverage_rule.easy_items:
        yield pool.junior_scores >= EASY_SCORE
    yield from _hopeful_items(state, utility)
    harder = _harder_after_misses(state)
    if harder.any():
        yield ~harder


def _hopeful_items(
    state: ExamineeState, utility: ExpectedUtility
) -> Iterator[BoolArray]:
    """Yield the items that are not hopeless, where the last two questions were."""
    last = list(state.answers)[-2:]
    hopeless = HOPELESS + HOPELESS_MARGIN
    if len(last) == 2 and (utility.expected_score[last] < hopeless).all():
        hopeful = utility.expected_score >= hopeless
        yield (
            hopeful
            if hopeful.any()
            else utility.expected_score >= utility.expected_score.max() - 0.02
        )


def _harder_after_misses(state: ExamineeState) -> BoolArray:
    """Return the items of areas with two misses in a row that are not easier than both."""
    specification = state.specification
    pool = specification.pool
    harder = np.zeros(len(pool), dtype=bool)
    recent: dict[int, list[int]] = {}
    for number, area in zip(state.answers, state.areas_asked, strict=True):
        recent.setdefault(area, []).append(number)
    for area, numbers in recent.items():
        last = numbers[-MISSES:]
        if area < 0 or len(last) < MISSES or not all(map(state.is_miss, last)):
            continue
        low, high = specification.bounds[area]
        harder[low:high] = pool.location[low:high] >= pool.location[last].min()
    return harder
