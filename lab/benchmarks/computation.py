"""Benchmarks without a server: choosing a question, making a plan."""

from datetime import UTC, datetime

import numpy as np

from lab.benchmarks.timing import Percentiles, reference_work, time_call
from lab.simulation.worlds import WorldOptions, make_world
from quiz.bank.parsing.bank_folder import load_bank
from quiz.config import assets_folder
from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import NextItem, select_item
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Response
from quiz.training.effort import LearnerState, estimate_effort
from quiz.training.planning.schedule import build_plan

REPETITIONS = 40


def time_selection(items: int) -> dict[str, Percentiles]:
    """Time the selection of the next question after 0 to 30 answers, with nothing cached in between."""
    world = make_world(WorldOptions(items=items, areas=12, people=1, seed=3))
    pool = ItemPool.from_items(world.items)
    plan = AssessmentPlan(cuts=world.required_cuts(0), seed=1)
    responses: list[Response] = []
    spreads = {}
    for answered in range(31):
        if answered % 10 == 0:
            spreads[f"after {answered} answers, ms"] = time_call(
                lambda: select_item(pool, plan, list(responses)), REPETITIONS
            )
        step = select_item(pool, plan, responses)
        if not isinstance(step, NextItem):
            break
        responses.append(Response(step.item, float(answered % 2)))
    return spreads | {"known work, ms": time_call(reference_work, REPETITIONS)}


def time_planning() -> dict[str, Percentiles]:
    """Time hours and plan for every objective of the bank: somebody who knows nothing, senior goal."""
    catalogue = load_bank(assets_folder() / "questions")
    areas = tuple(catalogue.areas)
    nothing = LearnerState(
        areas,
        np.full(len(areas), -20.0),
        np.full((64, len(areas)), -20.0),
        dict.fromkeys(areas, 3.0),
        {},
    )
    needed = estimate_effort(nothing, catalogue.objectives)
    today = datetime.now(UTC).date()
    return {
        f"hours of {len(needed.needs)} objectives, ms": time_call(
            lambda: estimate_effort(nothing, catalogue.objectives), REPETITIONS
        ),
        f"plan of {len(needed.needs)} objectives, ms": time_call(
            lambda: build_plan(needed.needs, hours=10, begins=today), REPETITIONS
        ),
        "known work, ms": time_call(reference_work, REPETITIONS),
    }
