"""How well a route matches a person, and the strongest reasons for and against. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from quiz.catalogue.training_routes import CredentialKind
from quiz.training.comparison.measures import RouteMeasures
from quiz.training.preferences import DegreeWish, TrainingPreferences


class Term(StrEnum):
    """What a match is made of."""

    TIME = "time"
    COST = "cost"
    COVERAGE = "coverage"
    LOAD = "load"
    DEGREE = "degree"
    STYLE = "style"
    SUPPORT = "keep"


#: what each term counts for
WEIGHTS: dict[Term, float] = {
    Term.TIME: 3,
    Term.COST: 3,
    Term.COVERAGE: 2,
    Term.LOAD: 2,
    Term.DEGREE: 1,
    Term.STYLE: 2,
    Term.SUPPORT: 3,
}
#: a term about which a person says nothing counts half, and time and money are compared with these
UNSAID_SHARE = 0.5
USUAL_WEEKS = 52.0
USUAL_BUDGET = 10_000.0
LEAST_BUDGET = 1_000.0
#: the value of what is not known
NEUTRAL = 0.5
#: from here on a route covers a gap, or matches a way of learning, well enough to say so
GOOD_SHARE = 0.85
SUITABLE_SHARE = 0.7
#: from here on a route supports people who find it hard to keep going
SUPPORTIVE_SHARE = 0.8
MOST_REASONS = 2


class ReasonKind(StrEnum):
    """What can be said for or against a route."""

    WITHIN_DATE = "within-date"
    AFTER_DATE = "after-date"
    FREE = "free"
    WITHIN_BUDGET = "within-budget"
    ABOVE_BUDGET = "above-budget"
    MAY_BE_FUNDED = "may-be-funded"
    COVERS_MUCH = "covers-much"
    LEAVES_OPEN = "leaves-open"
    FEW_HOURS = "few-hours"
    DEGREE = "degree"
    NO_DEGREE = "no-degree"
    STYLE_MATCHES = "style-matches"
    STYLE_DIFFERS = "style-differs"
    SUPPORTED = "supported"
    KEEPS_GOING = "keeps-going"
    ON_YOUR_OWN = "on-your-own"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for or against a route, with the numbers that it names."""

    kind: ReasonKind
    amount: float = 0.0
    limit: float = 0.0
    #: Name of the funding, where the reason is about one.
    name: str = ""


@dataclass(frozen=True, slots=True)
class TermUtility:
    """What one term says of a route: from 0, the worst, to 1."""

    term: Term
    value: float
    weight: float
    #: None where there is nothing to say.
    reason: Reason | None = None
    #: Whether the reason is one for the route.
    is_for: bool = False


@dataclass(frozen=True, slots=True)
class RouteMatch:
    """How well a route matches, from 0 to 100, and why."""

    score: float
    utilities: tuple[TermUtility, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]


def score_route(
    measures: RouteMeasures, preferences: TrainingPreferences, today: date
) -> RouteMatch:
    """Return 100 · sum of w u / sum of w over the terms, with the two that raise it most and the two that lower it most.

    The weights depend on what a person said and never on the route, so that all scores have one denominator.
    """
    utilities = (
        _time_utility(measures, preferences, today),
        _cost_utility(measures, preferences),
        _coverage_utility(measures),
        _load_utility(measures, preferences),
        _degree_utility(measures, preferences),
        _style_utility(measures, preferences),
        _support_utility(measures, preferences),
    )
    total = sum(utility.weight * utility.value for utility in utilities)
    best = sorted(utilities, key=lambda utility: -utility.weight * utility.value)
    worst = sorted(utilities, key=lambda utility: -utility.weight * (1 - utility.value))
    return RouteMatch(
        100 * total / sum(utility.weight for utility in utilities),
        utilities,
        tuple(u.reason for u in best if u.reason and u.is_for)[:MOST_REASONS],
        tuple(u.reason for u in worst if u.reason and not u.is_for)[:MOST_REASONS],
    )


def _time_utility(
    measures: RouteMeasures, preferences: TrainingPreferences, today: date
) -> TermUtility:
    """1 up to the date, falling to 0 at three times the time there is."""
    weeks = measures.weeks.middle
    if preferences.ready_by is None:
        value = _clamp_share(1 - (weeks / USUAL_WEEKS - 1) / 2)
        return TermUtility(Term.TIME, value, WEIGHTS[Term.TIME] * UNSAID_SHARE)
    available = max((preferences.ready_by - today) / timedelta(weeks=1), 1.0)
    value = _clamp_share(1 - (weeks / available - 1) / 2)
    in_time = weeks <= available
    kind = ReasonKind.WITHIN_DATE if in_time else ReasonKind.AFTER_DATE
    return TermUtility(
        Term.TIME, value, WEIGHTS[Term.TIME], Reason(kind, weeks, available), in_time
    )


