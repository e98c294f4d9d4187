"""The item pool: validated items with their response tables, built once and shared by all sittings."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from quiz.measurement.errors import ImpossibleResponse, UnknownItem
from quiz.measurement.irt.item_checks import index_items
from quiz.measurement.irt.items import Item, Response
from quiz.measurement.irt.response_models import (
    COARSE_SLICE,
    GRID,
    UPPER_ASYMPTOTE,
    AuthoringPrior,
    FloatArray,
    category_boundary_curves,
    guessing_parameter,
    lower_asymptotes,
    response_probabilities,
)

IndexArray: TypeAlias = npt.NDArray[np.intp]
Float32Array: TypeAlias = npt.NDArray[np.float32]
Table = TypeVar("Table", FloatArray, Float32Array)

#: ability (logits) of the junior level, level 1
JUNIOR_THETA = -0.5
#: smallest probability of a response: nothing a person does is impossible
MIN_PROBABILITY = 1e-12
#: how close a score must be to one of the item's possible scores (0.33 counts as 1/3)
SCORE_TOLERANCE = 0.01


@dataclass(frozen=True, eq=False)
class ItemPool:
    """Items sorted by area and id, with the probability of every response at every ability.

    A row is "at least category j" of one item; right/wrong items have one row, an item with four
    categories has three, next to each other. The items of an area are next to each other as well.
    """

    items: tuple[Item, ...]
    areas: tuple[str, ...]
    index: dict[str, int]
    #: of shape (n_items,): number of the area
    area_index: IndexArray
    #: of shape (n_items + 1,): first row of each item, and the number of rows
    first_row: IndexArray
    #: area number -> first item and the item after the last
    bounds: tuple[tuple[int, int], ...]
    #: of shape (n_rows, n_grid): category boundary curves, without guessing
    boundary_curves: FloatArray
    #: of shape (n_rows, n_grid), for people who guess and for people who say when they do not
    #: know: the probability of exactly this category (category 0 has the remainder)
    category_probabilities: tuple[FloatArray, FloatArray]
    #: `category_probabilities` at every third grid ability, of shape (n_rows, n_coarse), in single
    #: precision: used for item selection, where speed matters and the sixth digit does not
    coarse_probabilities: tuple[Float32Array, Float32Array]
    #: of shape (n_items + n_rows + n_items, n_grid): ln probability of no credit for each item, of
    #: each row's category, and of "I don't know" for each item
    log_probabilities: tuple[FloatArray, FloatArray]
    #: of shape (n_items,)
    seconds: FloatArray
    is_code: npt.NDArray[np.bool_]
    is_foreign: npt.NDArray[np.bool_]
    #: of shape (n_items,): difficulty in logits, calibrated or authored
    location: FloatArray
    #: of shape (n_items,): number of the objective, or -1 where none is given
    objective_index: IndexArray
    #: of shape (n_items,): number of the answer format, or -1 where none is given
    form_index: IndexArray
    is_graded: npt.NDArray[np.bool_]
    #: of shape (n_rows,): the score that goes with the row
    row_score: FloatArray
    #: for the second category with credit, the third, and so on: the items that have it, and its rows
    higher_category_rows: tuple[tuple[IndexArray, IndexArray], ...]
    #: item number -> numbers of the items it must not meet, both ways
    enemies: dict[int, tuple[int, ...]]

    @classmethod
    def from_items(
        cls,
        items: Iterable[Item],
        *,
        areas: Iterable[str] | None = None,
        authoring: AuthoringPrior | None = None,
    ) -> "ItemPool":
        """Check the items and tabulate their curves.

        Parameters
        ----------
        items
            Any number of items, in any order, also none.
        areas
            The areas there are, when that is known: an item of another area is then refused.
        authoring
            How far authored difficulties may be off.

        Raises
        ------
        ImpossibleItem, DuplicateItem, UnknownArea
            With the item and what is wrong with it.
        """
        ordered = tuple(sorted(items, key=lambda item: (item.area, item.id)))
        known = tuple(sorted(set(areas))) if areas is not None else None
        index = index_items(ordered, known)
        names = known or tuple(sorted({item.area for item in ordered}))
        return _tabulate_items(ordered, names, index, authoring or AuthoringPrior())

    def __len__(self) -> int:
        return len(self.items)

    def sum_by_item(self, table: Table) -> Table:
        """Sum the rows of each item, from shape (n_rows, ...) to (n_items, ...)."""
        sums = table.take(self.first_row[:-1], axis=0)
        for items, rows in self.higher_category_rows:
            sums[items] += table[rows]
        return sums

    def item_index(self, item: str) -> int:
        """Return the index of an item in the pool's arrays."""
        try:
            return self.index[item]
        except KeyError:
            raise UnknownItem(f"There is no item “{item}” in this pool.") from None

    def item_indices(self, items: Iterable[str]) -> IndexArray:
        """Return the indices of the items that the pool holds; others are ignored."""
        found = [self.index[item] for item in items if item in self.index]
        return np.array(found, dtype=np.intp)

    @cached_property
    def junior_scores(self) -> FloatArray:
        """Expected score of somebody at the junior level, of shape (n_items,)."""
        node = int(np.abs(GRID - JUNIOR_THETA).argmin())
        table = self.category_probabilities[0][:, node] * self.row_score
        return self.sum_by_item(table)

    def score_category(self, response: Response) -> int:
        """Return the category that corresponds to a response's score."""
        top = self.items[self.item_index(response.item)].categories - 1
        score = response.score
        if not (math.isfinite(score) and 0 <= score <= 1):
            raise ImpossibleResponse(
                f"Item “{response.item}”: a score lies between 0 and 1, not at {score}."
            )
        category = round(score * top)
        if abs(score * top - category) > SCORE_TOLERANCE * top:
            allowed = ", ".join(f"{step / top:.3g}" for step in range(top + 1))
            raise ImpossibleResponse(
                f"Item “{response.item}”: its scores are {allowed}, not {score}."
            )
        return category

    def score_categories(
        self, items: npt.NDArray[np.int32], scores: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.int32]:
        """Return the categories that correspond to many scores; `items` are indices in the pool.

        Raises
        ------
        ImpossibleResponse
            Naming the first score that its item cannot have.
        """
        top = np.array([item.categories - 1 for item in self.items])[items]
        reached = np.rint(scores * top)
        is_near = np.abs(scores * top - reached) <= SCORE_TOLERANCE * top
        wrong = np.flatnonzero(~(is_near & (scores >= 0) & (scores <= 1)))
        if len(wrong):
            first = wrong[0]
            # Says what is wrong with it.
            one = Response(self.items[items[first]].id, float(scores[first]))
            self.score_category(one)
            raise ImpossibleResponse(f"Item “{one.item}”: no score is {one.score}.")
        found: npt.NDArray[np.int32] = reached.astype(np.int32)
        return found

    def outcome_row(self, number: int, category: int | None) -> int:
        """Return the row of `log_probabilities` for a category, or for "I don't know" when it is None."""
        if category is None:
            return len(self.items) + int(self.first_row[-1]) + number
        if category == 0:
            return number
        return len(self.items) + int(self.first_row[number]) + category - 1


