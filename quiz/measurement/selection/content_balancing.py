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


def eligible_items(standing: ExamineeState, set_aside: Iterable[str]) -> BoolArray:
    """Return which items may be asked at all: allowed, new, and no enemy of one already met."""
    terms = standing.specification
    met = [*standing.answers, *terms.pool.item_indices(set_aside).tolist()]
    free = terms.allowed.copy()
    enemies = terms.pool.enemies
    free[met] = False
    free[[enemy for number in met for enemy in enemies.get(number, ())]] = False
    return free


def balance_content(
    standing: ExamineeState, free: BoolArray, worth: ExpectedUtility
) -> BoolArray:
    """Return the items that keep the blueprint; a wish that nothing can meet is passed over."""
    for wish in _soft_constraints(standing, free, worth):
        both = free & wish
        if both.any():
            free = both
    return free


def _soft_constraints(
    standing: ExamineeState, free: BoolArray, worth: ExpectedUtility
) -> Iterator[BoolArray]:
    """Yield the blueprint's wishes, the most important first."""
    terms = standing.specification
    area = terms.item_area
    for waiting in overdue_areas(standing, free):
        yield waiting[area]
    crowded = _saturated_areas(standing)
    if crowded.any():
        yield ~crowded[area]
    yield from _difficulty_constraints(standing, worth)
    yield from _format_constraints(standing)
    yield from _code_constraints(standing)


def unsampled_areas(standing: ExamineeState, free: BoolArray) -> BoolArray:
    """Return which measured areas have no answer yet although a question is there for them."""
    waiting: BoolArray = standing.counts == 0
    return waiting & _areas_with_items(standing, free) if waiting.any() else waiting


def _areas_with_items(standing: ExamineeState, items: BoolArray) -> BoolArray:
    """Return which measured areas have one of the items."""
    terms = standing.specification
    # The last place is for items that are not measured.
    found = np.zeros(len(terms.areas) + 1, dtype=bool)
    found[terms.item_area[items]] = True
    return found[:-1]


def overdue_areas(standing: ExamineeState, free: BoolArray) -> Iterator[BoolArray]:
    """Yield the areas that must come next if every area is to be touched before the end."""
    waiting = unsampled_areas(standing, free)
    left = standing.specification.stopping_rule.max_items - standing.answer_count
    if waiting.any() and int(waiting.sum()) >= left:
        yield waiting


def _saturated_areas(standing: ExamineeState) -> BoolArray:
    """Return the areas that have had enough for now: three in a row, or 40 % of the questions."""
    areas = len(standing.specification.areas)
    share = max(MAX_AREA_SHARE, 1.2 / areas)
    crowded: BoolArray = standing.counts + 1 > max(
        2, share * (standing.answer_count + 1)
    )
    last = standing.areas_asked[-MAX_IN_A_ROW:]
    if len(last) == MAX_IN_A_ROW and len(set(last)) == 1 and last[0] >= 0:
        crowded[last[0]] = True
    return crowded


def _difficulty_constraints(
    standing: ExamineeState, worth: ExpectedUtility
) -> Iterator[BoolArray]:
    if standing.answer_count < EASY_ITEMS:
        yield worth.expected_score >= EASY_SCORE
    last = list(standing.answers)[-2:]
    if (
        len(last) == 2
        and (worth.expected_score[last] < HOPELESS + HOPELESS_MARGIN).all()
    ):
        hopeful = worth.expected_score >= HOPELESS + HOPELESS_MARGIN
        yield (
            hopeful
            if hopeful.any()
            else worth.expected_score >= worth.expected_score.max() - 0.02
        )


def limit_exposure(standing: ExamineeState, free: BoolArray) -> BoolArray:
    """Return the items under the exposure cap; where an area has none, its least shown ones."""
    terms = standing.specification
    if terms.exposure_rates is None:
        return free
    rare = free & (terms.exposure_rates < terms.plan.exposure_cap)
    worn = _areas_with_items(standing, free) & ~_areas_with_items(standing, rare)
    for area in np.flatnonzero(worn):
        low, high = terms.bounds[area]
        here, shown = free[low:high], terms.exposure_rates[low:high]
        rare[low:high] = here & (shown <= np.quantile(shown[here], 0.25))
    return rare


def least_exposed_items(standing: ExamineeState, free: BoolArray) -> BoolArray:
    """Return those of the items that the fewest sittings have shown."""
    shown = standing.specification.exposure_rates
    return free if shown is None else free & (shown == shown[free].min())


def _code_constraints(standing: ExamineeState) -> Iterator[BoolArray]:
    terms = standing.specification
    is_code = terms.pool.is_code
    wanted = terms.code_share * (standing.answer_count + 1)
    so_far = float(is_code[list(standing.answers)].sum())
    if so_far < wanted - CODE_SLACK:
        yield is_code
    elif so_far + 1 > wanted + CODE_SLACK:
        yield ~is_code


def _format_constraints(standing: ExamineeState) -> Iterator[BoolArray]:
    """Yield first what has not had its room yet, then what is due, by the way of answering.

    Typed answers cannot be guessed and so are worth most: unchecked, hardly anything else would be asked.
    """
    terms, form_of = standing.specification, standing.specification.pool.form_index
    met = form_of[list(standing.answers)]
    so_far = np.bincount(met[met >= 0], minlength=len(terms.form_share))
    wanted = terms.form_share * (standing.answer_count + 1)
    # The last place is for -1, what is not told: always welcome, never due.
    welcome = np.append(so_far <= FORMAT_RATIO * wanted, True)
    due = np.append(so_far < wanted / FORMAT_RATIO - FORMAT_SLACK, False)
    yield welcome[form_of]
    if due.any():
        yield due[form_of]
