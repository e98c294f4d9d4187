"""How truly the effect of a course and the change of single members are measured, by size of cohort and known growth."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from scipy.special import stdtrit

from lab.bank_simulation.cohort_sittings import (
    CohortConditions,
    SimulatedMember,
    simulate_members,
)
from quiz.cohorts.analysis.change import (
    average_ability,
    compare_checks,
)
from quiz.cohorts.analysis.effect import GrowthEstimate, estimate_effect
from quiz.measurement.irt.response_models import FloatArray
from quiz.measurement.reporting.change import CERTAINTY, reliable_change

#: A size of cohort and a growth in logits.
Cell: TypeAlias = tuple[int, float]


@dataclass(frozen=True, slots=True)
class EstimateError:
    """How one estimate compares with the truth, in logits."""

    error: float
    standard_error: float
    holds: bool


@dataclass
class CellErrors:
    """All estimates of one size and growth; a world is one draw of the questions' true parameters."""

    #: By world, one for each cohort: over all areas, and one for each area.
    overall: dict[int, list[EstimateError]] = field(
        default_factory=lambda: defaultdict(list)
    )
    areas: dict[int, list[EstimateError]] = field(
        default_factory=lambda: defaultdict(list)
    )
    #: The paired t interval of results as they are shown, for comparison.
    results: dict[int, list[EstimateError]] = field(
        default_factory=lambda: defaultdict(list)
    )


@dataclass(frozen=True, slots=True)
class EffectFigures:
    """Bias, spread and coverage with Monte-Carlo standard errors over worlds; logits and shares."""

    cohorts: int
    bias: float
    bias_error: float
    #: standard deviation of the estimates, and the root mean square of their stated standard errors
    spread: float
    stated: float
    coverage: float
    coverage_error: float


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """How often a true change of a member lies outside the stated band; 1 - certainty is asked for."""

    #: With the prior divided out: over all areas, and in one area.
    overall: float
    area: float
    #: With the prior left in, over all areas.
    prior_left_in: float
    #: How many of those who grew by the known growth are stated as higher over all areas.
    stated_higher: float


@dataclass(frozen=True, slots=True)
class CohortErrors:
    """The errors of one simulated cohort."""

    cell: Cell
    overall: EstimateError
    areas: tuple[EstimateError, ...]
    #: The paired t interval of results as they are shown.
    results: EstimateError


@dataclass(frozen=True)
class WorldErrors:
    """Everything measured in one world."""

    seed: int
    cohorts: tuple[CohortErrors, ...]
    #: By growth.
    changes: Mapping[float, ChangeFigures]


def measure_world(
    conditions: CohortConditions,
    sizes: Sequence[int],
    growths: Sequence[float],
    *,
    people: int,
    seed: int,
) -> WorldErrors:
    """Simulate the members of one world and return the errors of all cohorts that they make up."""
    members = list(simulate_members(conditions, growths, people=people, seed=seed))
    return WorldErrors(
        seed,
        tuple(measure_effects(members, sizes, growths)),
        {growth: measure_member_changes(members, growth) for growth in growths},
    )


def measure_effects(
    members: Sequence[SimulatedMember],
    sizes: Sequence[int],
    growths: Sequence[float],
) -> Iterator[CohortErrors]:
    """Yield the errors of all cohorts; those of one size share nobody."""
    for growth in growths:
        for size in sizes:
            for first in range(0, len(members) - size + 1, size):
                cohort = members[first : first + size]
                effect = estimate_effect(
                    [one.pair_with(growth, str(n)) for n, one in enumerate(cohort)], {}
                )
                if effect.overall is not None:
                    yield CohortErrors(
                        (size, growth),
                        _compare(effect.overall, growth),
                        tuple(_compare(one, growth) for one in effect.areas.values()),
                        _compare_results(cohort, growth),
                    )


def collect_errors(worlds: Iterable[WorldErrors]) -> dict[Cell, CellErrors]:
    """Return the errors of many worlds by size and growth."""
    cells: dict[Cell, CellErrors] = defaultdict(CellErrors)
    for world in worlds:
        for cohort in world.cohorts:
            errors = cells[cohort.cell]
            errors.overall[world.seed].append(cohort.overall)
            errors.areas[world.seed] += cohort.areas
            errors.results[world.seed].append(cohort.results)
    return dict(cells)


def summarise_errors(errors: Mapping[int, Sequence[EstimateError]]) -> EffectFigures:
    """Return the figures of one size and growth; standard errors are over worlds, which share questions."""
    values = [np.array([one.error for one in world]) for world in errors.values()]
    held = [np.array([one.holds for one in world]) for world in errors.values()]
    everything = np.concatenate(values)
    stated = [one.standard_error for world in errors.values() for one in world]
    return EffectFigures(
        cohorts=len(everything),
        bias=float(everything.mean()),
        bias_error=_error_over_worlds(values),
        spread=float(everything.std()),
        stated=float(np.sqrt(np.mean(np.square(stated)))),
        coverage=float(np.concatenate(held).mean()),
        coverage_error=_error_over_worlds(held),
    )


def measure_member_changes(
    members: Sequence[SimulatedMember], growth: float
) -> ChangeFigures:
    """Return the figures of single members."""
    outside: dict[str, list[bool]] = defaultdict(list)
    for member in members:
        after, areas = member.exits_alone[growth], member.entry_alone.areas
        truth = growth + member.own_growth
        change = compare_checks("", member.entry_alone, after, areas)
        whole = float(truth.mean())
        if change.overall is not None:
            band = change.overall
            outside["overall"].append(not band.low <= whole <= band.high)
            outside["higher"].append(band.low > 0)
        outside["area"] += [
            not change.areas[area].low <= true <= change.areas[area].high
            for area, true in zip(areas, truth, strict=True)
            if area in change.areas
        ]
        left_in = reliable_change(
            average_ability(member.entry_alone), average_ability(after)
        )
        outside["left in"].append(not left_in.low <= whole <= left_in.high)
    shares = {name: float(np.mean(flags)) for name, flags in outside.items()}
    return ChangeFigures(
        overall=shares["overall"],
        area=shares["area"],
        prior_left_in=shares["left in"],
        stated_higher=shares["higher"],
    )


def _compare(estimate: GrowthEstimate, growth: float) -> EstimateError:
    return EstimateError(
        estimate.growth - growth,
        estimate.standard_error,
        estimate.low <= growth <= estimate.high,
    )


def _compare_results(cohort: Sequence[SimulatedMember], growth: float) -> EstimateError:
    """Return the error of the plain way: a paired t interval of the mean result over areas, each check alone."""
    differences = [
        average_ability(one.exits_alone[growth]).theta
        - average_ability(one.entry_alone).theta
        for one in cohort
    ]
    error = float(np.std(differences, ddof=1)) / len(cohort) ** 0.5
    off = float(np.mean(differences)) - growth
    reach = float(stdtrit(len(cohort) - 1, 0.5 + CERTAINTY / 2)) * error
    return EstimateError(off, error, abs(off) <= reach)


def _error_over_worlds(values: Sequence[FloatArray]) -> float:
    """Return the standard error of the mean of all values, whole worlds being drawn."""
    count = len(values)
    if count < 2:
        return float("nan")
    total = np.concatenate(values).mean()
    sums = np.array([(one - total).sum() for one in values])
    size = sum(len(one) for one in values)
    return float(np.sqrt(count / (count - 1) * (sums**2).sum()) / size)
