"""The plan of a sitting: what it measures, for whom and within what limits. Fixed when the sitting begins."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    #: restrict the sitting to these areas, or to questions of these objectives; None is all
    areas: frozenset[str] | None = None
    objectives: frozenset[str] | None = None
    seed: int = 0
    #: items that must not be asked: seen in an earlier sitting, or practised recently
    excluded_items: frozenset[str] = frozenset()
    #: what earlier sittings say about the person; None for a new person
    prior: AbilityPrior | None = None
    #: how much deciding an area matters; 1 by default
    weights: Mapping[str, float] = field(default_factory=dict)
    #: maximise utility per √second rather than per question
    use_time: bool = True
    #: how often the goal's sittings have shown each item so far; None applies no cap
    exposure: Exposure | None = None
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
    def stopping_rule(self) -> StoppingRule:
        """When the sitting ends."""
        rule = STOPPING_RULES[self.length]
        if self.max_items is None or self.max_items >= rule.max_items:
            return rule
        return StoppingRule(
            min(rule.min_items, self.max_items),
            self.max_items,
            rule.min_utility,
            rule.max_error,
        )


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
        (bool(unknown), f"The goal says nothing about {', '.join(sorted(unknown))}."),
    )
    return next((message for is_wrong, message in checks if is_wrong), None)
