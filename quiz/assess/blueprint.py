"""Which questions may be asked now: what is forbidden, and what a balanced and kind sitting avoids."""

from collections.abc import Iterable, Iterator

import numpy as np

from quiz.assess.selection import Worth
from quiz.assess.standing import Standing
from quiz.assess.terms import Bools

MOST_IN_A_ROW = 3
MOST_IN_ONE_AREA = 0.40
#: how far the share of code questions may stray, in questions
CODE_SLACK = 1.5
#: how much more, or less, of a sitting than of the bank is answered in one way, such as typing a number,
#: and how far that may stray, in questions
FORM_ROOM = 1.5
FORM_SLACK = 0.5
#: a question this unlikely to be answered is hopeless; there are never three in a row
HOPELESS = 0.25
#: the last ones are judged with what is known now, which leaves some doubt about then
HOPE_MARGIN = 0.05
EASY_START = 2
EASY = 0.55


def askable(standing: Standing, set_aside: Iterable[str]) -> Bools:
    """Return which items may be asked at all: allowed, new, and no enemy of one already met."""
    terms = standing.terms
    met = [*standing.answers, *terms.pool.numbers(set_aside).tolist()]
    free = terms.allowed.copy()
    enemies = terms.pool.enemies
    free[met] = False
    free[[enemy for number in met for enemy in enemies.get(number, ())]] = False
    return free


def narrowed(standing: Standing, free: Bools, worth: Worth) -> Bools:
    """Return the items that keep the blueprint; a wish that nothing can meet is passed over."""
    for wish in _wishes(standing, free, worth):
        both = free & wish
        if both.any():
            free = both
    return free


def _wishes(standing: Standing, free: Bools, worth: Worth) -> Iterator[Bools]:
    """Yield the blueprint's wishes, the most important first."""
    terms = standing.terms
    area = terms.item_area
    for waiting in untouched_in_time(standing, free):
        yield waiting[area]
    crowded = _crowded(standing)
    if crowded.any():
        yield ~crowded[area]
    yield from _kind(standing, worth)
    yield from _varied(standing)
    yield from _code_share(standing)


def untouched(standing: Standing, free: Bools) -> Bools:
    """Return which measured areas have no answer yet although a question is there for them."""
    waiting: Bools = standing.counts == 0
    return waiting & _with_items(standing, free) if waiting.any() else waiting


def _with_items(standing: Standing, items: Bools) -> Bools:
    """Return which measured areas have one of the items."""
    terms = standing.terms
    # The last place is for items that are not measured.
    found = np.zeros(len(terms.areas) + 1, dtype=bool)
    found[terms.item_area[items]] = True
    return found[:-1]


def untouched_in_time(standing: Standing, free: Bools) -> Iterator[Bools]:
    """Yield the areas that must come next if every area is to be touched before the end."""
    waiting = untouched(standing, free)
    left = standing.terms.limits.most - standing.asked
    if waiting.any() and int(waiting.sum()) >= left:
        yield waiting


def _crowded(standing: Standing) -> Bools:
    """Return the areas that have had enough for now: three in a row, or 40 % of the questions."""
    areas = len(standing.terms.areas)
    share = max(MOST_IN_ONE_AREA, 1.2 / areas)
    crowded: Bools = standing.counts + 1 > max(2, share * (standing.asked + 1))
    last = standing.areas_asked[-MOST_IN_A_ROW:]
    if len(last) == MOST_IN_A_ROW and len(set(last)) == 1 and last[0] >= 0:
        crowded[last[0]] = True
    return crowded


def _kind(standing: Standing, worth: Worth) -> Iterator[Bools]:
    if standing.asked < EASY_START:
        yield worth.chance >= EASY
    last = list(standing.answers)[-2:]
    if len(last) == 2 and (worth.chance[last] < HOPELESS + HOPE_MARGIN).all():
        hopeful = worth.chance >= HOPELESS + HOPE_MARGIN
        yield hopeful if hopeful.any() else worth.chance >= worth.chance.max() - 0.02


def fresh(standing: Standing, free: Bools) -> Bools:
    """Return the items under the exposure cap; where an area has none, its least shown ones."""
    terms = standing.terms
    if terms.shown is None:
        return free
    rare = free & (terms.shown < terms.plan.exposure_cap)
    worn = _with_items(standing, free) & ~_with_items(standing, rare)
    for area in np.flatnonzero(worn):
        low, high = terms.bounds[area]
        here, shown = free[low:high], terms.shown[low:high]
        rare[low:high] = here & (shown <= np.quantile(shown[here], 0.25))
    return rare


def rarest(standing: Standing, free: Bools) -> Bools:
    """Return those of the items that the fewest sittings have shown."""
    shown = standing.terms.shown
    return free if shown is None else free & (shown == shown[free].min())


def _code_share(standing: Standing) -> Iterator[Bools]:
    terms = standing.terms
    is_code = terms.pool.is_code
    wanted = terms.code_share * (standing.asked + 1)
    so_far = float(is_code[list(standing.answers)].sum())
    if so_far < wanted - CODE_SLACK:
        yield is_code
    elif so_far + 1 > wanted + CODE_SLACK:
        yield ~is_code


def _varied(standing: Standing) -> Iterator[Bools]:
    """Yield first what has not had its room yet, then what is due, by the way of answering.

    Typed answers cannot be guessed and so are worth most: unchecked, hardly anything else would be asked.
    """
    terms, form_of = standing.terms, standing.terms.pool.form_of
    met = form_of[list(standing.answers)]
    so_far = np.bincount(met[met >= 0], minlength=len(terms.form_share))
    wanted = terms.form_share * (standing.asked + 1)
    # The last place is for -1, what is not told: always welcome, never due.
    welcome = np.append(so_far <= FORM_ROOM * wanted, True)
    due = np.append(so_far < wanted / FORM_ROOM - FORM_SLACK, False)
    yield welcome[form_of]
    if due.any():
        yield due[form_of]
