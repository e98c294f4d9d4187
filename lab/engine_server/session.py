"""A session of the engine server: one bank, its goals, and any number of sittings.

Around the engine it does what the application does: it presents items, remembers who has seen which, and
counts exposure. The protocol is in `jsonlines` and `requests`.
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
from quiz.measurement.assessment_plan import (
    BARE_COVERAGE,
    AssessmentPlan,
    Length,
)
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
    """One sitting: its examinee state and the item that waits for an answer."""

    goal: str
    candidate: str | None
    state: ExamineeState
    responses: list[Response] = field(default_factory=list)
    pending_item: str | None = None
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRequest:
    """The parameters of a sitting to open."""

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
    """A bank with its goals, and the sittings since it was loaded."""

    pool: ItemPool
    goals: Mapping[str, Mapping[str, float]]
    cut_se: float = 0.0
    prior: AbilityPrior | None = None
    sittings: dict[str, SessionSitting] = field(default_factory=dict)
    #: whether the default prior and authored items are re-estimated from the sittings so far
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
        """Load a bank; impossible items, cuts and priors are refused."""
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

    def open_sitting(self, request: SittingRequest) -> str:
        """Open a sitting and return its name. Items the candidate has seen are excluded while there are others."""
        if request.goal not in self.goals:
            raise NotFound(f"There is no goal “{request.goal}”.")
        self._update_parameters()
        cuts = self.goals[request.goal]
        unknown = (request.areas or frozenset()) - cuts.keys()
        if unknown:
            raise UnknownArea(
                f"The goal “{request.goal}” says nothing about {', '.join(sorted(unknown))}."
            )
        specification = self._compile_specification(
            request, frozenset(self.seen_items.get(request.candidate or "", ()))
        )
        if not specification.allowed.any():
            specification = self._compile_specification(request, frozenset())
        name = f"s{len(self.sittings) + 1}"
        self.sittings[name] = SessionSitting(
            request.goal, request.candidate, ExamineeState(specification)
        )
        self.opened[request.goal] += 1
        return name

    def _update_parameters(self) -> None:
        """Re-estimate items and population when the number of sittings has doubled; open sittings keep theirs."""
        if self.learns and is_recalibration_due(len(self.sittings)):
            answers = [sitting.responses for sitting in self.sittings.values()]
            self.pool = recalibrate_items(self.authored, answers)
            self.prior = estimate_population(
                self.pool, answers[-MAX_RECALIBRATION_SITTINGS:]
            )

    def _compile_specification(
        self, request: SittingRequest, barred: frozenset[str]
    ) -> AssessmentSpecification:
        shown = self.shown.setdefault(request.goal, Counter())
        plan = AssessmentPlan(
            cuts=self.goals[request.goal],
            cut_se=self.cut_se,
            length=request.length,
            max_items=request.max_items,
            areas=request.areas,
            objectives=request.objectives,
            seed=request.seed,
            excluded_items=barred,
            population=self.prior,
            coverage=BARE_COVERAGE,
            use_time=request.use_time,
            exposure=Exposure(self.opened[request.goal], dict(shown)),
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
        """Record the answer to the item that waits; one already answered changes nothing."""
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
        """Return the estimate of each area."""
        return estimate_from_state(self._find_sitting(name).state)

    def forecast_questions(self, name: str, area: str) -> int | None:
        """Return the forecast number of questions that would decide an area."""
        return forecast_from_state(self._find_sitting(name).state, area)

    def calibrate_items(
        self, answers: Iterable[ScoredResponse]
    ) -> dict[str, ItemParameters]:
        """Return parameters of the items with answers; the bank itself does not change."""
        return calibrate_items(self.pool.items, answers)

    def _find_sitting(self, name: str) -> SessionSitting:
        try:
            return self.sittings[name]
        except KeyError:
            raise NotFound(f"There is no sitting “{name}”.") from None