def _tabulate_items(
    items: tuple[Item, ...],
    areas: tuple[str, ...],
    index: dict[str, int],
    authoring: AuthoringPrior,
) -> ItemPool:
    area_number = {area: number for number, area in enumerate(areas)}
    area_of = np.array([area_number[item.area] for item in items], dtype=np.intp)
    rows = np.array([item.categories - 1 for item in items], dtype=np.intp)
    first_row = np.concatenate([[0], np.cumsum(rows)]).astype(np.intp)
    boundaries = _boundary_tables(items, authoring)
    category = (
        _category_probabilities(items, boundaries, 1.0),
        _category_probabilities(items, boundaries, 0.5),
    )
    unknown = 1 - UPPER_ASYMPTOTE * boundaries[first_row[:-1]]
    edges = np.searchsorted(area_of, np.arange(len(areas) + 1))
    return ItemPool(
        items=items,
        areas=areas,
        index=index,
        area_index=area_of,
        first_row=first_row,
        bounds=tuple((int(low), int(high)) for low, high in itertools.pairwise(edges)),
        boundary_curves=boundaries,
        category_probabilities=category,
        coarse_probabilities=(_coarse_table(category[0]), _coarse_table(category[1])),
        log_probabilities=(
            _log_probabilities(category[0], first_row, unknown),
            _log_probabilities(category[1], first_row, unknown),
        ),
        seconds=np.array([item.seconds for item in items], dtype=float),
        is_code=np.array([item.code for item in items], dtype=bool),
        is_foreign=np.array([item.foreign for item in items], dtype=bool),
        location=np.array([item.location for item in items], dtype=float),
        objective_index=_number_names([item.objective for item in items]),
        form_index=_number_names([item.form for item in items]),
        is_graded=rows > 1,
        higher_category_rows=_higher_category_rows(first_row),
        row_score=np.concatenate(
            [np.zeros(0), *(np.arange(1, n + 1) / n for n in rows)], dtype=float
        ),
        enemies=_enemy_indices(items, index),
    )


