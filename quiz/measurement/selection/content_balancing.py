"""Which questions may be asked now: what is forbidden, and what a balanced and kind sitting avoids."""

from collections.abc import Iterable, Iterator

import numpy as np

from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.selection.expected_utility import ExpectedUtility
from quiz.measurement.specification import BoolArray

MAX_IN_A_ROW = 3
MAX_AREA_SHARE = 0.40
#: how far the share of code questions may stray, in questions
CODE_SLACK = 1.5
#: how much more, or less, of a sitting than of the bank is answered in one way, such as typing a number,
#: and how far that may stray, in questions
FORMAT_RATIO = 1.5
FORMAT_SLACK = 0.5
#: a question this unlikely to be answered is hopeless; there are never three in a row
HOPELESS = 0.25
#: the last ones are judged with what is known now, which leaves some doubt about then
HOPELESS_MARGIN = 0.05
EASY_ITEMS = 2
EASY_SCORE = 0.55


def eligible_items(state: ExamineeState, set_aside: Iterable[str]) -> BoolArray:
    """Return which items may be asked at all: allowed, new, and no enemy of one already met."""
    specification = state.specification
    used = [*state.answers, *specification.pool.item_indices(set_aside).tolist()]
    eligible = specification.allowed.copy()
    enemies = specification.pool.enemies
    eligible[used] = False
    eligible[[enemy for number in used for enemy in enemies.get(number, ())]] = False
    return eligible


def balance_content(
    state: ExamineeState, eligible: BoolArray, utility: ExpectedUtility
) -> BoolArray:
    """Return the items that keep the blueprint; a wish that nothing can meet is passed over."""
    for constraint in _soft_constraints(state, eligible, utility):
        both = eligible & constraint
        if both.any():
            eligible = both
    return eligible


def _soft_constraints(
    state: ExamineeState, eligible: BoolArray, utility: ExpectedUtility
) -> Iterator[BoolArray]:
    """Yield the blueprint's wishes, the most important first."""
    specification = state.specification
    area = specification.item_area
    for lacking in overdue_areas(state, eligible):
        yield lacking[area]
    saturated = _saturated_areas(state)
    if saturated.any():
        yield ~saturated[area]
    yield from _difficulty_constraints(state, utility)
    yield from _format_constraints(state)
    yield from _code_constraints(state)


def unsampled_areas(state: ExamineeState, eligible: BoolArray) -> BoolArray:
    """Return which measured areas have no answer yet although a question is there for them."""
    lacking: BoolArray = state.counts == 0
    return lacking & _areas_with_items(state, eligible) if lacking.any() else lacking


def _areas_with_items(state: ExamineeState, items: BoolArray) -> BoolArray:
    """Return which measured areas have one of the items."""
    specification = state.specification
    # The last place is for items that are not measured.
    found = np.zeros(len(specification.areas) + 1, dtype=bool)
    found[specification.item_area[items]] = True
    return found[:-1]


def overdue_areas(state: ExamineeState, eligible: BoolArray) -> Iterator[BoolArray]:
    """Yield the areas that must come next if every area is to be touched before the end."""
    lacking = unsampled_areas(state, eligible)
    left = state.specification.stopping_rule.max_items - state.answer_count
    if lacking.any() and int(lacking.sum()) >= left:
        yield lacking


def _saturated_areas(state: ExamineeState) -> BoolArray:
    """Return the areas that have had enough for now: three in a row, or 40% of the questions."""
    areas = len(state.specification.areas)
    share = max(MAX_AREA_SHARE, 1.2 / areas)
    saturated: BoolArray = state.counts + 1 > max(2, share * (state.answer_count + 1))
    last = state.areas_asked[-MAX_IN_A_ROW:]
    if len(last) == MAX_IN_A_ROW and len(set(last)) == 1 and last[0] >= 0:
        saturated[last[0]] = True
    return saturated


def _difficulty_constraints(
    state: ExamineeState, utility: ExpectedUtility
) -> Iterator[BoolArray]:
    if state.answer_count < EASY_ITEMS:
        yield utility.expected_score >= EASY_SCORE
    last = list(state.answers)[-2:]
    if (
        len(last) == 2
        and (utility.expected_score[last] < HOPELESS + HOPELESS_MARGIN).all()
    ):
        hopeful = utility.expected_score >= HOPELESS + HOPELESS_MARGIN
        yield (
            hopeful
            if hopeful.any()
            else utility.expected_score >= utility.expected_score.max() - 0.02
        )


def limit_exposure(state: ExamineeState, eligible: BoolArray) -> BoolArray:
    """Return the items under the exposure cap; where an area has none, its least shown ones."""
    specification = state.specification
    if specification.exposure_rates is None:
        return eligible
    rare = eligible & (specification.exposure_rates < specification.plan.exposure_cap)
    exhausted = _areas_with_items(state, eligible) & ~_areas_with_items(state, rare)
    for area in np.flatnonzero(exhausted):
        low, high = specification.bounds[area]
        here, shown = eligible[low:high], specification.exposure_rates[low:high]
        rare[low:high] = here & (shown <= np.quantile(shown[here], 0.25))
    return rare


def least_exposed_items(state: ExamineeState, eligible: BoolArray) -> BoolArray:
    """Return those of the items that the fewest sittings have shown."""
    shown = state.specification.exposure_rates
    return eligible if shown is None else eligible & (shown == shown[eligible].min())


def _code_constraints(state: ExamineeState) -> Iterator[BoolArray]:
    specification = state.specification
    is_code = specification.pool.is_code
    wanted = specification.code_share * (state.answer_count + 1)
    so_far = float(is_code[list(state.answers)].sum())
    if so_far < wanted - CODE_SLACK:
        yield is_code
    elif so_far + 1 > wanted + CODE_SLACK:
        yield ~is_code


def _format_constraints(state: ExamineeState) -> Iterator[BoolArray]:
    """Yield first what has not had its room yet, then what is due, by the way of answering.

    Typed answers cannot be guessed and so are worth most: unchecked, hardly anything else would be asked.
    """
    specification, form_of = state.specification, state.specification.pool.form_index
    used = form_of[list(state.answers)]
    so_far = np.bincount(used[used >= 0], minlength=len(specification.form_share))
    wanted = specification.form_share * (state.answer_count + 1)
    # The last place is for -1, what is not told: always welcome, never due.
    welcome = np.append(so_far <= FORMAT_RATIO * wanted, True)
    due = np.append(so_far < wanted / FORMAT_RATIO - FORMAT_SLACK, False)
    yield welcome[form_of]
    if due.any():
        yield due[form_of]
