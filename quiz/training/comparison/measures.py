"""One route measured for one person: weeks, cost, what it covers, and how well it fits. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quiz.catalogue.training_routes import Route, SourcedFigure
from quiz.training.effort import Effort
from quiz.training.preferences import TrainingPreferences

#: hours a week that count where a person says nothing
USUAL_HOURS = 12.0
#: share of the hours alone that goes into learning, and the most hours a week that one keeps up alone
ALONE_EFFICIENCY = 0.8
MOST_HOURS_ALONE = 20.0
#: a route is out of reach below this share of its smallest hours
ENOUGH_HOURS = 0.9
#: and when it ends later than this times the time there is
LATE_FACTOR = 1.25
COMPARISON_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Weeks:
    """How long a route takes, in weeks: low, expected and high."""

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
    #: share of the gap, in hours, that it touches
    coverage: float
    #: hours a week that count: those of the person, as far as the route has a use for them
    hours: float
    weeks: Weeks
    #: of these, weeks alone afterwards for what stays open
    weeks_alone: float
    #: what it costs where the person lives, or where it is known
    costs: tuple[SourcedFigure, ...]
    #: whether these are the costs of another country than the person's
    costs_elsewhere: bool

    @property
    def price_range(self) -> tuple[float, float] | None:
        """The lowest and highest price in EUR; None where prices are known in another currency only."""
        known = [one for one in self.costs if one.unit == COMPARISON_CURRENCY]
        if not known:
            return None
        return min(one.low for one in known), max(one.high for one in known)

    @property
    def middle_price(self) -> float | None:
        """The middle of the cheapest kind of offer, in EUR."""
        known = [
            one.middle_value for one in self.costs if one.unit == COMPARISON_CURRENCY
        ]
        return min(known, default=None)


def measure_route(
    route: Route, effort: Effort, wishes: TrainingPreferences
) -> RouteMeasures:
    """Return a route's numbers.

        coverage c = Σ_areas hours · covered share / Σ_areas hours
        weeks = max(programme, H c / (efficiency · hours)) + H (1 - c) / (.8 min(hours, 20))

    What a route leaves open is learned alone afterwards. The hours of a person count up to the most that a route has a
    use for, so that more hours never make it slower.
    """
    covered = compute_coverage(route, effort)
    hours = weekly_hours(route, wishes)
    costs, elsewhere = select_costs(route, wishes.country)
    alone = min(wishes.hours or USUAL_HOURS, MOST_HOURS_ALONE) * ALONE_EFFICIENCY
    fixed = (
        (route.weeks.low, route.weeks.middle_value, route.weeks.high)
        if route.weeks
        else (0.0,) * 3
    )
    totals = (effort.low, effort.total, effort.high)
    low, middle, high = (
        max(weeks, total * covered / (route.efficiency * hours))
        + total * (1 - covered) / alone
        for weeks, total in zip(fixed, totals, strict=True)
    )
    return RouteMeasures(
        route,
        covered,
        hours,
        Weeks(low, middle, high),
        effort.total * (1 - covered) / alone,
        costs,
        elsewhere,
    )


def compute_coverage(route: Route, effort: Effort) -> float:
    """Return the share of the gap, in hours, that a typical programme touches; 1 where there is no gap."""
    if not effort.objectives:
        return 1.0
    touched = sum(
        hours * route.coverage.get(area, 0.0) for area, hours in effort.by_area.items()
    )
    return touched / effort.objectives


def weekly_hours(route: Route, wishes: TrainingPreferences) -> float:
    """Return the hours a week that count; where nothing is said, the usual ones or the route's smallest."""
    said = wishes.hours or max(USUAL_HOURS, route.hours_a_week.low)
    return min(said, route.hours_a_week.high)


def select_costs(route: Route, country: str) -> tuple[tuple[SourcedFigure, ...], bool]:
    """Return what is known of the cost in a country, and whether it is of elsewhere instead.

    Currencies are never converted, and prices of one country say little of another.
    """
    here = tuple(
        one
        for one in route.costs
        if one.place in {"", country} and (country or not one.place)
    )
    if here:
        return here, False
    euros = tuple(one for one in route.costs if one.unit == COMPARISON_CURRENCY)
    first = (euros or route.costs)[0].place
    return tuple(one for one in euros or route.costs if one.place == first), bool(
        country
    )


def explain_exclusion(
    one: RouteMeasures, wishes: TrainingPreferences, today: date
) -> list[str]:
    """Return why a route is out of reach, one sentence a reason; nothing when it is not."""
    return [
        *_hours_reasons(one, wishes),
        *_price_reasons(one, wishes),
        *_credential_reasons(one, wishes),
        *_entry_reasons(one, wishes),
        *_date_reasons(one, wishes, today),
    ]


def _hours_reasons(one: RouteMeasures, wishes: TrainingPreferences) -> Iterable[str]:
    least = one.route.hours_a_week.low
    if wishes.hours is not None and wishes.hours < ENOUGH_HOURS * least:
        yield f"It takes at least {least:g} hours a week; you have {wishes.hours:g}."


def _price_reasons(one: RouteMeasures, wishes: TrainingPreferences) -> Iterable[str]:
    if (
        wishes.budget is not None
        and one.price_range
        and one.price_range[0] > wishes.budget
    ):
        yield (
            f"The cheapest offer we know costs {one.price_range[0]:,.0f} EUR;"
            f" your budget is {wishes.budget:,.0f} EUR."
        )


def _credential_reasons(
    one: RouteMeasures, wishes: TrainingPreferences
) -> Iterable[str]:
    if wishes.degree == "must" and one.route.paper.kind != "degree":
        yield "It gives no degree, and you need one."


def _entry_reasons(one: RouteMeasures, wishes: TrainingPreferences) -> Iterable[str]:
    asked = {need.condition for need in one.route.entry}
    if "school-certificate" in asked and wishes.background == "other":
        yield "It asks for a school-leaving certificate."
    if "adult" in asked and wishes.is_adult is False:
        yield "It asks for an age of 18."


def _date_reasons(
    one: RouteMeasures, wishes: TrainingPreferences, today: date
) -> Iterable[str]:
    if wishes.ready_by is None:
        return
    there = max((wishes.ready_by - today) / timedelta(weeks=1), 0.0)
    if one.weeks.low > LATE_FACTOR * there:
        yield (
            f"It ends after about {one.weeks.low:.0f} weeks at the earliest;"
            f" your date is in {there:.0f}."
        )


def highest_price(all_measured: Sequence[RouteMeasures]) -> float:
    """Return the highest price among routes, for one axis that all share; 0 when all cost nothing."""
    return max(
        (one.price_range[1] for one in all_measured if one.price_range), default=0.0
    )