def _cost_utility(
    measures: RouteMeasures, preferences: TrainingPreferences
) -> TermUtility:
    """1 within the budget, falling by the share of the budget that it is above; neutral where no price counts."""
    price, budget = measures.price.middle, preferences.budget
    weight = WEIGHTS[Term.COST] * (UNSAID_SHARE if budget is None else 1.0)
    if measures.price.is_free:
        return TermUtility(Term.COST, 1.0, weight, Reason(ReasonKind.FREE), is_for=True)
    if price is None:
        return TermUtility(Term.COST, NEUTRAL, weight)
    if budget is None:
        return TermUtility(Term.COST, _clamp_share(1 - price / USUAL_BUDGET), weight)
    value = _clamp_share(1 - max(price - budget, 0.0) / max(budget, LEAST_BUDGET))
    if price <= budget:
        reason = Reason(ReasonKind.WITHIN_BUDGET, price, budget)
        return TermUtility(Term.COST, value, weight, reason, is_for=True)
    if measures.price.fundings:
        name = measures.price.fundings[0].name
        reason = Reason(ReasonKind.MAY_BE_FUNDED, price, budget, name)
        return TermUtility(Term.COST, max(value, NEUTRAL), weight, reason, is_for=True)
    reason = Reason(ReasonKind.ABOVE_BUDGET, price, budget)
    return TermUtility(Term.COST, value, weight, reason)


def _coverage_utility(measures: RouteMeasures) -> TermUtility:
    share = measures.coverage
    is_good = share >= GOOD_SHARE
    reason = (
        Reason(ReasonKind.COVERS_MUCH, share)
        if is_good
        else Reason(ReasonKind.LEAVES_OPEN, 1 - share)
    )
    # A plan of one's own covers everything by definition, which is no reason for it.
    said = None if measures.route.is_self_taught else reason
    return TermUtility(Term.COVERAGE, share, WEIGHTS[Term.COVERAGE], said, is_good)


def _load_utility(
    measures: RouteMeasures, preferences: TrainingPreferences
) -> TermUtility:
    least = measures.route.hours_a_week.low
    if preferences.hours is None:
        return TermUtility(Term.LOAD, 1.0, WEIGHTS[Term.LOAD] * UNSAID_SHARE)
    value = min(1.0, preferences.hours / least)
    short = Reason(ReasonKind.FEW_HOURS, least, preferences.hours)
    return TermUtility(
        Term.LOAD, value, WEIGHTS[Term.LOAD], short if value < 1 else None
    )


def _degree_utility(
    measures: RouteMeasures, preferences: TrainingPreferences
) -> TermUtility:
    if preferences.degree not in (DegreeWish.NICE, DegreeWish.MUST):
        # Not asking for one is no reason for a route.
        return TermUtility(Term.DEGREE, 1.0, WEIGHTS[Term.DEGREE] * UNSAID_SHARE)
    is_degree = measures.route.paper.kind is CredentialKind.DEGREE
    kind = ReasonKind.DEGREE if is_degree else ReasonKind.NO_DEGREE
    value = measures.route.paper.value
    return TermUtility(
        Term.DEGREE, value, WEIGHTS[Term.DEGREE], Reason(kind), is_degree
    )


def _style_utility(
    measures: RouteMeasures, preferences: TrainingPreferences
) -> TermUtility:
    """1 where a route offers at least as much of everything that is wanted, and no more than is wanted little."""
    if not preferences.style:
        return TermUtility(Term.STYLE, NEUTRAL, 0.0)
    apart = [
        _style_distance(wish, measures.route.style[style])
        for style, wish in preferences.style.items()
    ]
    value = 1 - sum(apart) / len(apart)
    matches = value >= SUITABLE_SHARE
    kind = ReasonKind.STYLE_MATCHES if matches else ReasonKind.STYLE_DIFFERS
    return TermUtility(Term.STYLE, value, WEIGHTS[Term.STYLE], Reason(kind), matches)


def _style_distance(wish: float, offered: float) -> float:
    """Return how far an offer is from a wish: more than "some" is no fault, "little" is a wish for less."""
    if wish >= NEUTRAL:
        return max(wish - offered, 0.0)
    return max(offered - wish, 0.0)


def _support_utility(
    measures: RouteMeasures, preferences: TrainingPreferences
) -> TermUtility:
    """1 for a person who needs no support, falling with what the route does not give."""
    route, need = measures.route, preferences.need_of_support
    value = 1 - need * (1 - route.support)
    if not preferences.support:
        return TermUtility(Term.SUPPORT, value, WEIGHTS[Term.SUPPORT] * UNSAID_SHARE)
    if need > 0 and route.support >= SUPPORTIVE_SHARE:
        kind, is_for = ReasonKind.SUPPORTED, True
    elif value >= GOOD_SHARE:
        kind, is_for = ReasonKind.KEEPS_GOING, True
    else:
        kind, is_for = ReasonKind.ON_YOUR_OWN, False
    return TermUtility(Term.SUPPORT, value, WEIGHTS[Term.SUPPORT], Reason(kind), is_for)


def _clamp_share(value: float) -> float:
    return min(max(value, 0.0), 1.0)
