"""Answers that count less: many sittings of one network do not decide how difficult a question is."""

from dataclasses import replace

import numpy as np

from quiz.calibration import ResponseData, fit_model
from tests.calibration.test_em import Collected


def test_many_sittings_that_count_for_few_move_a_difficulty_little() -> None:
    """55 made-up people who know as much as others and miss one question on purpose."""
    collected = Collected()
    target, honest = int(np.argmin(collected.b)), 200
    few = collected.answers.person < honest
    bot = (collected.answers.person >= honest) & (
        collected.answers.person < honest + 55
    )
    item, category = collected.answers.item.copy(), collected.answers.category.copy()
    # The first answer of each is to that question, and wrong.
    first = bot & (np.diff(collected.answers.person, prepend=-1) > 0)
    item[first], category[first] = target, 0
    category[bot & (item == target)] = 0
    data = ResponseData.from_columns(
        collected.answers.person[few | bot], item[few | bot], category[few | bot]
    )
    weighted = replace(data, weight=data.weight.copy())
    weighted.weight[honest:] = 55**-0.5

    found = {
        name: fit_model(collected.items, answers).items[collected.items[target].id].b
        for name, answers in {
            "honest": ResponseData.from_columns(
                data.person[data.person < honest],
                data.item[data.person < honest],
                data.category[data.person < honest],
            ),
            "plain": data,
            "weighted": weighted,
        }.items()
    }

    moved = {name: b - found["honest"] for name, b in found.items()}
    assert moved["plain"] > 1
    assert 0 < moved["weighted"] < moved["plain"] / 3
