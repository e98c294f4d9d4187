"""Trials beside the main run: how long a step takes, and what becomes of people who answer oddly."""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from quiz.assess.curves import Floats
from quiz.assess.engine import Ask, next_item
from quiz.assess.items import Response
from quiz.assess.personfit import person_fit
from quiz.assess.plan import Plan
from quiz.assess.pool import Pool
from quiz.assess.simulation.figures import Figure, ratio
from quiz.assess.simulation.ours import Settings
from quiz.assess.simulation.run import Done
from quiz.assess.simulation.worlds import (
    WorldOptions,
    answer_of,
    item_name,
    item_number,
    make_world,
)

#: the size of bank at which the time of a step is stated
TIMED_ITEMS = 1500
TIMED_SITTINGS = 20


def step_times(options: WorldOptions, settings: Settings) -> Floats:
    """Return how long each choice took, in ms, with 1,500 items and nothing kept between answers.

    The whole of `next_item` is timed: terms, posterior and choice, from the list of answers alone.
    """
    world = make_world(replace(options, items=TIMED_ITEMS, people=TIMED_SITTINGS))
    pool = Pool.of(world.items)
    times: list[float] = []
    for person in range(TIMED_SITTINGS):
        plan = Plan(
            cuts=world.required(person),
            length=settings.length,
            max_items=settings.cap,
            seed=person,
            use_time=settings.use_time,
        )
        responses: list[Response] = []
        while True:
            begun = time.perf_counter()
            step = next_item(pool, plan, responses)
            times.append(time.perf_counter() - begun)
            if not isinstance(step, Ask):
                break
            given = answer_of(world, person, item_number(step.item))
            number = item_number(step.item)
            responses.append(Response(item_name(number), given.score, given.dont_know))
    return 1000 * np.array(times)


def share_reached(done: Sequence[Done]) -> Figure:
    """Return the share of areas that are decided as reached, and its error over people."""
    reached = np.array(
        [
            (record.verdict.p_reached >= 0.5).mean()
            for job in done
            for record in job.records
        ]
    )
    return ratio(reached, np.ones(len(reached)), np.arange(len(reached)))


def share_doubted(done: Sequence[Done]) -> Figure:
    """Return the share of sittings whose answers are said not to fit together, and its error."""
    flags = np.array([flag for job in done for flag in _doubted(job)], dtype=float)
    return ratio(flags, np.ones(len(flags)), np.arange(len(flags)))


def _doubted(done: Done) -> list[bool]:
    world = done.world
    pool = Pool.of(world.items)
    found = []
    for record in done.records:
        responses = []
        for item in record.asked:
            given = answer_of(world, record.person, item, done.job.kind)
            responses.append(Response(item_name(item), given.score, given.dont_know))
        fit = person_fit(pool, Plan(cuts=world.required(record.person)), responses)
        found.append(not fit.interpretable)
    return found


def smallest_difference(all_right: Sequence[Done], all_wrong: Sequence[Done]) -> Figure:
    """Return the smallest difference in θ, over people and areas, between all right and all wrong."""
    high, low = (
        np.array([record.verdict.theta for job in done for record in job.records])
        for done in (all_right, all_wrong)
    )
    return Figure(float((high - low).min()), 0.0)
