"""Trigpoint's own engine, as the simulation runs it."""

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from quiz.assess.engine import Ask, next_step
from quiz.assess.estimates import estimates
from quiz.assess.items import Exposure, Response
from quiz.assess.learning import is_due, with_learned_items
from quiz.assess.plan import Length, Limits, Plan
from quiz.assess.pool import Pool
from quiz.assess.population import population_of
from quiz.assess.prior import Prior
from quiz.assess.simulation.learned import Learned
from quiz.assess.simulation.sittings import Verdict
from quiz.assess.simulation.worlds import Given, World, item_name, item_number
from quiz.assess.standing import Standing
from quiz.assess.terms import Terms


@dataclass(frozen=True, slots=True)
class Settings:
    """How the engine is used."""

    length: Length = "standard"
    #: at most so many questions
    cap: int | None = 40
    #: exactly `cap` questions, whatever they are worth
    fixed: bool = False
    #: what a question must be worth to be asked; None is what the length says
    worth: float | None = None
    use_time: bool = False
    #: largest share of sittings that may show an item; None leaves it free
    exposure_cap: float | None = 0.34
    cut_se: float = 0.0
    #: correlation the engine assumes; None is its default
    assumed_correlation: float | None = None
    #: estimate the population anew after 50, 100, 200, ... sittings
    learn_people: bool = True
    #: and with it the items that only their authors have judged
    learn_items: bool = True
    #: what a calibration has found
    learned: Learned | None = None


@dataclass(eq=False)
class Trigpoint:
    """The engine over one bank; counts what it has shown, goal by goal."""

    world: World
    settings: Settings
    name: str = "trigpoint"
    shown: dict[int, Counter[str]] = field(default_factory=dict)
    opened: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._taken: list[list[Response]] = []
        learned = self.settings.learned or Learned()
        self.pool = self._loaded = Pool.of(learned.applied(self.world.items))
        self._prior = learned.prior()

    def open(self, person: int) -> "TrigpointSitting":
        """Open a sitting; its exposure counts are those of the sittings before it."""
        self._learn()
        goal = self.world.goal_of(person)
        shown = self.shown.setdefault(goal, Counter())
        plan = self._plan(person, Exposure(self.opened[goal], dict(shown)))
        self.opened[goal] += 1
        terms = Terms.of(self.pool, plan)
        terms = replace(terms, limits=self._limits(terms.limits))
        sitting = TrigpointSitting(Standing(terms), shown)
        self._taken.append(sitting.responses)
        return sitting

    def _learn(self) -> None:
        """Estimate items and population anew when the number of sittings has doubled."""
        if not is_due(len(self._taken)):
            return
        if self.settings.learn_items:
            self.pool = with_learned_items(self._loaded, self._taken)
        if self.settings.learn_people:
            self._prior = population_of(self.pool, self._taken)

    def _limits(self, planned: Limits) -> Limits:
        settings = self.settings
        if settings.fixed and settings.cap is not None:
            return Limits(settings.cap, settings.cap, None)
        if settings.worth is not None:
            return replace(planned, worth=settings.worth)
        return planned

    def _plan(self, person: int, exposure: Exposure) -> Plan:
        settings, cuts = self.settings, self.world.required(person)
        capped = settings.exposure_cap is not None
        assumed = settings.assumed_correlation
        return Plan(
            cuts=cuts,
            cut_se=settings.cut_se,
            length=settings.length,
            max_items=settings.cap,
            seed=hash((self.world.options.seed, person)) % 2**32,
            prior=self._prior
            if assumed is None
            else Prior.assumed(sorted(cuts), correlation=assumed),
            use_time=settings.use_time,
            exposure=exposure if capped else None,
            exposure_cap=settings.exposure_cap or 1.0,
        )


class TrigpointSitting:
    """One sitting of the engine."""

    def __init__(self, standing: Standing, shown: Counter[str]) -> None:
        self._standing = standing
        self._shown = shown
        self.responses: list[Response] = []

    def next_item(self) -> int | None:
        """Return the engine's choice and count it as shown."""
        step = next_step(self._standing)
        if not isinstance(step, Ask):
            return None
        self._shown[step.item] += 1
        return item_number(step.item)

    def answer(self, item: int, given: Given) -> None:
        """Hand the answer on."""
        response = Response(item_name(item), given.score, dont_know=given.dont_know)
        self._standing.add(response)
        self.responses.append(response)

    def verdict(self) -> Verdict:
        """Return the engine's report as arrays."""
        found = list(estimates(self._standing).values())
        return Verdict(
            np.array([area.p_reached for area in found]),
            np.array([area.theta for area in found]),
            np.array([area.low95 for area in found]),
            np.array([area.high95 for area in found]),
        )
