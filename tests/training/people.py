"""Made-up people for the tests of training: three that the documentation tells of, and random ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

import numpy as np

from quiz.bank.parsing.bank_folder import load_bank
from quiz.bank.repository import Catalogue
from quiz.catalogue.training_routes import LearningStyle
from quiz.training.comparison.ranking import compare_routes
from quiz.training.effort import (
    Effort,
    LearnerState,
    ObjectiveScore,
    estimate_effort,
    format_hours_range,
)
from quiz.training.preferences import SUPPORT, TrainingPreferences
from tests.rules.files import ROOT

TODAY = date(2026, 11, 27)
DRAWS = 40
#: how unsure a standard sitting leaves each area, in logits
USUAL_SD = 0.4


@cache
def bank() -> Catalogue:
    return load_bank(ROOT / "questions")


def levels(goal: str) -> dict[str, float]:
    return {area: float(level) for area, level in bank().goals[goal].levels.items()}


def standing(
    theta: float | Mapping[str, float],
    goal: str = "junior",
    *,
    sd: float = USUAL_SD,
    shown: Mapping[str, ObjectiveScore] | None = None,
    learned: frozenset[str] = frozenset(),
) -> LearnerState:
    areas = tuple(bank().areas)
    means = np.array(
        [theta[area] if isinstance(theta, Mapping) else theta for area in areas]
    )
    noise = np.random.default_rng(1).standard_normal((DRAWS, len(areas)))
    return LearnerState(
        areas, means, means + sd * noise, levels(goal), shown or {}, learned
    )


@dataclass(frozen=True, eq=False)
class Someone:
    """A person, where they stand and what they wish."""

    name: str
    standing: LearnerState
    wishes: TrainingPreferences

    @cached_property
    def effort(self) -> Effort:
        """What is left to learn."""
        return estimate_effort(self.standing, bank().objectives)


ANN = Someone(
    "Ann",
    standing(-0.9),
    TrainingPreferences(
        hours=12,
        budget=1500,
        ready_by=TODAY + timedelta(weeks=70),
        country="France",
        support={"alone": True, "reviewed": False, "dates": True},
    ),
)
BEN = Someone(
    "Ben",
    standing(-0.9),
    TrainingPreferences(
        hours=50,
        budget=8000,
        ready_by=TODAY + timedelta(weeks=30),
        country="France",
        style={
            "structure": 0.9,
            "peers": 1.0,
            "mentor": 0.8,
            "project": 0.9,
            "theory": 0.3,
        },
        support={"alone": False, "reviewed": False, "dates": False},
    ),
)
CLE = Someone(
    "Cle",
    standing(-1.6),
    TrainingPreferences(
        hours=40,
        budget=5000,
        ready_by=TODAY + timedelta(weeks=200),
        degree="must",
        country="France",
        background="school",
        is_adult=True,
        style={"theory": 0.8, "structure": 0.7},
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
    shown = {str(one): ObjectiveScore(float(rng.integers(0, 3)), 2) for one in some}
    learned = frozenset(map(str, rng.choice(some, size=len(some) // 4, replace=False)))

    def perhaps(value: object) -> object:
        return value if rng.random() < 0.7 else None

    def some_of(names: tuple[str, ...], values: list[object]) -> dict[str, object]:
        return {name: rng.choice(values) for name in names if rng.random() < 0.5}  # type: ignore[arg-type]  # plain values

    wishes = {
        "hours": perhaps(float(rng.integers(2, 60))),
        "budget": perhaps(float(rng.integers(0, 60_000))),
        "ready_by": perhaps(TODAY + timedelta(weeks=int(rng.integers(1, 300)))),
        "degree": perhaps(str(rng.choice(["no", "nice", "must"]))),
        "country": str(rng.choice(["", "France", "Germany", "England", "Spain"])),
        "background": str(rng.choice(["", "school", "degree", "other"])),
        "is_adult": perhaps(bool(rng.random() < 0.5)),
        "style": {
            n: float(v)
            for n, v in some_of(tuple(LearningStyle), [0.0, 0.5, 1.0]).items()
        },  # type: ignore[arg-type]  # numbers
        "support": {n: bool(v) for n, v in some_of(SUPPORT, [True, False]).items()},
    }
    person = standing(
        theta, goal, sd=float(rng.uniform(0.1, 0.9)), shown=shown, learned=learned
    )
    return Someone(f"person {number}", person, TrainingPreferences(**wishes))  # type: ignore[arg-type]  # one of each


def worked_table() -> str:
    """Return the table of the three people as docs/routes.md shows it."""
    lines = ["| person | gap | offered, with fit | excluded |", "|---|---|---|---|"]
    for person in (ANN, BEN, CLE):
        needed = person.effort
        found = compare_routes(bank().routes.values(), needed, person.wishes, TODAY)
        offered = "; ".join(
            f"{one.measured.route.name} {one.fit.score:.0f},"
            f" {one.measured.weeks.middle:.0f} weeks"
            for one in found.offered
        )
        excluded = "; ".join(
            f"{one.measured.route.name}: {' '.join(one.reasons)}"
            for one in found.excluded
        )
        hours = format_hours_range(needed.low, needed.high)
        lines.append(f"| {person.name} | {hours} | {offered} | {excluded} |")
    return "\n".join(lines)


def zero_table() -> str:
    """Return the hours from zero for each goal as docs/routes.md shows them."""
    lines = [
        "| goal | objectives | hours of objectives | with projects |",
        "|---|---:|---:|---:|",
    ]
    for key, goal in bank().goals.items():
        found = estimate_effort(standing(-20.0, key, sd=0.0), bank().objectives)
        lines.append(
            f"| {goal.name} | {len(found.needs)} | {found.objectives:.0f} | {found.total:.0f} |"
        )
    return "\n".join(lines)
