"""Trials beside the main run: the time of a step, and people with aberrant response styles."""

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
from quiz.measurement.assessment_plan import BARE_COVERAGE, AssessmentPlan
from quiz.measurement.engine import NextItem, select_item
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.measurement.irt.response_models import FloatArray
from quiz.measurement.reporting.person_fit import person_fit

#: size of the bank for timing
TIMED_ITEMS = 1500
TIMED_SITTINGS = 20


def time_steps(options: WorldOptions, settings: EngineSettings) -> FloatArray:
    """Return the time of each selection in ms, with 1,500 items and nothing cached between answers.

    All of `select_item` is timed: specification, posterior and selection, from the list of answers alone.
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
            coverage=BARE_COVERAGE,
        )
        responses: list[Response] = []
        while True:
            started = time.perf_counter()
            step = select_item(pool, plan, responses)
            times.append(time.perf_counter() - started)
            if not isinstance(step, NextItem):
                break
            given = simulate_answer(world, person, item_number(step.item))
            number = item_number(step.item)
            responses.append(Response(item_name(number), given.score, given.dont_know))
    return 1000 * np.array(times)


def share_reached(jobs: Sequence[FinishedJob]) -> MeasuredValue:
    """Return the share of areas decided as reached, with its standard error over people."""
    reached = np.array(
        [
            (record.report.p_reached >= 0.5).mean()
            for job in jobs
            for record in job.records
        ]
    )
    return ratio_estimate(reached, np.ones(len(reached)), np.arange(len(reached)))


def share_flagged(jobs: Sequence[FinishedJob]) -> MeasuredValue:
    """Return the share of sittings with a person-fit flag, with its standard error."""
    flags = np.array(
        [flag for job in jobs for flag in _flagged_sittings(job)], dtype=float
    )
    return ratio_estimate(flags, np.ones(len(flags)), np.arange(len(flags)))


def _flagged_sittings(jobs: FinishedJob) -> list[bool]:
    world = jobs.world
    pool = ItemPool.from_items(world.items)
    flags = []
    for record in jobs.records:
        responses = []
        for item in record.asked:
            given = simulate_answer(world, record.person, item, jobs.job.kind)
            responses.append(Response(item_name(item), given.score, given.dont_know))
        fit = person_fit(
            pool, AssessmentPlan(cuts=world.required_cuts(record.person)), responses
        )
        flags.append(not fit.is_interpretable)
    return flags


def smallest_difference(
    all_right: Sequence[FinishedJob], all_wrong: Sequence[FinishedJob]
) -> MeasuredValue:
    """Return the smallest difference in θ between all right and all wrong, over people and areas."""
    high, low = (
        np.array([record.report.theta for job in jobs for record in job.records])
        for jobs in (all_right, all_wrong)
    )
    return MeasuredValue(float((high - low).min()), 0.0)
