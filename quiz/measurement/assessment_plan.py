"""The plan of a sitting: what it measures, for whom and within what limits. Fixed when the sitting begins."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal, TypeAlias

from quiz.measurement.ability.prior import AbilityPrior
from quiz.measurement.errors import ImpossiblePlan
from quiz.measurement.irt.items import Exposure

Length: TypeAlias = Literal["quick", "standard", "thorough", "settle", "check"]


@dataclass(frozen=True, slots=True)
class StoppingRule:
    """When a sitting ends: the fewest and most questions, and the expected utility below which none is asked."""

    min_items: int
    max_items: int
    #: smallest expected drop of risk that justifies a question; None continues to `max_items`
    min_utility: float | None
    #: stop when the chance of a wrong decision is below this in every required area; 0 never stops
    max_error: float = 0.0


#: what a drop of variance (logits²) counts beside a drop of decision risk: for the decisions alone, and
#: where the profile of the areas matters as well
DECISION_VARIANCE_WEIGHT = 0.002
PROFILE_VARIANCE_WEIGHT = 0.02


@dataclass(frozen=True, slots=True)
class CoverageRule:
    """How evenly a sitting covers the areas, how it begins, and how much of other languages it reads."""

    #: fewest questions about each area, as far as the bank has them
    area_floor: int = 1
    #: fewest questions of the whole sitting, as far as the bank has them
    min_items: int = 0
    #: number of junior questions at the start that most juniors answer correctly
    easy_items: int = 0
    #: most questions that read another programming language than the person's own
    max_foreign: int = 1
    #: number of answers before the first of those
    first_foreign: int = 10
    #: what a drop of variance (logits²) counts beside a drop of decision risk
    variance_weight: float = PROFILE_VARIANCE_WEIGHT
    #: what a question above the goal's level is worth, as a share of its utility
    above_level_share: float = 0.4
    #: smallest expected drop of risk that justifies a question after the floors; None is that of the length
    min_utility: float | None = None


STOPPING_RULES: Mapping[Length, StoppingRule] = {
    "quick": StoppingRule(min_items=24, max_items=24, min_utility=None),
    "standard": StoppingRule(
        min_items=0, max_items=48, min_utility=0.0065, max_error=0.08
    ),
    "thorough": StoppingRule(
        min_items=0, max_items=84, min_utility=0.0023, max_error=0.08
    ),
    "settle": StoppingRule(min_items=3, max_items=8, min_utility=0.0023, max_error=0.1),
    # What was learned since the last check of a plan.
    "check": StoppingRule(min_items=12, max_items=12, min_utility=None),
}

#: What a person can rely on for each length. A longer length never asks fewer questions than a shorter one.
COVERAGE_RULES: Mapping[Length, CoverageRule] = {
    "quick": CoverageRule(area_floor=2, min_items=24, easy_items=2, max_foreign=0),
    "standard": CoverageRule(
        area_floor=3, min_items=24, easy_items=2, min_utility=0.028
    ),
    "thorough": CoverageRule(
        area_floor=5, min_items=48, easy_items=2, min_utility=0.012
    ),
    "settle": CoverageRule(area_floor=3, max_foreign=0),
    # A check asks about chosen objectives, and reading a second language is one of them.
    "check": CoverageRule(area_floor=0, max_foreign=12, first_foreign=0),
}
#: No more than one question about each area and no other promise: the engine by itself.
BARE_COVERAGE = CoverageRule(
    max_foreign=84,
    first_foreign=0,
    variance_weight=DECISION_VARIANCE_WEIGHT,
    above_level_share=1.0,
)

#: Lengths that go on from an earlier sitting: settling an area of it, checking what was learned since.
CONTINUING_LENGTHS: frozenset[Length] = frozenset({"settle", "check"})
#: Further questions that settling may take for each area beyond the first.
SETTLE_ITEMS_PER_AREA = 2


class ExposurePolicy(Enum):
    """What is done about questions that are shown often."""

    #: self-assessment: nothing is capped, and chance decides among nearly equal questions
    VARIETY = "variety"
    #: assigned checks: a question shown in too large a share of the sittings makes way for others
    CAP = "cap"


@dataclass(frozen=True, eq=False, kw_only=True)
class AssessmentPlan:
    """The plan of one sitting: everything its questions depend on except the answers."""

    #: area -> ability (logits) that the goal requires; these areas are measured
    cuts: Mapping[str, float]
    #: standard error of the cuts in logits, integrated into every probability of reaching them
    cut_se: float = 0.15
    length: Length = "standard"
    #: upper limit on questions, below that of the length
    max_items: int | None = None
    #: coverage of the areas; None is that of the length
    coverage: CoverageRule | None = None
    #: fewest questions about an area where they differ from the coverage rule, as `area_floors` returns them
    floors: Mapping[str, int] = field(default_factory=dict)
    #: restrict the sitting to these areas, or to questions of these objectives; None is all
    areas: frozenset[str] | None = None
    objectives: frozenset[str] | None = None
    seed: int = 0
    #: items that must not be asked: seen in an earlier sitting, or practised recently
    excluded_items: frozenset[str] = frozenset()
    #: what earlier sittings say about the person; None for a new person
    prior: AbilityPrior | None = None
    #: the distribution of new people's abilities; None assumes means 0, deviations 1, correlations .5
    population: AbilityPrior | None = None
    #: how much deciding an area matters; 1 by default
    weights: Mapping[str, float] = field(default_factory=dict)
    #: maximise utility per √second rather than per question
    use_time: bool = True
    #: how often the goal's sittings have shown each item so far; None if it is not known
    exposure: Exposure | None = None
    exposure_policy: ExposurePolicy = ExposurePolicy.CAP
    exposure_cap: float = 0.34

    def __post_init__(self) -> None:
        fault = _find_fault(self)
        if fault:
            raise ImpossiblePlan(fault)

    @property
    def measured_areas(self) -> tuple[str, ...]:
        """The areas that the sitting measures, in alphabetical order."""
        return tuple(
            sorted(a for a in self.cuts if self.areas is None or a in self.areas)
        )

    @property
    def continues_earlier(self) -> bool:
        """Whether the sitting adds to the earlier one, whose answers then count as its own."""
        return self.length in CONTINUING_LENGTHS

    @property
    def coverage_rule(self) -> CoverageRule:
        """How evenly the sitting covers the areas."""
        return self.coverage or COVERAGE_RULES[self.length]

    @property
    def stopping_rule(self) -> StoppingRule:
        """When the sitting ends; never before the coverage rule is kept."""
        rule = STOPPING_RULES[self.length]
        largest = rule.max_items
        if self.length == "settle":
            largest += SETTLE_ITEMS_PER_AREA * max(len(self.measured_areas) - 1, 0)
        if self.max_items is not None:
            largest = min(largest, self.max_items)
        smallest = max(rule.min_items, self.coverage_rule.min_items)
        utility = self.coverage_rule.min_utility
        return replace(
            rule,
            min_items=min(smallest, largest),
            max_items=largest,
            min_utility=rule.min_utility if utility is None else utility,
        )

    @property
    def area_floors(self) -> Mapping[str, int]:
        """The fewest questions about each measured area; lower where the sitting has no room for them."""
        base, areas = self.coverage_rule.area_floor, self.measured_areas
        floors = {area: max(base, self.floors.get(area, 0)) for area in areas}
        largest = self.stopping_rule.max_items
        if sum(floors.values()) <= largest:
            return floors
        room = max(largest // max(len(areas), 1), 1)
        return dict.fromkeys(areas, min(base, room))


def weighted_floors(
    levels: Mapping[str, float], length: Length, *, core: Iterable[str] = ()
) -> dict[str, int]:
    """Return the fewest questions about each area, by how much the goal asks of it.

    An area gets the floor of the length, raised in proportion to its required level. The core areas get
    no fewer than any other.

    Examples
    --------
    >>> weighted_floors({"git": 0.8, "http": 0.8, "prog": 1.0, "sql": 1.6}, "standard", core=("prog", "sql"))
    {'git': 3, 'http': 3, 'prog': 4, 'sql': 4}
    """
    base = COVERAGE_RULES[length].area_floor
    mean = sum(levels.values()) / max(len(levels), 1)
    floors = {
        area: max(base, int(base * level / mean)) if mean > 0 else base
        for area, level in levels.items()
    }
    most = max(floors.values(), default=base)
    return floors | {area: most for area in core if area in floors}


def _find_fault(plan: AssessmentPlan) -> str | None:
    numbers = (
        *plan.cuts.values(),
        plan.cut_se,
        *plan.weights.values(),
        plan.exposure_cap,
    )
    unknown = (plan.areas or frozenset()) - plan.cuts.keys()
    checks = (
        (not all(map(math.isfinite, numbers)), "A plan's numbers must be finite."),
        (plan.cut_se < 0, "The standard error of a cut must not be negative."),
        (min(plan.weights.values(), default=0.0) < 0, "A weight must not be negative."),
        (
            not 0 < plan.exposure_cap <= 1,
            "The exposure cap is a share between 0 and 1.",
        ),
        (plan.length not in STOPPING_RULES, f"There is no length “{plan.length}”."),
        (
            plan.max_items is not None and plan.max_items < 0,
            "A sitting cannot have fewer than 0 questions.",
        ),
        (min(plan.floors.values(), default=0) < 0, "A floor must not be negative."),
        (bool(unknown), f"The goal says nothing about {', '.join(sorted(unknown))}."),
    )
    return next((message for is_wrong, message in checks if is_wrong), None)
