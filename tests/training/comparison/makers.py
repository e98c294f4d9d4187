"""Routes and figures with known numbers."""

from typing import Any

from quiz.catalogue.figures import SourcedFigure
from quiz.catalogue.skills import Objective
from quiz.catalogue.training_routes import ProgrammeForm, Route
from quiz.training.comparison.measures import RouteMeasures, Weeks
from quiz.training.comparison.prices import RoutePrice
from quiz.training.effort import Effort, Need
from tests.training.people import bank

AREAS = tuple(bank().areas)


def figure(
    low: float, high: float | None = None, unit: str = "EUR", **more: Any
) -> SourcedFigure:
    values = {
        "text": "A figure.",
        "dated": "2026-06",
        "source": "somebody",
        "url": "https://example.org/",
    }
    return SourcedFigure(
        low=low, high=low if high is None else high, unit=unit, **(values | more)
    )


def route(**changes: Any) -> Route:
    """Return a course of 10 to 20 weeks at 20 to 30 hours that covers half of everything."""
    values: dict[str, Any] = {
        "key": "course",
        "name": "Course",
        "kind": "bootcamp",
        "order": 1,
        "sentence": "A course.",
        "weeks": figure(10, 20, "weeks"),
        "hours_a_week": figure(20, 30, "hours a week"),
        "paper": {"kind": "none", "value": 0.2, "text": "None.", "year": 2026},
        "fixed_times": True,
        "times": "Mornings.",
        "help": "A teacher.",
        "strong_in": "web",
        "weak_in": "depth",
        "suits": "anybody",
        "coverage": dict.fromkeys(AREAS, 0.5),
        "level_coverage": {"J": 1.0, "C": 1.0, "S": 1.0},
        "efficiency": 0.8,
        "support": 0.9,
        "style": {
            "structure": 1.0,
            "peers": 0.5,
            "mentor": 0.5,
            "project": 0.5,
            "theory": 0.0,
        },
        "assumptions": "Assumptions of a test",
    }
    return Route.model_validate(values | changes)


def form(key: str, weeks: float, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "name": key,
        "weeks": figure(weeks, unit="weeks").model_dump(),
        **more,
    }


def entry(condition: str) -> list[dict[str, Any]]:
    return [{"condition": condition, "text": "Something.", "year": 2026}]


def need(name: str = "SQL-01", hours: float = 80.0, **changes: Any) -> Need:
    objective: Objective = bank().objectives[name].model_copy(update=changes)
    return Need(objective, 0.0, hours, frozenset())


def effort(*needs: Need, spread: float = 0.5) -> Effort:
    """Return an effort of these needs; of 80 hours, so 104 with projects and 130 in all, without any."""
    chosen = needs or (need(),)
    middle = Effort(chosen, 0, 0)
    return Effort(chosen, middle.total * (1 - spread), middle.total * (1 + spread))


def price(middle: float | None = None, *, told: bool = False) -> RoutePrice:
    return RoutePrice(middle, middle, middle, is_told=told)


def measures(
    of: Route | None = None,
    *,
    weeks: float = 30,
    coverage: float = 0.9,
    cost: RoutePrice | None = None,
    form: ProgrammeForm | None = None,
) -> RouteMeasures:
    return RouteMeasures(
        route=of or route(),
        form=form,
        coverage=coverage,
        hours=20,
        hours_alone=20,
        weeks=Weeks(weeks * 0.8, weeks, weeks * 1.5),
        begins=None,
        wait=(0, 0),
        weeks_before=0,
        weeks_after=0,
        price=cost or price(),
    )
