"""The adaptive engine: which question next, and what the answers so far say. Pure functions of their arguments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

import numpy as np

from quiz.assess.blueprint import askable, fresh, narrowed, rarest, untouched
from quiz.assess.estimates import AreaEstimate, estimates
from quiz.assess.items import Exposure, Response
from quiz.assess.levels import SURE
from quiz.assess.plan import Plan
from quiz.assess.pool import Pool
from quiz.assess.prior import Prior
from quiz.assess.selection import Worth, worth
from quiz.assess.settling import questions_needed
from quiz.assess.standing import Standing
from quiz.assess.terms import Bools, Terms

#: among how many of the best questions chance decides: at first, and later on
BEST_AT_FIRST = 5
BEST_LATER = 1
AT_FIRST = 5
#: chance decides only among questions worth at least this share of the best one
AS_GOOD = 0.7
#: the place in a sitting that may go to a question hardly anybody has met
EXPLORING_PLACE = 6


class Reason(Enum):
    """Why a sitting ends."""

    SETTLED = "every area is settled"
    NOT_WORTH_IT = "no further question is worth its time"
    LENGTH = "the planned length is reached"
    NO_ITEM_LEFT = "there is no further question"


@dataclass(frozen=True, slots=True)
class Ask:
    """The next question."""

    item: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of the sitting."""

    reason: Reason


def next_item(
    pool: Pool,
    plan: Plan,
    responses: Sequence[Response],
    *,
    set_aside: Iterable[str] = frozenset(),
    exposure: Exposure | None = None,
) -> Ask | Finish:
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
    return next_step(Standing(_terms(pool, plan), responses), set_aside)


@dataclass(frozen=True, slots=True)
class Step:
    """The next question or the end, and how many areas the answers so far settle."""

    decision: Ask | Finish
    settled: int


def next_and_settled(
    pool: Pool,
    plan: Plan,
    responses: Sequence[Response],
    *,
    set_aside: Iterable[str] = frozenset(),
) -> Step:
    """Return what `next_item` does, and how many measured areas are settled by answers of their own."""
    standing = Standing(_terms(pool, plan), responses)
    sure = np.maximum(standing.p_reached, 1 - standing.p_reached) >= SURE
    settled = int((sure & (standing.counts > 0)).sum())
    return Step(next_step(standing, set_aside), settled)


def report(
    pool: Pool, plan: Plan, responses: Sequence[Response]
) -> dict[str, AreaEstimate]:
    """Return what the answers say about every measured area."""
    return estimates(Standing(_terms(pool, plan), responses))


def questions_to_settle(
    pool: Pool, plan: Plan, responses: Sequence[Response], area: str
) -> int | None:
    """Return about how many more questions would settle an area: 0 if settled, None if too many."""
    return questions_needed(Standing(_terms(pool, plan), responses), area)


def posterior_prior(pool: Pool, plan: Plan, responses: Sequence[Response]) -> Prior:
    """Return what the answers say as a prior for the person's next sitting; widen it with time."""
    standing = Standing(_terms(pool, plan), responses)
    after = standing.posterior
    return Prior(standing.terms.areas, after.mean, after.covariance)


@lru_cache(maxsize=8)
def _terms(pool: Pool, plan: Plan) -> Terms:
    """Return the terms of a plan that is asked about again and again; told apart by identity."""
    return Terms.of(pool, plan)


def next_step(
    standing: Standing, set_aside: Iterable[str] = frozenset()
) -> Ask | Finish:
    """Return the next question of a standing that is kept from answer to answer."""
    terms = standing.terms
    free = askable(standing, set_aside)
    if standing.asked >= terms.limits.most:
        return Finish(Reason.LENGTH)
    if not free.any():
        return Finish(Reason.NO_ITEM_LEFT)
    free = fresh(standing, free)
    value = worth(standing)
    waiting = untouched(standing, free)
    reason = (
        None if standing.asked < terms.limits.least else _enough(standing, free, value)
    )
    if reason is not None:
        if not waiting.any():
            return Finish(reason)
        free &= waiting[terms.item_area]
    number = _choice(standing, narrowed(standing, free, value), value)
    return Ask(terms.pool.items[number].id)


def _enough(standing: Standing, free: Bools, value: Worth) -> Reason | None:
    limits = standing.terms.limits
    p = standing.p_reached[standing.terms.weights > 0]
    if (np.minimum(p, 1 - p) < limits.certain).all():
        return Reason.SETTLED
    if limits.worth is not None and value.gain[free].max() < limits.worth:
        return Reason.NOT_WORTH_IT
    return None


def _choice(standing: Standing, free: Bools, value: Worth) -> int:
    """Return the item worth most per √second; of the best few, the sitting's own order decides."""
    terms = standing.terms
    if terms.explores and standing.asked == EXPLORING_PLACE - 1:
        free = rarest(standing, free)
    candidates = np.flatnonzero(free)
    rating = value.gain[candidates]
    if terms.plan.use_time:
        rating = rating / np.sqrt(terms.pool.seconds[candidates])
    few = BEST_AT_FIRST if standing.asked < AT_FIRST else BEST_LATER
    if len(candidates) > few:
        best = np.argpartition(rating, -few)[-few:]
        candidates, rating = candidates[best], rating[best]
    candidates = candidates[rating >= AS_GOOD * rating.max()]
    return int(candidates[np.argmin(terms.shuffle[candidates])])
