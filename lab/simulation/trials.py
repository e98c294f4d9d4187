"""Trials beside the main run: how long a step takes, and what becomes of people who answer oddly."""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lab.simulation.engines.trigpoint import EngineSettings
from lab.simulation.figures import MeasuredValue, ratio_estimate
from lab.simulation.jobs import FinishedJob
from lab.simulation.worlds import (
    WorldOptions,
    item_name,
    item_number,
    make_world,
    simulate_answer,
)
from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import NextItem, select_item
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import FloatArray
from quiz.measurement.reporting.person_fit import person_fit

#: the size of bank at which the time of a step is stated
TIMED_ITEMS = 1500
TIMED_SITTINGS = 20


def time_steps(options: WorldOptions, settings: EngineSettings) -> FloatArray:
    """Return how long each choice took, in ms, with 1,500 items and nothing kept between answers.

    The whole of `next_item` is timed: terms, posterior and choice, from the list of answers alone.
    """
    world = make_world(replace(options, items=TIMED_ITEMS, people=TIMED_SITTINGS))
    pool = ItemPool.from_items(world.items)
    times: list[float] = []
    for person in range(TIMED_SITTINGS):
        plan = AssessmentPlan(
            cuts=world.required_cuts(person),
            length=settings.length,
            max_items=settings.cap,
            seed=person,
            use_time=settings.use_time,
        )
        responses: list[Response] = []
        while True:
            begun = time.perf_counter()
            step = select_item(pool, plan, responses)
            times.append(time.perf_counter() - begun)
            if not isinstance(step, NextItem):
                break
            given = simulate_answer(world, person, item_number(step.item))
            number = item_number(step.item)
            responses.append(Response(item_name(number), given.score, given.dont_know))
    return 1000 * np.array(times)


def share_reached(done: Sequence[FinishedJob]) -> MeasuredValue:
    """Return the share of areas that are decided as reached, and its error over people."""
    reached = np.array(
        [
            (record.report.p_reached >= 0.5).mean()
            for job in done
            for record in job.records
        ]
    )
    return ratio_estimate(reached, np.ones(len(reached)), np.arange(len(reached)))


def share_flagged(done: Sequence[FinishedJob]) -> MeasuredValue:
    """Return the share of sittings whose answers are said not to fit together, and its error."""
    flags = np.array(
        [flag for job in done for flag in _flagged_sittings(job)], dtype=float
    )
    return ratio_estimate(flags, np.ones(len(flags)), np.arange(len(flags)))


def _flagged_sittings(done: FinishedJob) -> list[bool]:
    world = done.world
    pool = ItemPool.from_items(world.items)
    found = []
    for record in done.records:
        responses = []
        for item in record.asked:
            given = simulate_answer(world, record.person, item, done.job.kind)
            responses.append(Response(item_name(item), given.score, given.dont_know))
        fit = person_fit(
            pool, AssessmentPlan(cuts=world.required_cuts(record.person)), responses
        )
        found.append(not fit.is_interpretable)
    return found


def smallest_difference(
    all_right: Sequence[FinishedJob], all_wrong: Sequence[FinishedJob]
) -> MeasuredValue:
    """Return the smallest difference in θ, over people and areas, between all right and all wrong."""
    high, low = (
        np.array([record.report.theta for job in done for record in job.records])
        for done in (all_right, all_wrong)
    )
    return MeasuredValue(float((high - low).min()), 0.0)
