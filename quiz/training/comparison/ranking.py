"""All routes for one person: those that fit the limits, best first, and the others with the reasons. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quiz.catalogue.funding import Funding
from quiz.catalogue.training_routes import Route
from quiz.training.comparison.exclusions import Exclusion, find_exclusions
from quiz.training.comparison.measures import RouteMeasures, measure_route
from quiz.training.comparison.utility import RouteMatch, score_route
from quiz.training.effort import Effort
from quiz.training.preferences import TrainingPreferences

#: within so many points two routes are said to be equally good
EQUALLY_GOOD = 5.0


@dataclass(frozen=True, eq=False)
class OfferedRoute:
    """A route that fits the limits, or would if its price does."""

    measures: RouteMeasures
    match: RouteMatch
    #: Whether there is a budget and no price that counts, so that the person has to ask first.
    is_price_open: bool
    #: Whether no route matches better.
    is_best: bool
    #: Whether another is best, but no more than five points ahead.
    is_equally_good: bool


@dataclass(frozen=True, eq=False)
class ExcludedRoute:
    """A route that breaks a limit."""

    measures: RouteMeasures
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True, eq=False)
class RouteComparison:
    """Every route, offered or excluded."""

    offered: tuple[OfferedRoute, ...]
    excluded: tuple[ExcludedRoute, ...]

    @property
    def fitting(self) -> tuple[OfferedRoute, ...]:
        """The routes that fit all limits, price included."""
        return tuple(route for route in self.offered if not route.is_price_open)


class Limit(StrEnum):
    """The limits that a person can loosen."""

    HOURS = "hours"
    BUDGET = "budget"
    DATE = "ready_by"
    DEGREE = "degree"


@dataclass(frozen=True)
class Loosening:
    """A single limit, and the routes that would fit without it."""

    limit: Limit
    routes: tuple[Route, ...]


def compare_routes(
    routes: Iterable[Route],
    effort: Effort,
    preferences: TrainingPreferences,
    today: date,
    fundings: Iterable[Funding] = (),
) -> RouteComparison:
    """Return the routes that fit the limits, the best match first, and the others with every limit they break."""
    fundings = tuple(fundings)
    possible: list[tuple[bool, RouteMatch, RouteMeasures]] = []
    excluded = []
    for route in routes:
        measures = measure_route(route, effort, preferences, today, fundings)
        exclusions = find_exclusions(measures, preferences, today)
        if exclusions:
            excluded.append(ExcludedRoute(measures, tuple(exclusions)))
        else:
            is_open = preferences.budget is not None and not measures.price.is_known
            match = score_route(measures, preferences, today)
            possible.append((is_open, match, measures))
    # A route whose price is not known is never said to be better than one whose price fits.
    possible.sort(key=lambda each: (each[0], -each[1].score))
    best = possible[0][1].score if possible and not possible[0][0] else math.inf
    return RouteComparison(
        tuple(
            OfferedRoute(
                measures,
                match,
                is_open,
                is_best=number == 0 and not is_open,
                is_equally_good=number > 0
                and not is_open
                and best - match.score <= EQUALLY_GOOD,
            )
            for number, (is_open, match, measures) in enumerate(possible)
        ),
        tuple(excluded),
    )


def find_best_loosening(
    routes: Iterable[Route],
    effort: Effort,
    preferences: TrainingPreferences,
    today: date,
    fundings: Iterable[Funding] = (),
) -> Loosening | None:
    """Return the single limit without which the most routes would fit; None where no single one is enough."""
    routes, fundings = tuple(routes), tuple(fundings)
    loosenings = []
    for limit in Limit:
        without = preferences.model_copy(update={limit.value: None})
        found = compare_routes(routes, effort, without, today, fundings)
        fits = tuple(offered.measures.route for offered in found.fitting)
        loosenings.append(Loosening(limit, fits))
    best = max(loosenings, key=lambda loosening: len(loosening.routes))
    return best if best.routes else None
