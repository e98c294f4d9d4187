"""Benchmarks without a server: choosing a question, making a plan."""

from datetime import UTC, datetime

import numpy as np

from quiz.assess.engine import Ask, next_item
from quiz.assess.items import Response
from quiz.assess.plan import Plan
from quiz.assess.pool import Pool
from quiz.assess.simulation.worlds import WorldOptions, make_world
from quiz.bank.files import load_bank
from quiz.benchmarks.measure import Spread, known_work, timed_ms
from quiz.config import assets
from quiz.training.effort import Standing, effort
from quiz.training.plan import plan

TIMES = 40


def selecting(items: int) -> dict[str, Spread]:
    """Time choosing the next of so many questions, after 0 to 30 answers, with nothing kept between."""
    world = make_world(WorldOptions(items=items, areas=12, people=1, seed=3))
    pool = Pool.of(world.items)
    terms = Plan(cuts=world.required(0), seed=1)
    responses: list[Response] = []
    spreads = {}
    for answered in range(31):
        if answered % 10 == 0:
            spreads[f"after {answered} answers, ms"] = timed_ms(
                lambda: next_item(pool, terms, list(responses)), TIMES
            )
        step = next_item(pool, terms, responses)
        if not isinstance(step, Ask):
            break
        responses.append(Response(step.item, float(answered % 2)))
    return spreads | {"known work, ms": timed_ms(known_work, TIMES)}


def planning() -> dict[str, Spread]:
    """Time hours and plan for every objective of the bank: somebody who knows nothing, senior goal."""
    catalogue = load_bank(assets() / "questions")
    areas = tuple(catalogue.areas)
    nothing = Standing(
        areas,
        np.full(len(areas), -20.0),
        np.full((64, len(areas)), -20.0),
        dict.fromkeys(areas, 3.0),
        {},
    )
    needed = effort(nothing, catalogue.objectives)
    today = datetime.now(UTC).date()
    return {
        f"hours of {len(needed.needs)} objectives, ms": timed_ms(
            lambda: effort(nothing, catalogue.objectives), TIMES
        ),
        f"plan of {len(needed.needs)} objectives, ms": timed_ms(
            lambda: plan(needed.needs, hours=10, begins=today), TIMES
        ),
        "known work, ms": timed_ms(known_work, TIMES),
    }