def _boundary_tables(items: Sequence[Item], authoring: AuthoringPrior) -> FloatArray:
    """Tabulate the boundary curves of every item; items with equal parameters are computed once."""
    curves: dict[object, FloatArray] = {}
    tables: list[FloatArray] = [np.zeros((0, len(GRID)))]
    for item in items:
        parameters = (
            (item.a, item.b, item.a_se, item.b_se)
            if item.is_calibrated
            else item.difficulty
        )
        key = (parameters, item.categories, item.thresholds, item.model)
        if key not in curves:
            curves[key] = category_boundary_curves(item, authoring)
        tables.append(curves[key])
    return np.concatenate(tables)


def _category_probabilities(
    items: Sequence[Item], boundaries: FloatArray, guessing_share: float
) -> FloatArray:
    """Return the probability of exactly each category: differences of the boundary curves."""
    asymptotes = [
        lower_asymptotes(item.categories, guessing_share * guessing_parameter(item))
        for item in items
    ]
    lower = np.concatenate([np.zeros(0), *asymptotes])[:, None]
    reach = response_probabilities(boundaries, lower)
    last = np.concatenate(
        [
            np.zeros(0, dtype=bool),
            *(np.arange(1, item.categories) == item.categories - 1 for item in items),
        ]
    )
    above = np.zeros_like(reach)
    above[:-1] = reach[1:]
    above[last] = 0
    exactly: FloatArray = np.maximum(reach - above, 0)
    exactly.setflags(write=False)
    return exactly


def _higher_category_rows(
    first_row: IndexArray,
) -> tuple[tuple[IndexArray, IndexArray], ...]:
    rows = np.diff(first_row)
    found = []
    for area_number in range(1, int(rows.max(initial=1))):
        items = np.flatnonzero(rows > area_number)
        found.append((items, first_row[items] + area_number))
    return tuple(found)


def _coarse_table(table: FloatArray) -> Float32Array:
    return np.ascontiguousarray(table[:, COARSE_SLICE], dtype=np.float32)


def _log_probabilities(
    category: FloatArray, first_row: IndexArray, unknown: FloatArray
) -> FloatArray:
    credit = np.concatenate([np.zeros((1, len(GRID))), np.cumsum(category, axis=0)])
    nothing = 1 - (credit[first_row[1:]] - credit[first_row[:-1]])
    table: FloatArray = np.log(
        np.maximum(np.concatenate([nothing, category, unknown]), MIN_PROBABILITY)
    )
    return table


def _number_names(names: Sequence[str]) -> IndexArray:
    """Return the number of each name among the different ones; -1 for an empty name."""
    numbers = {name: n for n, name in enumerate(sorted({*names} - {""}))}
    return np.array([numbers.get(name, -1) for name in names], dtype=np.intp)


def _enemy_indices(
    items: Sequence[Item], index: dict[str, int]
) -> dict[int, tuple[int, ...]]:
    pairs: dict[int, set[int]] = {}
    for number, item in enumerate(items):
        for name in item.enemies:
            # A pool may hold part of the bank: an enemy item outside it cannot be asked.
            if name in index:
                pairs.setdefault(number, set()).add(index[name])
                pairs.setdefault(index[name], set()).add(number)
    return {number: tuple(sorted(others)) for number, others in pairs.items()}
