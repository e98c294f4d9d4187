"""Goals by their key, whether they belong to the bank or to a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.repository import Catalogue
from quiz.catalogue.goals import Goal
from quiz.goals import queries
from quiz.goals.models import OwnGoal

#: After the goals of the bank.
OWN_ORDER = 1000


@dataclass(frozen=True)
class GoalDraft:
    """A goal before it is stored."""

    name: str
    sentence: str
    levels: Mapping[str, float]
    skills: Mapping[str, str]


def build_goal(own: OwnGoal) -> Goal:
    """Return a custom goal in the form of the bank's; an area at 0 is not required."""
    return Goal(
        key=own.key,
        name=own.name,
        sentence=own.sentence,
        order=OWN_ORDER,
        levels={
            area: Decimal(str(level)) for area, level in own.levels.items() if level > 0
        },
    )


def list_goals(
    session: Session, person: Person | None, catalogue: Catalogue
) -> dict[str, Goal]:
    """Return every goal that a person may choose: those of the bank, then their own."""
    own = queries.list_own_goals(session, person) if person else []
    in_order = sorted(catalogue.goals.values(), key=lambda goal: goal.order)
    return {goal.key: goal for goal in [*in_order, *map(build_goal, own)]}


def find_goal(
    session: Session, person: Person | None, catalogue: Catalogue, key: str
) -> Goal | None:
    """Return a goal by its key; None also for somebody else's."""
    if key in catalogue.goals:
        return catalogue.goals[key]
    own = queries.find_own_goal(session, person, key) if person else None
    return build_goal(own) if own else None
