"""The adaptive engine: which question next, and what the answers so far say. Pure functions of their arguments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

import numpy as np

from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import AssessmentPlan
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Exposure, Response
from quiz.measurement.reporting.classification import DECISION_CERTAINTY
from quiz.measurement.reporting.estimates import AreaEstimate, estimate_from_state
from quiz.measurement.selection.content_balancing import (
    balance_content,
    eligible_items,
    least_exposed_items,
    limit_exposure,
    unsampled_areas,
)
from quiz.measurement.selection.expected_utility import (
    ExpectedUtility,
    expected_utility,
)
from quiz.measurement.selection.length_forecast import forecast_from_state
from quiz.measurement.specification import AssessmentSpecification, BoolArray

#: among how many of the best questions chance decides: at first, and later on
EARLY_CANDIDATES = 5
LATER_CANDIDATES = 1
EARLY_ITEMS = 5
#: chance decides only among questions worth at least this share of the best one
MIN_RELATIVE_UTILITY = 0.7
#: the place in a sitting that may go to a question hardly anybody has met
EXPLORATION_POSITION = 6


class EndReason(Enum):
    """Why a sitting ends."""

    DECIDED = "every area is settled"
    NOT_WORTH_IT = "no further question is worth its time"
    LENGTH = "the planned length is reached"
    NO_ITEM_LEFT = "there is no further question"


@dataclass(frozen=True, slots=True)
class NextItem:
    """The next question."""

    item: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of the sitting."""

    reason: EndReason


def select_item(
    pool: ItemPool,
    plan: AssessmentPlan,
    responses: Sequence[Response],
    *,
    set_aside: Iterable[str] = frozenset(),
    exposure: Exposure | None = None,
) -> NextItem | Stop:
    """Return the question to ask after these answers, or that it is time to stop.

    Parameters
    ----------
    responses
        The answers so far, in the order they were given (what they say about the person does not
        depend on the order; "three in a row" does).
    set_aside
        Items served and not answered, such as skipped ones: not to be asked now.
    exposure
        Replaces the plan's.
    """
    if exposure is not None:
        plan = replace(plan, exposure=exposure)
    return select_from_state(
        ExamineeState(_compiled_plan(pool, plan), responses), set_aside
    )


@dataclass(frozen=True, slots=True)
class EngineStep:
    """The next question or the end, and how many areas the answers so far settle."""

    decision: NextItem | Stop
    decided_areas: int


def decide_step(
    pool: ItemPool,
    plan: AssessmentPlan,
    responses: Sequence[Response],
    *,
    set_aside: Iterable[str] = frozenset(),
) -> EngineStep:
    """Return what `next_item` does, and how many measured areas are settled by answers of their own."""
    state = ExamineeState(_compiled_plan(pool, plan), responses)
    sure = np.maximum(state.p_reached, 1 - state.p_reached) >= DECISION_CERTAINTY
    settled = int((sure & (state.counts > 0)).sum())
    return EngineStep(select_from_state(state, set_aside), settled)


def estimate_abilities(
    pool: ItemPool, plan: AssessmentPlan, responses: Sequence[Response]
) -> dict[str, AreaEstimate]:
    """Return what the answers say about every measured area."""
    return estimate_from_state(ExamineeState(_compiled_plan(pool, plan), responses))


def forecast_questions(
    pool: ItemPool, plan: AssessmentPlan, responses: Sequence[Response], area: str
) -> int | None:
    """Return about how many more questions would settle an area: 0 if settled, None if too many."""
    return forecast_from_state(
        ExamineeState(_compiled_plan(pool, plan), responses), area
    )


def posterior_as_prior(
    pool: ItemPool, plan: AssessmentPlan, responses: Sequence[Response]
) -> AbilityPrior:
    """Return what the answers say as a prior for the person's next sitting; widen it with time."""
    state = ExamineeState(_compiled_plan(pool, plan), responses)
    after = state.posterior
    return AbilityPrior(state.specification.areas, after.mean, after.covariance)


@lru_cache(maxsize=8)
def _compiled_plan(pool: ItemPool, plan: AssessmentPlan) -> AssessmentSpecification:
    """Return the terms of a plan that is asked about again and again; told apart by identity."""
    return AssessmentSpecification.compile_plan(pool, plan)


def select_from_state(
    state: ExamineeState, set_aside: Iterable[str] = frozenset()
) -> NextItem | Stop:
    """Return the next question of a standing that is kept from answer to answer."""
    specification = state.specification
    eligible = eligible_items(state, set_aside)
    if state.answer_count >= specification.stopping_rule.max_items:
        return Stop(EndReason.LENGTH)
    if not eligible.any():
        return Stop(EndReason.NO_ITEM_LEFT)
    eligible = limit_exposure(state, eligible)
    value = expected_utility(state)
    unsampled = unsampled_areas(state, eligible)
    reason = (
        None
        if state.answer_count < specification.stopping_rule.min_items
        else _stop_reason(state, eligible, value)
    )
    if reason is not None:
        if not unsampled.any():
            return Stop(reason)
        eligible &= unsampled[specification.item_area]
    number = _pick_item(state, balance_content(state, eligible, value), value)
    return NextItem(specification.pool.items[number].id)


def _stop_reason(
    state: ExamineeState, eligible: BoolArray, value: ExpectedUtility
) -> EndReason | None:
    rule = state.specification.stopping_rule
    p = state.p_reached[state.specification.weights > 0]
    if (np.minimum(p, 1 - p) < rule.max_error).all():
        return EndReason.DECIDED
    if rule.min_utility is not None and value.gain[eligible].max() < rule.min_utility:
        return EndReason.NOT_WORTH_IT
    return None


def _pick_item(
    state: ExamineeState, eligible: BoolArray, value: ExpectedUtility
) -> int:
    """Return the item worth most per √second; of the best few, the sitting's own order decides."""
    specification = state.specification
    if specification.explores and state.answer_count == EXPLORATION_POSITION - 1:
        eligible = least_exposed_items(state, eligible)
    candidates = np.flatnonzero(eligible)
    rating = value.gain[candidates]
    if specification.plan.use_time:
        rating = rating / np.sqrt(specification.pool.seconds[candidates])
    candidate_count = (
        EARLY_CANDIDATES if state.answer_count < EARLY_ITEMS else LATER_CANDIDATES
    )
    if len(candidates) > candidate_count:
        best = np.argpartition(rating, -candidate_count)[-candidate_count:]
        candidates, rating = candidates[best], rating[best]
    candidates = candidates[rating >= MIN_RELATIVE_UTILITY * rating.max()]
    return int(candidates[np.argmin(specification.random_order[candidates])])
