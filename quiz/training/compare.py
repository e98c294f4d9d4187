"""All routes for one person: those that pass the limits, best first, and the others with the reason. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quiz.bank.routes import Route
from quiz.training.effort import Effort
from quiz.training.fit import Fit, fit
from quiz.training.measure import Measured, measured, why_not
from quiz.training.wishes import Wishes

#: within so many points two routes are said to be equally good
EQUALLY_GOOD = 5.0


@dataclass(frozen=True, eq=False)
class Offered:
    """A route that passes the limits."""

    measured: Measured
    fit: Fit
    #: Whether no route fits better.
    is_best: bool
    #: Whether another is best, but no more than five points ahead.
    is_equally_good: bool


@dataclass(frozen=True, eq=False)
class Excluded:
    """A route that breaks a limit."""

    measured: Measured
    reasons: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Every route, offered or excluded."""

    offered: tuple[Offered, ...]
    excluded: tuple[Excluded, ...]

    def of(self, key: str) -> Offered | Excluded | None:
        """Return a route by its key."""
        every: tuple[Offered | Excluded, ...] = (*self.offered, *self.excluded)
        return next((one for one in every if one.measured.route.key == key), None)


def compare(
    routes: Iterable[Route], effort: Effort, wishes: Wishes, today: date
) -> Comparison:
    """Return the routes that pass the limits, the best fit first, and the others with every reason."""
    passed: list[tuple[Fit, Measured]] = []
    excluded = []
    for route in routes:
        one = measured(route, effort, wishes)
        reasons = why_not(one, wishes, today)
        if reasons:
            excluded.append(Excluded(one, tuple(reasons)))
        else:
            passed.append((fit(one, wishes, today), one))
    passed.sort(key=lambda pair: -pair[0].score)
    best = passed[0][0].score if passed else 0.0
    return Comparison(
        tuple(
            Offered(
                one,
                found,
                is_best=number == 0,
                is_equally_good=number > 0 and best - found.score <= EQUALLY_GOOD,
            )
            for number, (found, one) in enumerate(passed)
        ),
        tuple(excluded),
    )
