"""One route measured for one person: when it begins and ends, what it costs, what it covers. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quiz.catalogue.funding import Funding
from quiz.catalogue.training_routes import EntryCondition, ProgrammeForm, Route
from quiz.training.comparison.prices import RoutePrice, find_price
from quiz.training.effort import PLANNED_SHARE, Effort, Need
from quiz.training.preferences import TrainingPreferences

#: hours a week that count where a person says nothing
USUAL_HOURS = 12.0
#: the most hours a week that one keeps up alone
MOST_HOURS_ALONE = 20.0


@dataclass(frozen=True, slots=True)
class Weeks:
    """How long a route takes from today, in weeks: low, expected and high."""

    low: float
    middle: float
    high: float

    def finish_dates(self, today: date) -> tuple[date, date]:
        """Return the earliest and the latest day."""
        return today + timedelta(weeks=self.low), today + timedelta(weeks=self.high)


@dataclass(frozen=True, eq=False)
class RouteMeasures:
    """A route and its numbers for one person."""

    route: Route
    #: The form of the programme that this person would take; None for a route without a programme.
    form: ProgrammeForm | None
    #: share of the gap, in hours, that it covers
    coverage: float
    #: hours a week that count: those of the person, as far as the route has a use for them
    hours: float
    #: hours a week alone, before and after a programme
    hours_alone: float
    weeks: Weeks
    #: The day the programme begins, where terms say it.
    begins: date | None
    #: weeks until it begins, low and high
    wait: tuple[float, float]
    #: of the expected weeks, those alone before it
    weeks_before: float
    #: and those alone after it, for what it does not cover
    weeks_after: float
    price: RoutePrice


def measure_route(
    route: Route,
    effort: Effort,
    preferences: TrainingPreferences,
    today: date,
    fundings: Iterable[Funding] = (),
) -> RouteMeasures:
    """Return a route's numbers.

        coverage c = sum of hours · covered share / sum of hours
        weeks = alone first + wait + max(programme, H c / (efficiency · hours)) + H (1 - c) / (.8 · hours alone)

    H are the hours of objectives and projects. The hours of a person count up to the most that a route has a use for,
    so that more hours never make it slower.
    """
    form = select_form(route, preferences)
    covered = compute_coverage(route, effort)
    hours = weekly_hours(route, preferences)
    alone = min(preferences.hours or USUAL_HOURS, MOST_HOURS_ALONE)
    begins = find_start(route, form, today)
    wait = _wait_weeks(route, begins, today)
    length = (form.weeks.low, form.weeks.middle_value, form.weeks.high) if form else _NO
    low, middle, high = (
        _split_weeks(route, total, covered, hours, alone)
        for total in (effort.low, effort.total, effort.high)
    )
    waits = (wait[0], sum(wait) / 2, wait[1])
    return RouteMeasures(
        route,
        form,
        covered,
        hours,
        alone,
        Weeks(
            *(
                max(part.before, waits[n]) + max(length[n], part.inside) + part.after
                for n, part in enumerate((low, middle, high))
            )
        ),
        begins,
        wait,
        middle.before,
        middle.after,
        find_price(route, form, preferences, today, fundings),
    )


#: the length of a route without a programme: low, expected and high
_NO = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Weeks alone before a programme, of work inside it, and alone after it."""

    before: float
    inside: float
    after: float


def _split_weeks(
    route: Route, total: float, covered: float, hours: float, alone: float
) -> _Parts:
    """Return the weeks that so many hours take, review included, in the three parts of a route."""
    work = total * PLANNED_SHARE
    rest = work * (1 - route.alone_first)
    return _Parts(
        before=work * route.alone_first / (PLANNED_SHARE * alone),
        inside=rest * covered / (route.efficiency * hours),
        after=rest * (1 - covered) / (PLANNED_SHARE * alone),
    )


def select_form(route: Route, preferences: TrainingPreferences) -> ProgrammeForm | None:
    """Return the shortest form that is open to a person; where none is, the one that asks for the least."""
    forms = _forms_in(route.programmes, preferences.country) or route.programmes
    is_open = [
        form
        for form in forms
        if all(preferences.meets(condition) for condition in _conditions(form))
    ]
    if is_open:
        return min(is_open, key=lambda form: form.weeks.low)
    return min(forms, key=_demands, default=None)


#: entry conditions, each asking for more than those before it
_ORDER = (
    EntryCondition.SCHOOL_CERTIFICATE,
    EntryCondition.TWO_YEARS,
    EntryCondition.DEGREE,
)


def _demands(form: ProgrammeForm) -> int:
    """Return how much a form asks for: the number of its highest condition."""
    return max(
        (_ORDER.index(one) + 1 for one in _conditions(form) if one in _ORDER), default=0
    )


def _forms_in(forms: Sequence[ProgrammeForm], country: str) -> Sequence[ProgrammeForm]:
    """Return the forms of a country, and general ones for people for whom it has no form of its own.

    Without a country it is the other way round: general forms, and others where there is no general one.
    """
    general = [form for form in forms if not form.places]
    special = [form for form in forms if country in form.places]
    if not country:
        special, general = general, [form for form in forms if form.places]
    taken = {_conditions(form) for form in special}
    return [*special, *(form for form in general if _conditions(form) not in taken)]


def _conditions(form: ProgrammeForm) -> frozenset[EntryCondition]:
    return frozenset(need.condition for need in form.entry)


def find_start(route: Route, form: ProgrammeForm | None, today: date) -> date | None:
    """Return the first day of the next term that one can still apply for; None without fixed terms."""
    months = (form.starts if form else ()) or route.starts
    if not months:
        return None
    earliest = _add_months(today, route.apply_months)
    days = (
        date(year, month, 1)
        for year in (earliest.year, earliest.year + 1)
        for month in sorted(months)
    )
    return next(day for day in days if day >= earliest)


def _add_months(day: date, months: int) -> date:
    """Return the first day of the month that many months after the month of a day."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1) if months else day


def _wait_weeks(route: Route, begins: date | None, today: date) -> tuple[float, float]:
    if begins is not None:
        weeks = (begins - today) / timedelta(weeks=1)
        return weeks, weeks
    if route.wait is not None:
        return route.wait.low, route.wait.high
    return 0.0, 0.0


def compute_coverage(route: Route, effort: Effort) -> float:
    """Return the share of the gap, in hours, that a typical programme covers; 1 where there is no gap."""
    if not effort.objectives:
        return 1.0
    covered = sum(need.hours * covered_share(route, need) for need in effort.needs)
    return covered / effort.objectives


def covered_share(route: Route, need: Need) -> float:
    """Return the share of a need that a typical programme covers, by its area and level."""
    objective = need.objective
    return (
        route.coverage.get(objective.area, 0.0) * route.level_coverage[objective.level]
    )


def weekly_hours(route: Route, preferences: TrainingPreferences) -> float:
    """Return the hours a week that count; where nothing is said, the usual ones or the route's smallest."""
    said = preferences.hours or max(USUAL_HOURS, route.hours_a_week.low)
    return min(said, route.hours_a_week.high)


def highest_price(measures: Sequence[RouteMeasures]) -> float:
    """Return the highest price among routes, for one axis that all share; 0 when all cost nothing."""
    return max((each.price.high or 0.0 for each in measures), default=0.0)
