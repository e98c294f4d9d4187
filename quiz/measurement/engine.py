"""The adaptive engine: the next question, the estimates, the offers to settle. Pure functions of their arguments."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

import numpy as np

from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import AssessmentPlan, ExposurePolicy
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Exposure, Response
from quiz.measurement.reporting.estimates import AreaEstimate, estimate_from_state
from quiz.measurement.selection.content_balancing import (
    balance_content,
    eligible_items,
    least_exposed_items,
    limit_exposure,
    missing_items,
)
from quiz.measurement.selection.expected_utility import (
    ExpectedUtility,
    expected_utility,
)
from quiz.measurement.selection.length_forecast import forecast_from_state
from quiz.measurement.selection.settling import SettleOffer, offer_from_state
from quiz.measurement.specification import AssessmentSpecification, BoolArray

#: number of the best items among which chance decides: for the easy start, then for the first few items
EASY_CANDIDATES = 60
EARLY_CANDIDATES = 5
EARLY_ITEMS = 5
#: least utility of such an item, as a share of the best one's
MIN_RELATIVE_UTILITY = 0.7
#: the same throughout a self-assessment, where variety replaces the exposure cap
VARIETY_CANDIDATES = 6
MIN_VARIETY_UTILITY = 0.8
#: the position in a sitting that may go to an item hardly any sitting has shown
EXPLORATION_POSITION = 6


class EndReason(Enum):
    """Why a sitting ends."""

    DECIDED = "every area is decided"
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
    unscored: Iterable[str] = (),
    exposure: Exposure | None = None,
) -> NextItem | Stop:
    """Return the question to ask after these answers, or why the sitting ends.

    Parameters
    ----------
    responses
        The answers so far in their order (the posterior does not depend on it; "three in a row" does).
    set_aside
        Items presented but not answered, such as skipped ones, which are not asked now.
    unscored
        Items whose answers may still be changed. They count as asked, and nothing depends on their answers.
    exposure
        Replaces the plan's.
    """
    if exposure is not None:
        plan = replace(plan, exposure=exposure)
    state = ExamineeState(_compiled_plan(pool, plan), responses, unscored=unscored)
    return select_from_state(state, set_aside)


def estimate_abilities(
    pool: ItemPool, plan: AssessmentPlan, responses: Sequence[Response]
) -> dict[str, AreaEstimate]:
    """Return the estimate of every measured area."""
    return estimate_from_state(ExamineeState(_compiled_plan(pool, plan), responses))


def forecast_questions(
    pool: ItemPool, plan: AssessmentPlan, responses: Sequence[Response], area: str
) -> int | None:
    """Return about how many more questions would decide an area: 0 if decided, None if too many."""
    return forecast_from_state(
        ExamineeState(_compiled_plan(pool, plan), responses), area
    )


def offer_settling(
    pool: ItemPool,
    plan: AssessmentPlan,
    responses: Sequence[Response],
    *,
    areas: Collection[str] | None = None,
    barred: Collection[str] = (),
) -> SettleOffer | None:
    """Return the two or three undecided areas where 3 to 8 further questions pay; None if there are none."""
    state = ExamineeState(_compiled_plan(pool, plan), responses)
    return offer_from_state(state, areas=areas, barred=barred)


def posterior_as_prior(
    pool: ItemPool, plan: AssessmentPlan, responses: Sequence[Response]
) -> AbilityPrior:
    """Return the posterior as a prior for the person's next sitting; widen it with time."""
    state = ExamineeState(_compiled_plan(pool, plan), responses)
    after = state.posterior
    answers = zip(
        state.specification.areas, map(int, state.answers_behind), strict=True
    )
    return AbilityPrior(
        state.specification.areas, after.mean, after.covariance, dict(answers)
    )


@lru_cache(maxsize=8)
def _compiled_plan(pool: ItemPool, plan: AssessmentPlan) -> AssessmentSpecification:
    """Return the compiled plan, cached by identity: the same plan is asked about repeatedly."""
    return AssessmentSpecification.compile_plan(pool, plan)


def select_from_state(
    state: ExamineeState, set_aside: Iterable[str] = frozenset()
) -> NextItem | Stop:
    """Return the next question for a state that is kept from answer to answer."""
    specification = state.specification
    eligible = eligible_items(state, set_aside)
    if state.answer_count >= specification.stopping_rule.max_items:
        return Stop(EndReason.LENGTH)
    if not eligible.any():
        return Stop(EndReason.NO_ITEM_LEFT)
    missing = missing_items(state, eligible)
    eligible = limit_exposure(state, eligible)
    utility = expected_utility(state)
    if state.answer_count >= specification.stopping_rule.min_items:
        reason = _stop_reason(state, eligible, utility)
        if reason is not None and not missing.any():
            return Stop(reason)
        if reason is not None:
            eligible &= (missing > 0)[specification.item_area]
    number = pick_item(state, balance_content(state, eligible, utility), utility)
    return NextItem(specification.pool.items[number].id)


def _stop_reason(
    state: ExamineeState, eligible: BoolArray, utility: ExpectedUtility
) -> EndReason | None:
    rule = state.specification.stopping_rule
    p = state.p_reached[state.specification.weights > 0]
    if (np.minimum(p, 1 - p) < rule.max_error).all():
        return EndReason.DECIDED
    if rule.min_utility is not None and utility.gain[eligible].max() < rule.min_utility:
        return EndReason.NOT_WORTH_IT
    return None


def pick_item(
    state: ExamineeState, eligible: BoolArray, utility: ExpectedUtility
) -> int:
    """Return the number of the item with the highest utility per √second; chance decides among the best few."""
    specification = state.specification
    if specification.explores and state.answer_count == EXPLORATION_POSITION - 1:
        eligible = least_exposed_items(state, eligible)
    candidates = np.flatnonzero(eligible)
    rating = utility.gain[candidates]
    above = specification.above_level[candidates]
    rating = np.where(
        above, specification.plan.coverage_rule.above_level_share * rating, rating
    )
    if specification.plan.use_time:
        rating = rating / np.sqrt(specification.pool.seconds[candidates])
    candidate_count, least = _candidate_limits(state)
    if len(candidates) > candidate_count:
        best = np.argpartition(rating, -candidate_count)[-candidate_count:]
        candidates, rating = candidates[best], rating[best]
    candidates = candidates[rating >= least * rating.max()]
    return int(candidates[np.argmin(specification.random_order[candidates])])


def _candidate_limits(state: ExamineeState) -> tuple[int, float]:
    """Return among how many of the best items chance decides, and the least share of the best rating."""
    plan = state.specification.plan
    if state.answer_count < plan.coverage_rule.easy_items:
        return EASY_CANDIDATES, 0.0
    if state.answer_count < EARLY_ITEMS:
        return EARLY_CANDIDATES, MIN_RELATIVE_UTILITY
    if plan.exposure_policy is ExposurePolicy.VARIETY:
        return VARIETY_CANDIDATES, MIN_VARIETY_UTILITY
    return 1, MIN_RELATIVE_UTILITY
