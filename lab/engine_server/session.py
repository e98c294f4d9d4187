"""The test bench: one bank, its goals, and any number of sittings, for engines' examiners outside.

It does what the application does around the engine: serves, remembers what was served to whom, counts
how often each item is shown. How it is spoken to stands in `jsonlines`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lab.online_calibration.item_updates import (
    MAX_RECALIBRATION_SITTINGS,
    is_recalibration_due,
    recalibrate_items,
)
from lab.online_calibration.population import estimate_population
from quiz.calibration import ItemParameters, ScoredResponse, calibrate_items
from quiz.errors import NotFound, NotNow
from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.assessment_plan import AssessmentPlan, Length
from quiz.measurement.engine import Stop, select_from_state
from quiz.measurement.errors import ImpossiblePlan, UnknownArea
from quiz.measurement.examinee_state import ExamineeState
from quiz.measurement.irt.item_pool import ItemPool
from quiz.measurement.irt.items import Exposure, Item, Response
from quiz.measurement.reporting.estimates import AreaEstimate, estimate_from_state
from quiz.measurement.selection.length_forecast import forecast_from_state
from quiz.measurement.specification import AssessmentSpecification


@dataclass(eq=False)
class SessionSitting:
    """One sitting: what the engine knows of it, and the item that waits for an answer."""

    goal: str
    candidate: str | None
    state: ExamineeState
    responses: list[Response] = field(default_factory=list)
    pending_item: str | None = None
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRequest:
    """What a sitting is opened with."""

    goal: str
    candidate: str | None = None
    seed: int = 0
    max_items: int | None = None
    length: Length = "standard"
    areas: frozenset[str] | None = None
    objectives: frozenset[str] | None = None
    use_time: bool = False


@dataclass(eq=False)
class EngineSession:
    """A bank with its goals, and the sittings held over it since it was loaded."""

    pool: ItemPool
    goals: Mapping[str, Mapping[str, float]]
    cut_se: float = 0.0
    prior: AbilityPrior | None = None
    sittings: dict[str, SessionSitting] = field(default_factory=dict)
    #: whether strangers' prior and authored items are estimated from the sittings so far (not when a prior was given)
    learns: bool = True
    #: the bank as it was loaded
    authored: ItemPool = field(init=False)
    #: goal -> how many sittings were opened, and how many of them showed each item
    opened: Counter[str] = field(default_factory=Counter)
    shown: dict[str, Counter[str]] = field(default_factory=dict)
    #: candidate -> items served to them
    seen_items: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.authored = self.pool

    @classmethod
    def from_bank(
        cls,
        items: Iterable[Item],
        goals: Mapping[str, Mapping[str, float]],
        *,
        cut_se: float = 0.0,
        prior: AbilityPrior | None = None,
        learns: bool = True,
    ) -> "EngineSession":
        """Load a bank; impossible items, cuts and priors are refused by name."""
        for goal, cuts in goals.items():
            if not cuts:
                raise ImpossiblePlan(f"The goal “{goal}” requires nothing.")
            AssessmentPlan(cuts=cuts, cut_se=cut_se)
        return cls(
            ItemPool.from_items(items),
            goals,
            cut_se,
            prior,
            learns=learns and prior is None,
        )

    def open_sitting(self, opening: SittingRequest) -> str:
        """Open a sitting and return its name. Items the candidate has met are left out while there are others."""
        if opening.goal not in self.goals:
            raise NotFound(f"There is no goal “{opening.goal}”.")
        self._update_parameters()
        cuts = self.goals[opening.goal]
        unknown = (opening.areas or frozenset()) - cuts.keys()
        if unknown:
            raise UnknownArea(
                f"The goal “{opening.goal}” says nothing about {', '.join(sorted(unknown))}."
            )
        terms = self._compile_specification(
            opening, frozenset(self.seen_items.get(opening.candidate or "", ()))
        )
        if not terms.allowed.any():
            terms = self._compile_specification(opening, frozenset())
        name = f"s{len(self.sittings) + 1}"
        self.sittings[name] = SessionSitting(
            opening.goal, opening.candidate, ExamineeState(terms)
        )
        self.opened[opening.goal] += 1
        return name

    def _update_parameters(self) -> None:
        """Estimate items and people anew, when the number of sittings has doubled; a sitting keeps its own."""
        if self.learns and is_recalibration_due(len(self.sittings)):
            taken = [sitting.responses for sitting in self.sittings.values()]
            self.pool = recalibrate_items(self.authored, taken)
            self.prior = estimate_population(
                self.pool, taken[-MAX_RECALIBRATION_SITTINGS:]
            )

    def _compile_specification(
        self, opening: SittingRequest, barred: frozenset[str]
    ) -> AssessmentSpecification:
        shown = self.shown.setdefault(opening.goal, Counter())
        plan = AssessmentPlan(
            cuts=self.goals[opening.goal],
            cut_se=self.cut_se,
            length=opening.length,
            max_items=opening.max_items,
            areas=opening.areas,
            objectives=opening.objectives,
            seed=opening.seed,
            excluded_items=barred,
            prior=self.prior,
            use_time=opening.use_time,
            exposure=Exposure(self.opened[opening.goal], dict(shown)),
        )
        return AssessmentSpecification.compile_plan(self.pool, plan)

    def next_item(self, name: str) -> str | None:
        """Return the item to answer, the same until it is answered; None when the sitting is over."""
        sitting = self._find_sitting(name)
        if sitting.pending_item is None and not sitting.over:
            step = select_from_state(sitting.state)
            if isinstance(step, Stop):
                sitting.over = True
            else:
                self._present_item(sitting, step.item)
        return sitting.pending_item

    def _present_item(self, sitting: SessionSitting, item: str) -> None:
        sitting.pending_item = item
        self.shown[sitting.goal][item] += 1
        if sitting.candidate is not None:
            self.seen_items.setdefault(sitting.candidate, set()).add(item)

    def record_answer(self, name: str, response: Response) -> None:
        """Take the answer to the item that waits; one that was answered before changes nothing."""
        sitting = self._find_sitting(name)
        number = self.pool.item_index(response.item)
        if number in sitting.state.answers:
            return
        if sitting.pending_item is None:
            raise NotNow(
                f"No item of “{name}” waits for an answer; ask for the next one."
            )
        if response.item != sitting.pending_item:
            raise NotNow(
                f"“{sitting.pending_item}” waits for an answer, not “{response.item}”."
            )
        sitting.state.add_response(response)
        sitting.responses.append(response)
        sitting.pending_item = None

    def report_areas(self, name: str) -> dict[str, AreaEstimate]:
        """Return what is known of each area."""
        return estimate_from_state(self._find_sitting(name).state)

    def forecast_questions(self, name: str, area: str) -> int | None:
        """Return about how many more questions would settle an area."""
        return forecast_from_state(self._find_sitting(name).state, area)

    def calibrate_items(
        self, answers: Iterable[ScoredResponse]
    ) -> dict[str, ItemParameters]:
        """Return parameters of the items these answers speak of; the bank itself stays as it is."""
        return calibrate_items(self.pool.items, answers)

    def _find_sitting(self, name: str) -> SessionSitting:
        try:
            return self.sittings[name]
        except KeyError:
            raise NotFound(f"There is no sitting “{name}”.") from None
