"""Small banks and people for the tests of the engine."""

from collections.abc import Iterable

import numpy as np

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import NextItem, select_item
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Item, Response


def bank(
    areas: Iterable[str] = ("git", "http", "sql"),
    *,
    each: int = 20,
    options: int = 4,
    calibrated: bool = True,
) -> list[Item]:
    """Return a bank with the same spread of difficulties in every area."""
    places = np.linspace(-2.2, 2.2, each)
    return [
        Item(
            f"{area}-{number:03d}",
            area,
            difficulty=float(place),
            options=options if number % 3 else 0,
            a=1.2 if calibrated else None,
            b=float(place) if calibrated else None,
            code=number % 4 == 0,
            seconds=30.0 + number,
        )
        for area in areas
        for number, place in enumerate(places)
    ]


def cuts(pool: ItemPool, at: float = 0.0) -> dict[str, float]:
    """Return the same cut for every area of a pool."""
    return dict.fromkeys(pool.areas, at)


def taken(pool: ItemPool, plan: AssessmentPlan, score: float | None) -> list[Response]:
    """Return a whole sitting in which every answer has this score; None is "I don't know"."""
    responses: list[Response] = []
    while isinstance(step := select_item(pool, plan, responses), NextItem):
        responses.append(
            Response(step.item, dont_know=True)
            if score is None
            else Response(step.item, score)
        )
    return responses


def guessed(
    pool: ItemPool, plan: AssessmentPlan, rng: np.random.Generator
) -> list[Response]:
    """Return a whole sitting of someone who picks blindly and leaves typed answers wrong."""
    responses: list[Response] = []
    while isinstance(step := select_item(pool, plan, responses), NextItem):
        options = pool.items[pool.item_index(step.item)].options
        lucky = bool(options) and rng.random() < 1 / options
        responses.append(Response(step.item, float(lucky)))
    return responses
