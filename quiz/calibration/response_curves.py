"""Response probabilities with their derivatives by a and b, for calibration.

The engine integrates the uncertainty about an item out of its curve. Calibration estimates the item, so
here curves belong to one value of a and b.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from quiz.calibration.response_data import DONT_KNOW, Int32Array
from quiz.measurement.irt.items import Item
from quiz.measurement.irt.response_models import (
    UPPER_ASYMPTOTE,
    FloatArray,
    guessing_parameter,
    lower_asymptotes,
    relative_thresholds,
)

IndexArray: TypeAlias = npt.NDArray[np.intp]

#: Abilities (logits) the integrals are summed over. Posteriors are smooth and no narrower than
#: .25, for which steps of .3 leave an error of about a millionth (Poisson summation).
NODES: FloatArray = np.round(np.arange(-16, 17) * 0.3, 10)
MIN_PROBABILITY = 1e-12


@dataclass(frozen=True, eq=False)
class ResponseCurves:
    """Every possible response to every item as a row: P = base + up · K[above] - down · K[below].

    K_j is the boundary curve of category j. An item with k categories has 2k + 1 rows: its
    categories for people who guess, the same for people who say when they do not know (guessing
    counts half), and "I don't know".
    """

    items: int
    #: of shape (n_steps,)
    boundary_item: IndexArray
    boundary_offset: FloatArray
    #: step indices of the partial credit items, one array of shape (n_items, steps) for each number of steps
    partial_credit: tuple[IndexArray, ...]
    #: of shape (n_rows,)
    row_item: IndexArray
    base: FloatArray
    up: FloatArray
    above: IndexArray
    down: FloatArray
    below: IndexArray
    #: of shape (n_items,)
    first_row: IndexArray
    categories: IndexArray

    @classmethod
    def from_items(cls, items: Sequence[Item]) -> "ResponseCurves":
        """Lay out the rows of the items."""
        steps = [relative_thresholds(item) for item in items]
        first_step = np.cumsum([0, *map(len, steps)])
        rows = [
            _item_rows(item, int(first))
            for item, first in zip(items, first_step, strict=False)
        ]
        counts = [len(block) for block in rows]
        table = np.concatenate([np.zeros((0, 5)), *rows])
        return cls(
            items=len(items),
            boundary_item=np.repeat(
                np.arange(len(items)), [len(offsets) for offsets in steps]
            ),
            boundary_offset=np.concatenate([np.zeros(0), *steps]),
            partial_credit=_partial_credit_groups(items, first_step),
            row_item=np.repeat(np.arange(len(items)), counts),
            base=table[:, 0],
            up=table[:, 1],
            above=table[:, 2].astype(np.intp),
            down=table[:, 3],
            below=table[:, 4].astype(np.intp),
            first_row=np.cumsum([0, *counts])[:-1],
            categories=np.array([item.categories for item in items], dtype=np.intp),
        )

    @property
    def row_count(self) -> int:
        """The number of rows over all items."""
        return len(self.row_item)

    def find_rows(
        self, item: Int32Array, category: Int32Array, *, honest: npt.NDArray[np.bool_]
    ) -> IndexArray:
        """Return the row of each response; all three of shape (n_answers,)."""
        count = self.categories[item]
        code = np.where(category == DONT_KNOW, 2 * count, category + count * honest)
        rows: IndexArray = self.first_row[item] + code
        return rows

    def response_probabilities(
        self, slope: FloatArray, difficulty: FloatArray
    ) -> FloatArray:
        """Return the chance of every response at every node, of shape (n_rows, n_nodes).

        `slope` is ln a and `difficulty` is b, both of shape (n_items,).
        """
        return self._row_probabilities(self._boundary_derivatives(slope, difficulty)[0])

    def score_functions(
        self, slope: FloatArray, difficulty: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return d ln P / d ln a and d ln P / d b, both of shape (n_rows, n_nodes)."""
        known, by_slope, by_difficulty = self._boundary_derivatives(slope, difficulty)
        chance = self._row_probabilities(known)
        return self._combine_boundaries(by_slope) / chance, self._combine_boundaries(
            by_difficulty
        ) / chance

    def _row_probabilities(self, known: FloatArray) -> FloatArray:
        return np.maximum(
            self.base[:, None] + self._combine_boundaries(known), MIN_PROBABILITY
        )

    def _combine_boundaries(self, steps: FloatArray) -> FloatArray:
        result: FloatArray = (
            self.up[:, None] * steps[self.above]
            - self.down[:, None] * steps[self.below]
        )
        return result

    def _boundary_derivatives(
        self, slope: FloatArray, difficulty: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return K and its derivatives by ln a and by b, each of shape (n_steps, n_nodes)."""
        steepness = np.exp(slope)[self.boundary_item, None]
        logit = steepness * (
            NODES - (difficulty[self.boundary_item] + self.boundary_offset)[:, None]
        )
        known = expit(logit)
        density = known * (1 - known)
        by_slope, by_difficulty = density * logit, -density * steepness
        for steps in self.partial_credit:
            known[steps], by_slope[steps], by_difficulty[steps] = (
                _partial_credit_derivatives(logit[steps], steepness[steps[:, 0]])
            )
        return known, by_slope, by_difficulty


def _item_rows(item: Item, first_step: int) -> FloatArray:
    """Return base, up, above, down, below of each response to one item, of shape (2k + 1, 5)."""
    rows = []
    last = item.categories - 1
    for guessing_share in (1.0, 0.5):
        lower = lower_asymptotes(
            item.categories, guessing_share * guessing_parameter(item)
        )
        for category in range(item.categories):
            low = 1.0 if category == 0 else lower[category - 1]
            high = 0.0 if category == last else lower[category]
            rows.append(
                (
                    low - high,
                    0.0 if category == 0 else UPPER_ASYMPTOTE - low,
                    first_step + max(category - 1, 0),
                    0.0 if category == last else UPPER_ASYMPTOTE - high,
                    first_step + min(category, last - 1),
                )
            )
    rows.append((1.0, 0.0, first_step, UPPER_ASYMPTOTE, first_step))
    return np.array(rows)


def _partial_credit_groups(
    items: Sequence[Item], first_step: IndexArray
) -> tuple[IndexArray, ...]:
    groups: dict[int, list[int]] = {}
    for item, first in zip(items, first_step, strict=False):
        if item.model == "partial_credit" and item.categories > 2:
            groups.setdefault(item.categories - 1, []).append(int(first))
    return tuple(
        np.array(firsts)[:, None] + np.arange(count) for count, firsts in groups.items()
    )


def _partial_credit_derivatives(
    logit: FloatArray, steepness: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return K, dK/d ln a, dK/db of the generalised partial credit model.

    With h_k = Σ_{j<=k} a (θ - b - δ_j), P_k = exp h_k / Σ exp h and K_j = Σ_{k>=j} P_k, each
    derivative of K_j is Σ_{k>=j} P_k (h'_k - Σ P h'), where h' by ln a is h, and by b is -k a.

    Parameters
    ----------
    logit
        a (θ - b - δ_j), of shape (n_items, steps, n_nodes).
    steepness
        a, of shape (n_items, 1).

    References
    ----------
    Muraki (1992), Applied Psychological Measurement 16, 159-176.
    """
    height = np.concatenate(
        [np.zeros_like(logit[:, :1]), np.cumsum(logit, axis=1)], axis=1
    )
    share = np.exp(height - height.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    by_difficulty = np.broadcast_to(
        -steepness[:, :, None] * np.arange(height.shape[1])[None, :, None], height.shape
    )
    slopes = [
        share,
        *(
            share * (derivative - (share * derivative).sum(1, keepdims=True))
            for derivative in (height, by_difficulty)
        ),
    ]
    known, down_slope, down_difficulty = (
        np.flip(np.cumsum(np.flip(part, 1), axis=1), 1)[:, 1:] for part in slopes
    )
    return known, down_slope, down_difficulty
