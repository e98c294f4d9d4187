"""Trigpoint's engine as the simulation runs it."""

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from lab.online_calibration.item_updates import is_recalibration_due, recalibrate_items
from lab.online_calibration.population import estimate_population
from lab.simulation.engines.fitted_parameters import FittedParameters
from lab.simulation.sittings import EngineReport
from lab.simulation.worlds import SimulatedAnswer, World, item_name, item_number
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import (
    BARE_COVERAGE,
    AssessmentPlan,
    Length,
    StoppingRule,
)
from quiz.measurement.engine import NextItem, select_from_state
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Exposure, Response
from quiz.measurement.reporting.estimates import estimate_from_state
from quiz.measurement.specification import AssessmentSpecification


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Settings of the engine in a simulation."""

    length: Length = "standard"
    #: most questions in a sitting
    cap: int | None = 40
    #: ask exactly `cap` questions, whatever their utility
    fixed: bool = False
    #: smallest expected utility of a question; None is that of the length
    min_utility: float | None = None
    use_time: bool = False
    #: fewest questions about each area
    floor: int = 1
    #: largest share of sittings that may show an item; None is no cap
    exposure_cap: float | None = 0.34
    cut_se: float = 0.0
    #: correlation the engine assumes; None is its default
    assumed_correlation: float | None = None
    #: re-estimate the population after 50, 100, 200, ... sittings
    learn_people: bool = True
    #: and with it the authored items
    learn_items: bool = True
    #: results of a calibration
    learned: FittedParameters | None = None


@dataclass(eq=False)
class TrigpointEngine:
    """The engine over one bank; counts exposure for each goal."""

    world: World
    settings: EngineSettings
    name: str = "trigpoint"
    shown: dict[int, Counter[str]] = field(default_factory=dict)
    opened: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._taken: list[list[Response]] = []
        learned = self.settings.learned or FittedParameters()
        self.pool = self._loaded = ItemPool.from_items(
            learned.apply_to(self.world.items)
        )
        self._prior = learned.population_prior()

    def open_sitting(self, person: int) -> "TrigpointSitting":
        """Open a sitting with the exposure counts of the sittings before it."""
        self._update_parameters()
        goal = self.world.goal_index(person)
        shown = self.shown.setdefault(goal, Counter())
        plan = self._assessment_plan(person, Exposure(self.opened[goal], dict(shown)))
        self.opened[goal] += 1
        specification = AssessmentSpecification.compile_plan(self.pool, plan)
        specification = replace(
            specification,
            stopping_rule=self._stopping_rule(specification.stopping_rule),
        )
        sitting = TrigpointSitting(ExamineeState(specification), shown)
        self._taken.append(sitting.responses)
        return sitting

    def _update_parameters(self) -> None:
        """Re-estimate items and population when the number of sittings has doubled."""
        if not is_recalibration_due(len(self._taken)):
            return
        if self.settings.learn_items:
            self.pool = recalibrate_items(self._loaded, self._taken)
        if self.settings.learn_people:
            self._prior = estimate_population(self.pool, self._taken)

    def _stopping_rule(self, planned: StoppingRule) -> StoppingRule:
        settings = self.settings
        if settings.fixed and settings.cap is not None:
            return StoppingRule(settings.cap, settings.cap, None)
        if settings.min_utility is not None:
            return replace(planned, min_utility=settings.min_utility)
        return planned

    def _assessment_plan(self, person: int, exposure: Exposure) -> AssessmentPlan:
        settings, cuts = self.settings, self.world.required_cuts(person)
        capped = settings.exposure_cap is not None
        assumed = settings.assumed_correlation
        return AssessmentPlan(
            cuts=cuts,
            cut_se=settings.cut_se,
            length=settings.length,
            max_items=settings.cap,
            seed=hash((self.world.options.seed, person)) % 2**32,
            population=self._prior
            if assumed is None
            else AbilityPrior.from_defaults(sorted(cuts), correlation=assumed),
            use_time=settings.use_time,
            coverage=replace(BARE_COVERAGE, area_floor=settings.floor),
            exposure=exposure if capped else None,
            exposure_cap=settings.exposure_cap or 1.0,
        )


class TrigpointSitting:
    """One sitting of the engine."""

    def __init__(self, state: ExamineeState, shown: Counter[str]) -> None:
        self._state = state
        self._shown = shown
        self.responses: list[Response] = []

    def next_item(self) -> int | None:
        """Return the engine's selection and count its exposure."""
        step = select_from_state(self._state)
        if not isinstance(step, NextItem):
            return None
        self._shown[step.item] += 1
        return item_number(step.item)

    def record_answer(self, item: int, given: SimulatedAnswer) -> None:
        """Pass the answer to the engine."""
        response = Response(item_name(item), given.score, dont_know=given.dont_know)
        self._state.add_response(response)
        self.responses.append(response)

    def report_areas(self) -> EngineReport:
        """Return the engine's report as arrays."""
        estimates = list(estimate_from_state(self._state).values())
        return EngineReport(
            np.array([area.p_reached for area in estimates]),
            np.array([area.theta for area in estimates]),
            np.array([area.low95 for area in estimates]),
            np.array([area.high95 for area in estimates]),
            np.array([float(area.asked) for area in estimates]),
        )
