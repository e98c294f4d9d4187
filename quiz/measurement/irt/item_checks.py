"""Checks of items before they enter a pool."""

import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from quiz.measurement.errors import DuplicateItem, ImpossibleItem, UnknownArea
from quiz.measurement.irt.items import Item

MAX_CATEGORIES = 12

#: Whether something is wrong, and the message that says so.
Check: TypeAlias = tuple[bool, str]


def index_items(items: Sequence[Item], areas: tuple[str, ...] | None) -> dict[str, int]:
    """Return the index of each item by id, after checking all items.

    Raises
    ------
    ImpossibleItem, DuplicateItem, UnknownArea
        With the item and its fault.
    """
    index: dict[str, int] = {}
    for number, item in enumerate(items):
        fault = find_fault(item)
        if fault:
            raise ImpossibleItem(f"Item “{item.id}”: {fault}.")
        if item.id in index:
            raise DuplicateItem(f"There are two items called “{item.id}”.")
        if areas is not None and item.area not in areas:
            raise UnknownArea(f"Item “{item.id}”: there is no area “{item.area}”.")
        index[item.id] = number
    return index


def find_fault(item: Item) -> str | None:
    """Return a description of the first fault of an item, or None."""
    checks = (*_general_checks(item), *_parameter_checks(item), *_step_checks(item))
    return next((message for is_wrong, message in checks if is_wrong), None)


def _general_checks(item: Item) -> Iterable[Check]:
    numbers = (
        item.difficulty,
        item.seconds,
        item.a,
        item.b,
        item.c,
        item.a_se,
        item.b_se,
    )
    return (
        (not item.id, "it has no id"),
        (not item.area, "it has no area"),
        (
            not all(math.isfinite(number) for number in numbers if number is not None),
            "a number is not finite",
        ),
        (
            item.options < 0 or item.options == 1,
            "options is 0 for typed answers, or at least 2",
        ),
        (item.seconds <= 0, "seconds must be more than 0"),
        (
            not 2 <= item.categories <= MAX_CATEGORIES,
            f"categories go from 2 to {MAX_CATEGORIES}",
        ),
    )


def _parameter_checks(item: Item) -> Iterable[Check]:
    return (
        (
            (item.a is None) != (item.b is None),
            "a and b are given together or not at all",
        ),
        (item.a is not None and item.a < 0, "a must not be negative"),
        (item.c is not None and not 0 <= item.c < 0.9, "c lies between 0 and 0.9"),
        (min(item.a_se, item.b_se) < 0, "a standard error must not be negative"),
        (
            item.model not in ("graded", "partial_credit"),
            f"there is no model “{item.model}”",
        ),
    )


def _step_checks(item: Item) -> Iterable[Check]:
    steps = item.thresholds
    if steps is None:
        return ()
    return (
        (
            len(steps) != item.categories - 1,
            "one step for each category but the first",
        ),
        (not all(map(math.isfinite, steps)), "a step is not finite"),
        (
            item.model == "graded" and list(steps) != sorted(steps),
            "the steps of a graded item must rise",
        ),
    )
