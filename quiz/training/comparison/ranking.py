"""All routes for one person: those that pass the limits, best first, and the others with the reason. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quiz.catalogue.training_routes import Route
from quiz.training.comparison.measures import (
    RouteMeasures,
    explain_exclusion,
    measure_route,
)
from quiz.training.comparison.utility import RouteFit, score_route
from quiz.training.effort import Effort
from quiz.training.preferences import TrainingPreferences

#: within so many points two routes are said to be equally good
EQUALLY_GOOD = 5.0


@dataclass(frozen=True, eq=False)
class OfferedRoute:
    """A route that passes the limits."""

    measured: RouteMeasures
    fit: RouteFit
    #: Whether no route fits better.
    is_best: bool
    #: Whether another is best, but no more than five points ahead.
    is_equally_good: bool


@dataclass(frozen=True, eq=False)
class ExcludedRoute:
    """A route that breaks a limit."""

    measured: RouteMeasures
    reasons: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class RouteComparison:
    """Every route, offered or excluded."""

    offered: tuple[OfferedRoute, ...]
    excluded: tuple[ExcludedRoute, ...]

    def find_route(self, key: str) -> OfferedRoute | ExcludedRoute | None:
        """Return a route by its key."""
        every: tuple[OfferedRoute | ExcludedRoute, ...] = (
            *self.offered,
            *self.excluded,
        )
        return next((one for one in every if one.measured.route.key == key), None)


def compare_routes(
    routes: Iterable[Route], effort: Effort, wishes: TrainingPreferences, today: date
) -> RouteComparison:
    """Return the routes that pass the limits, the best fit first, and the others with every reason."""
    passed: list[tuple[RouteFit, RouteMeasures]] = []
    excluded = []
    for route in routes:
        one = measure_route(route, effort, wishes)
        reasons = explain_exclusion(one, wishes, today)
        if reasons:
            excluded.append(ExcludedRoute(one, tuple(reasons)))
        else:
            passed.append((score_route(one, wishes, today), one))
    passed.sort(key=lambda pair: -pair[0].score)
    best = passed[0][0].score if passed else 0.0
    return RouteComparison(
        tuple(
            OfferedRoute(
                one,
                found,
                is_best=number == 0,
                is_equally_good=number > 0 and best - found.score <= EQUALLY_GOOD,
            )
            for number, (found, one) in enumerate(passed)
        ),
        tuple(excluded),
    )
