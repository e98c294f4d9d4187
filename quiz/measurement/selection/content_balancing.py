"""Content balancing: which items may be asked now, and which of them keep the sitting balanced and fair."""

from collections.abc import Iterable, Iterator

import numpy as np

from quiz.measurement.assessment_plan import ExposurePolicy
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.response_models import FloatArray
from quiz.measurement.selection.difficulty_rules import difficulty_constraints
from quiz.measurement.selection.expected_utility import ExpectedUtility
from quiz.measurement.specification import BoolArray

MAX_IN_A_ROW = 3
MAX_AREA_SHARE = 0.40
#: how far the number of code questions may be from its share of the bank
CODE_SLACK = 1.5
#: how much larger or smaller than in the bank the share of an answer format may be, and how far its number
#: of questions may be from that
FORMAT_RATIO = 2.0
FORMAT_SLACK = 0.5


def eligible_items(state: ExamineeState, set_aside: Iterable[str]) -> BoolArray:
    """Return which items may be asked at all: allowed, new, no enemy of one used, and not too foreign."""
    specification = state.specification
    pool = specification.pool
    used = [*state.answers, *pool.item_indices(set_aside).tolist()]
    eligible = specification.allowed.copy()
    eligible[used] = False
    eligible[[enemy for number in used for enemy in pool.enemies.get(number, ())]] = (
        False
    )
    rule = specification.plan.coverage_rule
    if (
        state.answer_count < rule.first_foreign
        or pool.is_foreign[used].sum() >= rule.max_foreign
    ):
        eligible &= ~pool.is_foreign
    return eligible


def balance_content(
    state: ExamineeState, eligible: BoolArray, utility: ExpectedUtility
) -> BoolArray:
    """Return the items that satisfy the constraints; one that no item can satisfy is dropped."""
    for constraint in _soft_constraints(state, eligible, utility):
        both = eligible & constraint
        if both.any():
            eligible = both
    return eligible


def _soft_constraints(
    state: ExamineeState, eligible: BoolArray, utility: ExpectedUtility
) -> Iterator[BoolArray]:
    """Yield the constraints, the most important first."""
    specification = state.specification
    area = specification.item_area
    missing = missing_items(state, eligible)
    left = specification.stopping_rule.max_items - state.answer_count
    if missing.any() and missing.sum() >= left:
        yield (missing > 0)[area] & ~specification.pool.is_foreign
    saturated = _saturated_areas(state)
    if saturated.any():
        yield ~saturated[area]
    yield from difficulty_constraints(state, utility)
    yield _new_objectives(state)
    yield from _format_constraints(state)
    yield from _code_constraints(state)


def missing_items(state: ExamineeState, eligible: BoolArray) -> FloatArray:
    """Return how many questions each area is below its floor, as far as there are any, of shape (n_areas,)."""
    specification = state.specification
    missing = np.maximum(specification.floors - state.own_counts, 0)
    if not missing.any():
        return missing
    own = eligible & ~specification.pool.is_foreign
    numbers = specification.item_area[own]
    available = np.bincount(numbers[numbers >= 0], minlength=len(missing))
    return np.minimum(missing, available)


def _areas_with_items(state: ExamineeState, items: BoolArray) -> BoolArray:
    """Return which measured areas have at least one of the items."""
    specification = state.specification
    # The last element is for items outside the measured areas.
    present = np.zeros(len(specification.areas) + 1, dtype=bool)
    present[specification.item_area[items]] = True
    return present[:-1]


def _saturated_areas(state: ExamineeState) -> BoolArray:
    """Return the areas to leave out for now: three in a row, or 40% of the questions."""
    areas = len(state.specification.areas)
    share = max(MAX_AREA_SHARE, 1.2 / areas)
    saturated: BoolArray = state.counts + 1 > max(2, share * (state.answer_count + 1))
    last = state.areas_asked[-MAX_IN_A_ROW:]
    if len(last) == MAX_IN_A_ROW and len(set(last)) == 1 and last[0] >= 0:
        saturated[last[0]] = True
    return saturated


def _new_objectives(state: ExamineeState) -> BoolArray:
    """Return the items of objectives that the sitting has not asked about; all items without an objective."""
    objective = state.specification.pool.objective_index
    used = np.zeros(int(objective.max(initial=-1)) + 2, dtype=bool)
    used[objective[list(state.answers)]] = True
    # The last element stands for -1, no objective.
    used[-1] = False
    fresh: BoolArray = ~used[objective]
    return fresh


def limit_exposure(state: ExamineeState, eligible: BoolArray) -> BoolArray:
    """Return the items below the exposure cap; where an area has none, its least shown ones."""
    specification = state.specification
    rates, plan = specification.exposure_rates, specification.plan
    if rates is None or plan.exposure_policy is ExposurePolicy.VARIETY:
        return eligible
    rare = eligible & (rates < plan.exposure_cap)
    exhausted = _areas_with_items(state, eligible) & ~_areas_with_items(state, rare)
    for area in np.flatnonzero(exhausted):
        low, high = specification.bounds[area]
        in_area, shown = eligible[low:high], rates[low:high]
        rare[low:high] = in_area & (shown <= np.quantile(shown[in_area], 0.25))
    return rare


def least_exposed_items(state: ExamineeState, eligible: BoolArray) -> BoolArray:
    """Return the items that the fewest sittings have shown."""
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
    """Yield the formats that are not over their share, then those that are overdue.

    Typed answers cannot be guessed and so have the highest utility: without this rule hardly anything else
    would be asked.
    """
    specification, form_of = state.specification, state.specification.pool.form_index
    used = form_of[list(state.answers)]
    so_far = np.bincount(used[used >= 0], minlength=len(specification.form_share))
    wanted = specification.form_share * (state.answer_count + 1)
    # The last element is for items without a format: always welcome, never overdue.
    welcome = np.append(so_far <= FORMAT_RATIO * wanted, True)
    due = np.append(so_far < wanted / FORMAT_RATIO - FORMAT_SLACK, False)
    yield welcome[form_of]
    if due.any():
        yield due[form_of]
