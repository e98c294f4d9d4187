"""A plan held against a pool: names turned into numbers once, so that each question is quick to choose."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from quiz.measurement.ability.posterior import NaturalPrior
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import AssessmentPlan, StoppingRule
from quiz.measurement.irt.item_pool import IndexArray, ItemPool
from quiz.measurement.irt.items import Exposure
from quiz.measurement.irt.response_models import GRID, GRID_STEP, FloatArray

BoolArray: TypeAlias = npt.NDArray[np.bool_]

#: below this many sittings shares say nothing yet: until then an item may be shown as often
#: as the cap allows in so many, so that the hundredth sitting already finds the cap kept
SITTINGS_BEFORE_CAP = 100
#: a question this much harder (logits) than the required level is above it
ABOVE_LEVEL_MARGIN = 0.5
#: share of the sittings that give one place to a question hardly anybody has met, and how long they must be:
#: what is never asked is never learned about, and the same few questions become known
EXPLORATION_SHARE = 0.35
EXPLORATION_MIN_ITEMS = 24


def is_cap_reachable(sittings: int, cap: float = AssessmentPlan.exposure_cap) -> bool:
    """Say whether after so many sittings some item can have reached the cap: each shows it once at most."""
    return sittings >= cap * SITTINGS_BEFORE_CAP


@dataclass(frozen=True, eq=False, kw_only=True)
class GoalSpecification:
    """The part of the terms that all sittings of a goal share."""

    pool: ItemPool
    #: the measured areas; all other arrays go along with them
    areas: tuple[str, ...]
    #: number of an item -> number of its measured area, or -1; as a list, quick to look up
    item_area_list: list[int]
    #: of shape (n_items,): the same as an array
    item_area: IndexArray
    #: measured area -> its first item in the pool and the item after the last
    bounds: tuple[tuple[int, int], ...]
    cuts: FloatArray
    #: standard deviation (logits) of the step from "not yet" to "reached"
    cut_standard_error: float
    #: of shape (n_areas, n_grid): chance that an ability reaches the cut, the cut's own doubt included
    mastery_curves: FloatArray


@dataclass(frozen=True, eq=False, kw_only=True)
class AssessmentSpecification(GoalSpecification):
    """What stays the same from question to question."""

    plan: AssessmentPlan
    stopping_rule: StoppingRule
    weights: FloatArray
    #: what earlier sittings say about the person; None for a new person
    earlier: AbilityPrior | None
    #: the distribution of new people, and the same in natural parameters
    population: AbilityPrior
    natural_prior: NaturalPrior
    #: of shape (n_areas,): fewest questions about each area
    floors: FloatArray
    #: of shape (n_items,): in a measured area, of a wanted objective and not excluded
    allowed: BoolArray
    #: of shape (n_items,): clearly harder than what the goal requires
    above_level: BoolArray
    #: of shape (n_items,): share of the goal's sittings that have shown the item
    exposure_rates: FloatArray | None
    #: whether one question is to be one that hardly anybody has met
    explores: bool
    #: share of the questions about what is measured that show code
    code_share: float
    #: share of these questions by the way they are answered
    form_share: FloatArray
    #: of shape (n_items,): the sitting's own order among questions that are worth the same
    random_order: FloatArray

    @classmethod
    def compile_plan(
        cls, pool: ItemPool, plan: AssessmentPlan
    ) -> "AssessmentSpecification":
        """Work out the terms; cheap enough to do again for every request."""
        cuts = tuple(plan.cuts[area] for area in plan.measured_areas)
        goal_part = _goal_specification(pool, plan.measured_areas, cuts, plan.cut_se)
        shares = _content_shares(pool, plan.measured_areas, plan.objectives)
        floors = plan.area_floors
        population = (
            plan.population.align_to(goal_part.areas)
            if plan.population
            else AbilityPrior.from_defaults(goal_part.areas)
        )
        return cls(
            **vars(goal_part),
            plan=plan,
            stopping_rule=plan.stopping_rule,
            floors=np.array([floors[area] for area in goal_part.areas], dtype=float),
            weights=np.array(
                [plan.weights.get(area, 1.0) for area in goal_part.areas], dtype=float
            ),
            earlier=plan.prior.align_to(goal_part.areas) if plan.prior else None,
            population=population,
            natural_prior=NaturalPrior.from_prior(population)
            if plan.population
            else _default_prior(goal_part.areas),
            allowed=_permitted_items(pool, plan),
            above_level=_items_above_level(pool, goal_part.item_area, goal_part.cuts),
            exposure_rates=_exposure_rates(pool, plan.exposure)
            if plan.exposure and plan.exposure.shown
            else None,
            explores=_draw_exploration(abs(plan.seed))
            and plan.stopping_rule.max_items >= EXPLORATION_MIN_ITEMS,
            code_share=shares.code,
            form_share=shares.forms,
            random_order=_draw_order(abs(plan.seed), len(pool)),
        )


@lru_cache(maxsize=16)
def _goal_specification(
    pool: ItemPool, areas: tuple[str, ...], levels: tuple[float, ...], cut_se: float
) -> GoalSpecification:
    numbers = {area: number for number, area in enumerate(pool.areas)}
    area_number = np.full(len(pool.areas), -1, dtype=np.intp)
    for number, area in enumerate(areas):
        if area in numbers:
            area_number[numbers[area]] = number
    item_area = area_number[pool.area_index]
    cuts = np.array(levels, dtype=float)
    # The grid itself blurs by a uniform cell of one step.
    step_sd = float(np.hypot(cut_se, GRID_STEP / np.sqrt(12)))
    return GoalSpecification(
        pool=pool,
        areas=areas,
        item_area_list=item_area.tolist(),
        item_area=item_area,
        bounds=tuple(
            pool.bounds[numbers[area]] if area in numbers else (0, 0) for area in areas
        ),
        cuts=cuts,
        cut_standard_error=step_sd,
        mastery_curves=mastery_curves(cuts, step_sd),
    )


def mastery_curves(cuts: FloatArray, standard_error: float) -> FloatArray:
    """Return the chance that each ability of the grid reaches each cut, of shape (n_cuts, n_grid)."""
    curves: FloatArray = ndtr((GRID - cuts[:, None]) / standard_error)
    return curves


@lru_cache(maxsize=32)
def _default_prior(areas: tuple[str, ...]) -> NaturalPrior:
    return NaturalPrior.from_prior(AbilityPrior.from_defaults(areas))


@lru_cache(maxsize=256)
def _draw_exploration(seed: int) -> bool:
    return bool(np.random.default_rng([seed, 1]).random() < EXPLORATION_SHARE)


@lru_cache(maxsize=256)
def _draw_order(seed: int, items: int) -> FloatArray:
    return np.random.default_rng(seed).random(items)


def _items_above_level(
    pool: ItemPool, item_area: IndexArray, cuts: FloatArray
) -> BoolArray:
    # The last element is for items outside the measured areas.
    limits = np.append(cuts + ABOVE_LEVEL_MARGIN, np.inf)
    above: BoolArray = pool.location > limits[item_area]
    return above


def _permitted_items(pool: ItemPool, plan: AssessmentPlan) -> BoolArray:
    allowed: BoolArray = _items_in_scope(
        pool, plan.measured_areas, plan.objectives
    ).copy()
    allowed[pool.item_indices(plan.excluded_items)] = False
    return allowed


@lru_cache(maxsize=16)
def _items_in_scope(
    pool: ItemPool, areas: tuple[str, ...], objectives: frozenset[str] | None
) -> BoolArray:
    """Return which items are about what is measured, of shape (n_items,)."""
    measured: BoolArray = np.array(
        [item.area in areas for item in pool.items], dtype=bool
    )
    if objectives is None:
        return measured
    wanted = [item.objective in objectives for item in pool.items]
    measured &= np.array(wanted, dtype=bool)
    return measured


@dataclass(frozen=True, eq=False)
class _ContentShares:
    code: float
    forms: FloatArray


@lru_cache(maxsize=16)
def _content_shares(
    pool: ItemPool, areas: tuple[str, ...], objectives: frozenset[str] | None
) -> _ContentShares:
    wanted = _items_in_scope(pool, areas, objectives)
    count = int(wanted.sum())
    known_forms = pool.form_index[wanted & (pool.form_index >= 0)]
    forms = np.bincount(known_forms, minlength=int(pool.form_index.max(initial=-1)) + 1)
    return _ContentShares(
        float(pool.is_code[wanted].sum()) / max(count, 1), forms / max(count, 1)
    )


@lru_cache(maxsize=8)
def _exposure_rates(pool: ItemPool, exposure: Exposure) -> FloatArray:
    shown = np.zeros(len(pool))
    for item, count in exposure.shown.items():
        if item in pool.index:
            shown[pool.index[item]] = count
    return shown / max(exposure.sittings, SITTINGS_BEFORE_CAP)
