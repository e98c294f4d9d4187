"""The test bench: one bank, its goals, and any number of sittings, for engines' examiners outside.

It does what the application does around the engine: serves, remembers what was served to whom, counts
how often each item is shown. How it is spoken to stands in `jsonlines`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quiz.assess.calibration import Answer, Fitted, calibrate
from quiz.assess.engine import Finish, next_step
from quiz.assess.errors import ImpossiblePlan, UnknownArea
from quiz.assess.estimates import AreaEstimate, estimates
from quiz.assess.items import Exposure, Item, Response
from quiz.assess.learning import MOST_LEARNED_FROM, is_due, with_learned_items
from quiz.assess.plan import Length, Plan
from quiz.assess.pool import Pool
from quiz.assess.population import population_of
from quiz.assess.prior import Prior
from quiz.assess.settling import questions_needed
from quiz.assess.standing import Standing
from quiz.assess.terms import Terms
from quiz.errors import NotFound, NotNow


@dataclass(eq=False)
class BenchSitting:
    """One sitting: what the engine knows of it, and the item that waits for an answer."""

    goal: str
    candidate: str | None
    standing: Standing
    responses: list[Response] = field(default_factory=list)
    waiting: str | None = None
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
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
class Bench:
    """A bank with its goals, and the sittings held over it since it was loaded."""

    pool: Pool
    goals: Mapping[str, Mapping[str, float]]
    cut_se: float = 0.0
    prior: Prior | None = None
    sittings: dict[str, BenchSitting] = field(default_factory=dict)
    #: whether strangers' prior and authored items are estimated from the sittings so far (not when a prior was given)
    learns: bool = True
    #: the bank as it was loaded
    authored: Pool = field(init=False)
    #: goal -> how many sittings were opened, and how many of them showed each item
    opened: Counter[str] = field(default_factory=Counter)
    shown: dict[str, Counter[str]] = field(default_factory=dict)
    #: candidate -> items served to them
    met: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.authored = self.pool

    @classmethod
    def of(
        cls,
        items: Iterable[Item],
        goals: Mapping[str, Mapping[str, float]],
        *,
        cut_se: float = 0.0,
        prior: Prior | None = None,
        learns: bool = True,
    ) -> "Bench":
        """Load a bank; impossible items, cuts and priors are refused by name."""
        for goal, cuts in goals.items():
            if not cuts:
                raise ImpossiblePlan(f"The goal “{goal}” requires nothing.")
            Plan(cuts=cuts, cut_se=cut_se)
        return cls(
            Pool.of(items), goals, cut_se, prior, learns=learns and prior is None
        )

    def open(self, opening: Opening) -> str:
        """Open a sitting and return its name. Items the candidate has met are left out while there are others."""
        if opening.goal not in self.goals:
            raise NotFound(f"There is no goal “{opening.goal}”.")
        self._learn()
        cuts = self.goals[opening.goal]
        unknown = (opening.areas or frozenset()) - cuts.keys()
        if unknown:
            raise UnknownArea(
                f"The goal “{opening.goal}” says nothing about {', '.join(sorted(unknown))}."
            )
        terms = self._terms(
            opening, frozenset(self.met.get(opening.candidate or "", ()))
        )
        if not terms.allowed.any():
            terms = self._terms(opening, frozenset())
        name = f"s{len(self.sittings) + 1}"
        self.sittings[name] = BenchSitting(
            opening.goal, opening.candidate, Standing(terms)
        )
        self.opened[opening.goal] += 1
        return name

    def _learn(self) -> None:
        """Estimate items and people anew, when the number of sittings has doubled; a sitting keeps its own."""
        if self.learns and is_due(len(self.sittings)):
            taken = [sitting.responses for sitting in self.sittings.values()]
            self.pool = with_learned_items(self.authored, taken)
            self.prior = population_of(self.pool, taken[-MOST_LEARNED_FROM:])

    def _terms(self, opening: Opening, barred: frozenset[str]) -> Terms:
        shown = self.shown.setdefault(opening.goal, Counter())
        plan = Plan(
            cuts=self.goals[opening.goal],
            cut_se=self.cut_se,
            length=opening.length,
            max_items=opening.max_items,
            areas=opening.areas,
            objectives=opening.objectives,
            seed=opening.seed,
            barred=barred,
            prior=self.prior,
            use_time=opening.use_time,
            exposure=Exposure(self.opened[opening.goal], dict(shown)),
        )
        return Terms.of(self.pool, plan)

    def next(self, name: str) -> str | None:
        """Return the item to answer, the same until it is answered; None when the sitting is over."""
        sitting = self._sitting(name)
        if sitting.waiting is None and not sitting.over:
            step = next_step(sitting.standing)
            if isinstance(step, Finish):
                sitting.over = True
            else:
                self._serve(sitting, step.item)
        return sitting.waiting

    def _serve(self, sitting: BenchSitting, item: str) -> None:
        sitting.waiting = item
        self.shown[sitting.goal][item] += 1
        if sitting.candidate is not None:
            self.met.setdefault(sitting.candidate, set()).add(item)

    def answer(self, name: str, response: Response) -> None:
        """Take the answer to the item that waits; one that was answered before changes nothing."""
        sitting = self._sitting(name)
        number = self.pool.number(response.item)
        if number in sitting.standing.answers:
            return
        if sitting.waiting is None:
            raise NotNow(
                f"No item of “{name}” waits for an answer; ask for the next one."
            )
        if response.item != sitting.waiting:
            raise NotNow(
                f"“{sitting.waiting}” waits for an answer, not “{response.item}”."
            )
        sitting.standing.add(response)
        sitting.responses.append(response)
        sitting.waiting = None

    def report(self, name: str) -> dict[str, AreaEstimate]:
        """Return what is known of each area."""
        return estimates(self._sitting(name).standing)

    def settle(self, name: str, area: str) -> int | None:
        """Return about how many more questions would settle an area."""
        return questions_needed(self._sitting(name).standing, area)

    def calibrate(self, answers: Iterable[Answer]) -> dict[str, Fitted]:
        """Return parameters of the items these answers speak of; the bank itself stays as it is."""
        return calibrate(self.pool.items, answers)

    def _sitting(self, name: str) -> BenchSitting:
        try:
            return self.sittings[name]
        except KeyError:
            raise NotFound(f"There is no sitting “{name}”.") from None
