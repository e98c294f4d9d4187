"""How well a route fits a person, and the strongest reasons for and against. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from quiz.training.comparison.measures import RouteMeasures
from quiz.training.preferences import TrainingPreferences

Term = Literal["time", "cost", "coverage", "load", "degree", "style", "keep"]
#: what each term counts for; a person's own weights take their place
WEIGHTS: dict[Term, float] = {
    "time": 3,
    "cost": 3,
    "coverage": 2,
    "load": 2,
    "degree": 1,
    "style": 2,
    "keep": 3,
}
#: where a person says nothing, the term is held against this and counts half
USUAL_WEEKS = 52.0
USUAL_BUDGET = 10_000.0
LEAST_BUDGET = 1_000.0
#: from here on a route covers a gap, suits a way of learning or carries somebody well enough to say so
GOOD_SHARE = 0.85
SUITABLE_SHARE = 0.7
MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class TermUtility:
    """What one term says of a route: from 0, the worst, to 1."""

    term: Term
    value: float
    weight: float
    #: one sentence for people
    words: str
    #: whether the sentence speaks for the route
    is_for: bool


@dataclass(frozen=True, slots=True)
class RouteFit:
    """How well a route fits, from 0 to 100, and why."""

    score: float
    utilities: tuple[TermUtility, ...]
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]


def score_route(
    one: RouteMeasures, wishes: TrainingPreferences, today: date
) -> RouteFit:
    """Return 100 Σ w u / Σ w over the terms, with the two that raise it most and the two that lower it most."""
    utilities = tuple(
        term(one, wishes, today)
        for term in (
            _time_utility,
            _cost_utility,
            _coverage_utility,
            _load_utility,
            _degree_utility,
            _style_utility,
            _support_utility,
        )
    )
    score = (
        100
        * sum(u.weight * u.value for u in utilities)
        / sum(u.weight for u in utilities)
    )
    best = sorted(utilities, key=lambda u: -u.weight * u.value)
    worst = sorted(utilities, key=lambda u: -u.weight * (1 - u.value))
    return RouteFit(
        score,
        utilities,
        tuple(u.words for u in best if u.words and u.is_for)[:MOST_REASONS],
        tuple(u.words for u in worst if u.words and not u.is_for)[:MOST_REASONS],
    )


def _time_utility(
    one: RouteMeasures, wishes: TrainingPreferences, today: date
) -> TermUtility:
    """1 up to the date, falling to 0 at three times the time there is."""
    said = wishes.ready_by is not None
    there = (
        max((wishes.ready_by - today) / timedelta(weeks=1), 1.0)
        if wishes.ready_by
        else USUAL_WEEKS
    )
    weeks = one.weeks.middle
    value = _clamp_share(1 - (weeks / there - 1) / 2)
    aim = f"your date, which is in {there:.0f} weeks" if said else "a year"
    words = (
        f"It takes about {weeks:.0f} weeks, within {aim}."
        if weeks <= there
        else f"It takes about {weeks:.0f} weeks, longer than {aim}."
    )
    return _build_utility("time", value, words, is_for=weeks <= there, said=said)


def _cost_utility(
    one: RouteMeasures, wishes: TrainingPreferences, _today: date
) -> TermUtility:
    """1 within the budget, falling by the share of the budget that it is above."""
    said = wishes.budget is not None
    price = one.middle_price
    if price is None:
        return TermUtility("cost", 0.5, 0.0, "", is_for=False)
    budget = wishes.budget if wishes.budget is not None else 0.0
    scale = max(budget, LEAST_BUDGET) if said else USUAL_BUDGET
    value = _clamp_share(1 - max(price - budget, 0.0) / scale)
    if price == 0:
        words = "It costs no tuition."
    elif said and price <= budget:
        words = f"About {price:,.0f} EUR is within your budget."
    elif said:
        words = f"About {price:,.0f} EUR is above your budget."
    else:
        words = f"It costs about {price:,.0f} EUR."
    # Where no budget was said, a small price is no reason against.
    is_for = value >= (1 if said else GOOD_SHARE)
    return _build_utility("cost", value, words, is_for=is_for, said=said)


def _coverage_utility(
    one: RouteMeasures, _wishes: TrainingPreferences, _today: date
) -> TermUtility:
    share = f"{one.coverage:.0%}".replace("%", " %")
    words = (
        f"It touches {share} of your gap."
        if one.coverage >= GOOD_SHARE
        else f"It leaves {1 - one.coverage:.0%} of your gap to you.".replace("%", " %")
    )
    return _build_utility(
        "coverage", one.coverage, words, is_for=one.coverage >= GOOD_SHARE
    )


def _load_utility(
    one: RouteMeasures, wishes: TrainingPreferences, _today: date
) -> TermUtility:
    least = one.route.hours_a_week.low
    said = wishes.hours is not None
    value = min(1.0, (wishes.hours or least) / least)
    if not said:
        words = ""
    elif value >= 1:
        words = f"Your hours are enough for its {least:g} a week."
    else:
        words = f"Your hours fall short of its {least:g} a week."
    return _build_utility("load", value, words, is_for=value >= 1, said=said)


def _degree_utility(
    one: RouteMeasures, wishes: TrainingPreferences, _today: date
) -> TermUtility:
    wanted = wishes.degree in ("nice", "must")
    value = one.route.paper.value if wanted else 1.0
    if one.route.paper.kind == "degree":
        words = "It ends with a degree."
    else:
        words = "It ends without a degree."
    # Not asking for one is no reason for a route.
    weight = WEIGHTS["degree"] if wanted else WEIGHTS["degree"] / 2
    return TermUtility(
        "degree", value, weight, words if wanted else "", is_for=value == 1
    )


def _style_utility(
    one: RouteMeasures, wishes: TrainingPreferences, _today: date
) -> TermUtility:
    said = bool(wishes.style)
    if not said:
        return TermUtility("style", 0.5, 0.0, "", is_for=False)
    apart = [abs(wish - one.route.style[name]) for name, wish in wishes.style.items()]
    value = 1 - sum(apart) / len(apart)
    words = (
        "It teaches much as you like to learn."
        if value >= SUITABLE_SHARE
        else "It teaches otherwise than you like to learn."
    )
    return _build_utility("style", value, words, is_for=value >= SUITABLE_SHARE)


def _support_utility(
    one: RouteMeasures, wishes: TrainingPreferences, _today: date
) -> TermUtility:
    """1 for a person who needs no support, falling with what the route does not give."""
    value = 1 - wishes.need_of_support * (1 - one.route.support)
    carries = one.route.support >= SUITABLE_SHARE
    if carries:
        words = "It carries you when keeping going is hard."
    elif value >= GOOD_SHARE:
        words = "You have what keeping going alone takes."
    else:
        words = "Keeping going depends on you alone."
    is_for = carries or value >= GOOD_SHARE
    return _build_utility(
        "keep", value, words, is_for=is_for, said=bool(wishes.support)
    )


def _build_utility(
    term: Term, value: float, words: str, *, is_for: bool, said: bool = True
) -> TermUtility:
    return TermUtility(
        term, value, WEIGHTS[term] * (1.0 if said else 0.5), words, is_for
    )


def _clamp_share(value: float) -> float:
    return min(max(value, 0.0), 1.0)
