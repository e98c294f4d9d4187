"""Made-up people for the tests of training: three that the documentation shows, and random ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

import numpy as np

from quiz.bank.parsing.bank_folder import load_bank
from quiz.bank.repository import Catalogue
from quiz.catalogue.training_routes import LearningStyle
from quiz.core.text import format_hours_range
from quiz.training.comparison.ranking import RouteComparison, compare_routes
from quiz.training.effort import (
    Effort,
    LearnerState,
    ObjectiveScore,
    estimate_effort,
)
from quiz.training.preferences import (
    Background,
    Currency,
    DegreeWish,
    SupportQuestion,
    TrainingPreferences,
)
from tests.rules.files import ROOT

TODAY = date(2026, 11, 27)
DRAWS = 40
#: how unsure a standard assessment leaves each area, in logits
USUAL_SD = 0.4


@cache
def bank() -> Catalogue:
    return load_bank(ROOT / "questions")


def levels(goal: str) -> dict[str, float]:
    return {area: float(level) for area, level in bank().goals[goal].levels.items()}


def learner(
    theta: float | Mapping[str, float],
    goal: str = "junior",
    *,
    sd: float = USUAL_SD,
    shown: Mapping[str, ObjectiveScore] | None = None,
    learned: frozenset[str] = frozenset(),
    from_zero: bool = False,
) -> LearnerState:
    areas = tuple(bank().areas)
    means = np.array(
        [theta[area] if isinstance(theta, Mapping) else theta for area in areas]
    )
    noise = np.random.default_rng(1).standard_normal((DRAWS, len(areas)))
    return LearnerState(
        areas, means, means + sd * noise, levels(goal), shown or {}, learned, from_zero
    )


def effort_at(theta: float, goal: str = "junior") -> Effort:
    return estimate_effort(learner(theta, goal), bank().objectives)


@dataclass(frozen=True, eq=False)
class Someone:
    """A person, where they stand and what they said."""

    name: str
    learner: LearnerState
    preferences: TrainingPreferences

    @cached_property
    def effort(self) -> Effort:
        """What is left to learn."""
        return estimate_effort(self.learner, bank().objectives)

    def compare(self) -> RouteComparison:
        """Return all routes for this person."""
        return compare_routes(
            bank().routes.values(),
            self.effort,
            self.preferences,
            TODAY,
            bank().fundings.values(),
        )


ANN = Someone(
    "Ann",
    learner(-0.9),
    TrainingPreferences(
        hours=12,
        budget=1500,
        ready_by=TODAY + timedelta(weeks=70),
        country="France",
        support={
            SupportQuestion.ALONE: True,
            SupportQuestion.REVIEWED: False,
            SupportQuestion.DATES: True,
        },
    ),
)
BEN = Someone(
    "Ben",
    learner(-0.9),
    TrainingPreferences(
        hours=50,
        budget=8000,
        ready_by=TODAY + timedelta(weeks=30),
        country="France",
        told_prices={"bootcamp-full": 7500, "bootcamp-part": 7900},
        style={
            LearningStyle.STRUCTURE: 1.0,
            LearningStyle.PEERS: 1.0,
            LearningStyle.MENTOR: 0.5,
            LearningStyle.PROJECT: 1.0,
        },
        support=dict.fromkeys(SupportQuestion, False),
    ),
)
CLE = Someone(
    "Cle",
    learner(-1.6),
    TrainingPreferences(
        hours=40,
        budget=5000,
        ready_by=TODAY + timedelta(weeks=250),
        degree=DegreeWish.MUST,
        country="France",
        background=Background.SCHOOL,
        is_adult=True,
        style={LearningStyle.THEORY: 1.0, LearningStyle.STRUCTURE: 0.5},
    ),
)


@cache
def random_person(number: int) -> Someone:
    """Return one of many people who have nothing in common but the bank."""
    rng = np.random.default_rng(number)
    catalogue = bank()
    goal = str(rng.choice(list(catalogue.goals)))
    theta = {area: float(rng.normal(-0.5, 1.2)) for area in catalogue.areas}
    some = rng.choice(
        list(catalogue.objectives), size=int(rng.integers(0, 40)), replace=False
    )
    shown = {str(name): ObjectiveScore(float(rng.integers(0, 3)), 2) for name in some}
    learned = frozenset(map(str, rng.choice(some, size=len(some) // 4, replace=False)))

    def perhaps(value: object) -> object:
        return value if rng.random() < 0.7 else None

    def some_of(names: tuple[str, ...], values: list[Any]) -> dict[str, Any]:
        return {name: rng.choice(values) for name in names if rng.random() < 0.5}

    told = {
        key: float(rng.integers(0, 12_000))
        for key in catalogue.routes
        if rng.random() < 0.1
    }
    said: dict[str, Any] = {
        "hours": perhaps(float(rng.integers(2, 60))),
        "budget": perhaps(float(rng.integers(0, 60_000))),
        "currency": str(rng.choice(list(Currency))),
        "ready_by": perhaps(TODAY + timedelta(weeks=int(rng.integers(1, 400)))),
        "degree": perhaps(str(rng.choice(list(DegreeWish)))),
        "country": str(
            rng.choice(
                ["", "France", "Germany", "England", "United States", "elsewhere"]
            )
        ),
        "background": str(rng.choice(list(Background))),
        "is_adult": perhaps(bool(rng.random() < 0.5)),
        "style": some_of(tuple(LearningStyle), [0.0, 0.5, 1.0]),
        "support": some_of(tuple(SupportQuestion), [True, False]),
        "told_prices": told,
        "funding": [key for key in catalogue.fundings if rng.random() < 0.2],
    }
    state = learner(
        theta, goal, sd=float(rng.uniform(0.1, 0.9)), shown=shown, learned=learned
    )
    return Someone(f"person {number}", state, TrainingPreferences.model_validate(said))


def worked_table() -> str:
    """Return the table of the three people as docs/routes.md shows it."""
    lines = [
        "| person | gap | offered, with match | to ask the price of | excluded |",
        "|---|---|---|---|---|",
    ]
    for person in (ANN, BEN, CLE):
        comparison = person.compare()
        fitting = [route for route in comparison.offered if not route.is_price_open]
        asking = [route for route in comparison.offered if route.is_price_open]
        cells = [
            person.name,
            format_hours_range(person.effort.low, person.effort.high),
            "; ".join(
                f"{route.measures.route.name} {route.match.score:.0f},"
                f" {route.measures.weeks.middle:.0f} weeks"
                for route in fitting
            ),
            "; ".join(route.measures.route.name for route in asking) or "none",
            "; ".join(
                f"{route.measures.route.name}:"
                f" {', '.join(exclusion.kind for exclusion in route.exclusions)}"
                for route in comparison.excluded
            ),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def zero_table() -> str:
    """Return the hours from zero for each goal as docs/routes.md shows them."""
    lines = [
        "| goal | objectives | hours of objectives | with projects and review |",
        "|---|---:|---:|---:|",
    ]
    for key, goal in bank().goals.items():
        zero = estimate_effort(learner(-20.0, key, sd=0.0), bank().objectives)
        lines.append(
            f"| {goal.name} | {len(zero.needs)} | {zero.objectives:.0f} | {zero.total:.0f} |"
        )
    return "\n".join(lines)
