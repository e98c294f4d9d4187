"""Response curves: by hand, against the engine's own tables, and their slopes against differences."""

import numpy as np
import pytest

from quiz.calibration.response_curves import NODES, ResponseCurves
from quiz.calibration.response_data import DONT_KNOW
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item
from quiz.measurement.irt.response_models import GRID

ITEMS = (
    Item("choice", "sql", options=4, a=1.3, b=-0.4),
    Item("graded", "sql", options=4, categories=4, a=1.1, b=0.2),
    Item("ordering", "sql", categories=3, a=0.9, b=0.5, thresholds=(-0.7, 0.9)),
    Item(
        "partial",
        "sql",
        categories=4,
        model="partial_credit",
        a=1.4,
        b=0.1,
        thresholds=(-1, 0.5, 0.2),
    ),
    Item("typed", "sql", a=1.7, b=0.9),
)
SLOPE = np.log([item.a or 1.0 for item in ITEMS])
PLACE = np.array([item.b or 0.0 for item in ITEMS])


def test_at_its_difficulty_a_choice_question_is_half_knowledge_and_half_luck() -> None:
    curves = ResponseCurves.from_items([Item("q", "sql", options=4)])

    chances = curves.response_probabilities(np.log([1.2]), np.array([0.0]))

    # Rows: wrong and right for those who guess, the same with half the luck, "I don't know".
    middle = chances[:, len(NODES) // 2]
    assert middle == pytest.approx([0.385, 0.615, 0.4475, 0.5525, 0.51])


def test_the_categories_of_an_item_leave_nothing_over() -> None:
    curves = ResponseCurves.from_items(ITEMS)

    chances = curves.response_probabilities(SLOPE, PLACE)

    for item, first in zip(ITEMS, curves.first_row, strict=True):
        for luck in range(2):
            rows = slice(
                first + luck * item.categories, first + (luck + 1) * item.categories
            )
            assert chances[rows].sum(axis=0) == pytest.approx(1.0)


@pytest.mark.parametrize("honest", [False, True])
@pytest.mark.parametrize("item", range(len(ITEMS)), ids=[item.id for item in ITEMS])
def test_they_are_the_engines_own_curves(item: int, *, honest: bool) -> None:
    curves, pool = ResponseCurves.from_items(ITEMS), ItemPool.from_items(ITEMS)
    shared = [
        (node, int(np.flatnonzero(np.isclose(GRID, theta))[0]))
        for node, theta in enumerate(NODES)
        if abs(theta) < 4.6
    ]
    nodes, places = map(list, zip(*shared, strict=True))
    outcomes = [*range(ITEMS[item].categories), DONT_KNOW]

    rows = curves.find_rows(
        np.full(len(outcomes), item, dtype=np.int32),
        np.array(outcomes, dtype=np.int32),
        honest=np.full(len(outcomes), honest),
    )

    engine = pool.log_probabilities[int(honest)][
        [pool.outcome_row(item, None if k == DONT_KNOW else k) for k in outcomes]
    ]
    assert np.exp(engine[:, places]) == pytest.approx(
        curves.response_probabilities(SLOPE, PLACE)[rows][:, nodes], abs=1e-12
    )


def test_their_slopes_are_what_a_small_step_shows() -> None:
    curves, step = ResponseCurves.from_items(ITEMS), 1e-5

    by_slope, by_place = curves.score_functions(SLOPE, PLACE)

    def difference(slope: float, place: float) -> np.ndarray:
        up = np.log(curves.response_probabilities(SLOPE + slope, PLACE + place))
        down = np.log(curves.response_probabilities(SLOPE - slope, PLACE - place))
        result: np.ndarray = (up - down) / (2 * step)
        return result

    assert by_slope == pytest.approx(difference(step, 0), abs=1e-6)
    assert by_place == pytest.approx(difference(0, step), abs=1e-6)
