"""A plan held against a pool: names turned into numbers once, so that each question is quick to choose."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from quiz.assess.curves import GRID, GRID_STEP, Floats
from quiz.assess.items import Exposure
from quiz.assess.plan import Limits, Plan
from quiz.assess.pool import Ints, Pool
from quiz.assess.posterior import Coupling
from quiz.assess.prior import Prior

Bools: TypeAlias = npt.NDArray[np.bool_]

#: below this many sittings shares say nothing yet: until then an item may be shown as often
#: as the cap allows in so many, so that the hundredth sitting already finds the cap kept
SITTINGS_BEFORE_CAP = 100
#: share of the sittings that give one place to a question hardly anybody has met, and how long they must be:
#: what is never asked is never learned about, and the same few questions become known
EXPLORING_SHARE = 0.35
EXPLORING_FROM = 24


def cap_can_hold(sittings: int, cap: float = Plan.exposure_cap) -> bool:
    """Say whether after so many sittings some item can have reached the cap: each shows it once at most."""
    return sittings >= cap * SITTINGS_BEFORE_CAP


@dataclass(frozen=True, eq=False, kw_only=True)
class Frame:
    """The part of the terms that all sittings of a goal share."""

    pool: Pool
    #: the measured areas; all other arrays go along with them
    areas: tuple[str, ...]
    #: number of an item -> number of its measured area, or -1; as a list, quick to look up
    place_of: list[int]
    #: of shape (n_items,): the same as an array
    item_area: Ints
    #: measured area -> its first item in the pool and the item after the last
    bounds: tuple[tuple[int, int], ...]
    cuts: Floats
    #: standard deviation (logits) of the step from "not yet" to "reached"
    blur: float
    #: of shape (n_areas, n_grid): chance that an ability reaches the cut, the cut's own doubt included
    steps: Floats


@dataclass(frozen=True, eq=False, kw_only=True)
class Terms(Frame):
    """What stays the same from question to question."""

    plan: Plan
    limits: Limits
    weights: Floats
    coupling: Coupling
    #: of shape (n_items,): in a measured area, of a wanted objective and not barred
    allowed: Bools
    #: of shape (n_items,): share of the goal's sittings that have shown the item
    shown: Floats | None
    #: whether one question is to be one that hardly anybody has met
    explores: bool
    #: share of the questions about what is measured that show code
    code_share: float
    #: share of these questions by the way they are answered
    form_share: Floats
    #: of shape (n_items,): the sitting's own order among questions that are worth the same
    shuffle: Floats

    @classmethod
    def of(cls, pool: Pool, plan: Plan) -> "Terms":
        """Work out the terms; cheap enough to do anew for every request."""
        cuts = tuple(plan.cuts[area] for area in plan.measured)
        frame = _frame(pool, plan.measured, cuts, plan.cut_se)
        shares = _shares(pool, plan.measured, plan.objectives)
        return cls(
            **vars(frame),
            plan=plan,
            limits=plan.limits,
            weights=np.array(
                [plan.weights.get(area, 1.0) for area in frame.areas], dtype=float
            ),
            coupling=Coupling.of(plan.prior.over(frame.areas))
            if plan.prior
            else _assumed(frame.areas),
            allowed=_allowed(pool, plan),
            shown=_shown(pool, plan.exposure)
            if plan.exposure and plan.exposure.shown
            else None,
            explores=_explores(abs(plan.seed)) and plan.limits.most >= EXPLORING_FROM,
            code_share=shares.code,
            form_share=shares.forms,
            shuffle=_shuffle(abs(plan.seed), len(pool)),
        )


@lru_cache(maxsize=16)
def _frame(
    pool: Pool, areas: tuple[str, ...], levels: tuple[float, ...], cut_se: float
) -> Frame:
    numbers = {area: number for number, area in enumerate(pool.areas)}
    place = np.full(len(pool.areas), -1, dtype=np.intp)
    for number, area in enumerate(areas):
        if area in numbers:
            place[numbers[area]] = number
    item_area = place[pool.area_of]
    cuts = np.array(levels, dtype=float)
    # The grid itself blurs by a uniform cell of one step.
    blur = float(np.hypot(cut_se, GRID_STEP / np.sqrt(12)))
    return Frame(
        pool=pool,
        areas=areas,
        place_of=item_area.tolist(),
        item_area=item_area,
        bounds=tuple(
            pool.bounds[numbers[area]] if area in numbers else (0, 0) for area in areas
        ),
        cuts=cuts,
        blur=blur,
        steps=ndtr((GRID - cuts[:, None]) / blur),
    )


@lru_cache(maxsize=32)
def _assumed(areas: tuple[str, ...]) -> Coupling:
    return Coupling.of(Prior.assumed(areas))


@lru_cache(maxsize=256)
def _explores(seed: int) -> bool:
    return bool(np.random.default_rng([seed, 1]).random() < EXPLORING_SHARE)


@lru_cache(maxsize=256)
def _shuffle(seed: int, items: int) -> Floats:
    return np.random.default_rng(seed).random(items)


def _allowed(pool: Pool, plan: Plan) -> Bools:
    allowed: Bools = _about(pool, plan.measured, plan.objectives).copy()
    allowed[pool.numbers(plan.barred)] = False
    return allowed


@lru_cache(maxsize=16)
def _about(
    pool: Pool, areas: tuple[str, ...], objectives: frozenset[str] | None
) -> Bools:
    """Return which items are about what is measured, of shape (n_items,)."""
    measured: Bools = np.array([item.area in areas for item in pool.items], dtype=bool)
    if objectives is None:
        return measured
    wanted = [item.objective in objectives for item in pool.items]
    measured &= np.array(wanted, dtype=bool)
    return measured


@dataclass(frozen=True, eq=False)
class _Shares:
    code: float
    forms: Floats


@lru_cache(maxsize=16)
def _shares(
    pool: Pool, areas: tuple[str, ...], objectives: frozenset[str] | None
) -> _Shares:
    wanted = _about(pool, areas, objectives)
    count = int(wanted.sum())
    told = pool.form_of[wanted & (pool.form_of >= 0)]
    forms = np.bincount(told, minlength=int(pool.form_of.max(initial=-1)) + 1)
    return _Shares(
        float(pool.is_code[wanted].sum()) / max(count, 1), forms / max(count, 1)
    )


@lru_cache(maxsize=8)
def _shown(pool: Pool, exposure: Exposure) -> Floats:
    shown = np.zeros(len(pool))
    for item, count in exposure.shown.items():
        if item in pool.index:
            shown[pool.index[item]] = count
    return shown / max(exposure.sittings, SITTINGS_BEFORE_CAP)
