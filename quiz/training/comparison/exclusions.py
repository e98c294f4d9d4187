"""Which limits of a person a route breaks, and which single limit rules out the most. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from quiz.catalogue.training_routes import CredentialKind, EntryCondition
from quiz.training.comparison.measures import RouteMeasures
from quiz.training.preferences import DegreeWish, TrainingPreferences

#: a route is out of reach below this share of its smallest hours
ENOUGH_HOURS = 0.9
#: and when it ends later than this times the time there is
LATE_FACTOR = 1.25


class ExclusionKind(StrEnum):
    """The limits that a route can break."""

    TOO_FEW_HOURS = "too-few-hours"
    OVER_BUDGET = "over-budget"
    NO_DEGREE = "no-degree"
    SCHOOL_CERTIFICATE = "school-certificate"
    TWO_YEARS = "two-years"
    DEGREE_FIRST = "degree-first"
    UNDER_AGE = "under-age"
    TOO_LATE = "too-late"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One limit that a route breaks."""

    kind: ExclusionKind
    #: What the route asks for: hours a week, money, or weeks.
    asked: float = 0.0
    #: What the person has of it.
    available: float = 0.0
    #: Where `asked` is money that the person was told.
    is_told: bool = False


_ENTRY_KINDS = {
    EntryCondition.SCHOOL_CERTIFICATE: ExclusionKind.SCHOOL_CERTIFICATE,
    EntryCondition.TWO_YEARS: ExclusionKind.TWO_YEARS,
    EntryCondition.DEGREE: ExclusionKind.DEGREE_FIRST,
    EntryCondition.ADULT: ExclusionKind.UNDER_AGE,
}


def find_exclusions(
    measures: RouteMeasures, preferences: TrainingPreferences, today: date
) -> list[Exclusion]:
    """Return every limit that a route breaks; nothing when it fits."""
    return [
        *_check_hours(measures, preferences),
        *_check_price(measures, preferences),
        *_check_credential(measures, preferences),
        *_check_entry(measures, preferences),
        *_check_date(measures, preferences, today),
    ]


def _check_hours(
    measures: RouteMeasures, preferences: TrainingPreferences
) -> Iterable[Exclusion]:
    least = measures.route.hours_a_week.low
    if preferences.hours is not None and preferences.hours < ENOUGH_HOURS * least:
        yield Exclusion(ExclusionKind.TOO_FEW_HOURS, least, preferences.hours)


def _check_price(
    measures: RouteMeasures, preferences: TrainingPreferences
) -> Iterable[Exclusion]:
    price, budget = measures.price, preferences.budget
    # Where public money may pay, the price alone decides nothing.
    if price.low is None or budget is None or price.fundings:
        return
    if price.low > budget:
        yield Exclusion(
            ExclusionKind.OVER_BUDGET, price.low, budget, is_told=price.is_told
        )


def _check_credential(
    measures: RouteMeasures, preferences: TrainingPreferences
) -> Iterable[Exclusion]:
    is_degree = measures.route.paper.kind is CredentialKind.DEGREE
    if preferences.degree is DegreeWish.MUST and not is_degree:
        yield Exclusion(ExclusionKind.NO_DEGREE)


def _check_entry(
    measures: RouteMeasures, preferences: TrainingPreferences
) -> Iterable[Exclusion]:
    form_entry = measures.form.entry if measures.form else ()
    conditions = [need.condition for need in (*measures.route.entry, *form_entry)]
    for condition in dict.fromkeys(conditions):
        if condition in _ENTRY_KINDS and not preferences.may_meet(condition):
            yield Exclusion(_ENTRY_KINDS[condition])


def _check_date(
    measures: RouteMeasures, preferences: TrainingPreferences, today: date
) -> Iterable[Exclusion]:
    if preferences.ready_by is None:
        return
    available = max((preferences.ready_by - today) / timedelta(weeks=1), 0.0)
    if measures.weeks.low > LATE_FACTOR * available:
        yield Exclusion(ExclusionKind.TOO_LATE, measures.weeks.low, available)
