"""What the pages that compare routes show, as facts; templates say them. No request, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quiz.bank.repository import Catalogue
from quiz.catalogue.figures import SourcedFigure
from quiz.catalogue.funding import Funding
from quiz.catalogue.skills import Area
from quiz.catalogue.training_routes import Route
from quiz.charts.costs import draw_cost_bar
from quiz.charts.drawing import Drawing
from quiz.training.aims import Experience, TrainingAim
from quiz.training.comparison.measures import (
    RouteMeasures,
    covered_share,
    highest_price,
)
from quiz.training.comparison.ranking import RouteComparison
from quiz.training.comparison.utility import RouteMatch
from quiz.training.effort import Effort
from quiz.training.preferences import TrainingPreferences

#: areas of which a programme leaves at least this share open are named, so many at most
OPEN_SHARE = 0.3
MOST_OPEN = 3
LEAST_OPEN_HOURS = 3.0


@dataclass(frozen=True)
class CostChart:
    """A range of costs as a bar, and the numbers that describe it."""

    drawing: Drawing
    low: float
    high: float
    #: The end of the axis, which all routes share.
    top: float


@dataclass(frozen=True, eq=False)
class RouteColumn:
    """A route that fits, as a column of the comparison."""

    route: Route
    measures: RouteMeasures
    match: RouteMatch
    is_equally_good: bool
    #: Whether the person has to ask for the price first.
    is_price_open: bool
    #: Earliest and latest day of being ready; None where the goal takes years in a job that no course replaces.
    ready: tuple[date, date] | None
    cost: CostChart | None
    open_areas: tuple[Area, ...]
    #: hours of the objectives that it does not cover
    open_hours: float


def build_route_columns(
    comparison: RouteComparison,
    effort: Effort,
    aim: TrainingAim,
    preferences: TrainingPreferences,
    catalogue: Catalogue,
    today: date,
) -> list[RouteColumn]:
    """Return the routes that fit as columns, the best match first."""
    top = max(
        highest_price([offered.measures for offered in comparison.offered]),
        preferences.budget or 0.0,
    )
    return [
        RouteColumn(
            route=offered.measures.route,
            measures=offered.measures,
            match=offered.match,
            is_equally_good=offered.is_equally_good,
            is_price_open=offered.is_price_open,
            ready=None
            if aim.experience is Experience.LONG
            else offered.measures.weeks.finish_dates(today),
            cost=_draw_cost(offered.measures, preferences, top),
            open_areas=select_open_areas(
                offered.measures.route, effort, catalogue.areas
            ),
            open_hours=effort.objectives * (1 - offered.measures.coverage),
        )
        for offered in comparison.offered
    ]


def _draw_cost(
    measures: RouteMeasures, preferences: TrainingPreferences, top: float
) -> CostChart | None:
    price = measures.price
    if price.low is None or price.high is None or not top:
        return None
    drawing = draw_cost_bar(price.low, price.high, top=top, budget=preferences.budget)
    return CostChart(drawing, price.low, price.high, top)


def select_open_areas(
    route: Route, effort: Effort, areas: Mapping[str, Area]
) -> tuple[Area, ...]:
    """Return the areas of which a programme leaves most hours open."""
    left: dict[str, float] = {}
    for need in effort.needs:
        area = need.objective.area
        open_hours = need.hours * (1 - covered_share(route, need))
        left[area] = left.get(area, 0.0) + open_hours
    largest = sorted(left.items(), key=lambda pair: -pair[1])
    named = [
        areas[area]
        for area, hours in largest
        if hours >= LEAST_OPEN_HOURS and hours >= OPEN_SHARE * effort.by_area[area]
    ]
    return tuple(named[:MOST_OPEN])


@dataclass(frozen=True)
class RouteFacts:
    """The figures known of a route, for its own page."""

    hours: tuple[SourcedFigure, ...]
    costs: tuple[SourcedFigure, ...]
    wages: tuple[SourcedFigure, ...]
    outcomes: tuple[SourcedFigure, ...]


def build_route_facts(route: Route) -> RouteFacts:
    """Return what is known of a route by subject."""
    taught = (route.taught,) if route.taught else ()
    return RouteFacts(
        hours=(route.hours_a_week, *taught),
        costs=route.costs,
        wages=route.wages,
        outcomes=route.outcomes,
    )


def list_countries(catalogue: Catalogue) -> list[str]:
    """Return the countries for which something is known: a price, a form, or public funding."""
    routes = catalogue.routes.values()
    places = {figure.place for route in routes for figure in route.costs}
    places |= {
        place for route in routes for form in route.forms for place in form.places
    }
    places |= {funding.place for funding in catalogue.fundings.values()}
    return sorted(places - {""})


def select_fundings(catalogue: Catalogue, country: str) -> list[Funding]:
    """Return the public funding of a country; of every country where none is given."""
    return [
        funding
        for funding in catalogue.fundings.values()
        if country in ("", funding.place)
    ]
