"""A fixed form: questions that are chosen together, before anybody answers one.

Each question is the one that is expected to lower most the variance of people round the required level. What the
questions chosen so far tell is their Fisher information. Everything else is as in a sitting: the floors of the
areas, the shares of formats and code, no two questions that give each other away.
"""

from functools import lru_cache

import numpy as np

from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.engine import pick_item
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import MIN_PROBABILITY, ItemPool
from quiz.measurement.irt.response_models import GRID, FloatArray
from quiz.measurement.selection.content_balancing import (
    balance_content,
    eligible_items,
    limit_exposure,
)
from quiz.measurement.selection.expected_utility import (
    ExpectedUtility,
    expected_utility,
)
from quiz.measurement.specification import AssessmentSpecification

#: standard deviation (logits) of the abilities round the required level at which a form is to measure
TARGET_SD = 1.0
#: the number of forms' pools whose information is kept at hand
MOST_POOLS = 4


def select_fixed_form(pool: ItemPool, plan: AssessmentPlan) -> list[str]:
    """Return the questions of a form in their order; fewer than the plan's `max_items` where the pool has no more.

    The form measures best round the required levels. Answers matter to nothing: every choice depends on the questions
    before it alone.
    """
    specification = AssessmentSpecification.compile_plan(pool, plan)
    state = ExamineeState(specification)
    prior_utility = expected_utility(state)
    targets, variance = _target_weights(specification), _prior_variances(specification)
    information = fisher_information(pool)
    gathered = np.zeros_like(targets)
    chosen: list[str] = []
    while len(chosen) < specification.stopping_rule.max_items:
        eligible = eligible_items(state, ())
        if not eligible.any():
            break
        known = 1 / variance[:, None] + gathered
        gain = _variance_reduction(specification, information, known, targets)
        utility = ExpectedUtility(gain, prior_utility.expected_score)
        balanced = balance_content(state, limit_exposure(state, eligible), utility)
        number = pick_item(state, balanced, utility)
        gathered[specification.item_area[number]] += information[number]
        chosen.append(pool.items[number].id)
        state.add_unscored(chosen[-1])
    return chosen


@lru_cache(maxsize=MOST_POOLS)
def fisher_information(pool: ItemPool) -> FloatArray:
    """Return the Fisher information of every item at every ability of the grid, of shape (n_items, n_grid).

    The sum over the categories of P'² / P, with the derivative of the tabulated curves; so guessing, and what is
    uncertain about an authored difficulty, count as they do in a sitting. In 1/logit².
    """
    category = pool.category_probabilities[0]
    if not len(pool):
        return np.zeros((0, len(GRID)))
    slope = np.gradient(category, GRID, axis=1)
    nothing, nothing_slope = 1 - pool.sum_by_item(category), -pool.sum_by_item(slope)
    credit = slope**2 / np.maximum(category, MIN_PROBABILITY)
    information: FloatArray = pool.sum_by_item(credit)
    information += nothing_slope**2 / np.maximum(nothing, MIN_PROBABILITY)
    information.setflags(write=False)
    return information


def _target_weights(specification: AssessmentSpecification) -> FloatArray:
    """Return how much each ability matters in each area, of shape (n_areas, n_grid); the sums are the areas' weights.

    Normal round the area's cut: whoever aims at a goal is thought to be somewhere near it.
    """
    distance = (GRID - specification.cuts[:, None]) / TARGET_SD
    weights = np.exp(-(distance**2) / 2)
    shared: FloatArray = weights / weights.sum(axis=1, keepdims=True)
    return shared * specification.weights[:, None]


def _prior_variances(specification: AssessmentSpecification) -> FloatArray:
    return np.asarray(specification.population.covariance).diagonal().astype(float)


def _variance_reduction(
    specification: AssessmentSpecification,
    information: FloatArray,
    known: FloatArray,
    targets: FloatArray,
) -> FloatArray:
    """Return by how much each item is expected to lower the variance (logits²) of its area, of shape (n_items,).

    `known` is the precision so far at each ability of each area: with information i it goes from k to k + i.
    """
    gain = np.zeros(len(information))
    for area, (low, high) in enumerate(specification.bounds):
        before = known[area]
        after = before + information[low:high]
        gain[low:high] = (1 / before - 1 / after) @ targets[area]
    return gain
