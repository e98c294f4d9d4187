"""One way to find a goal by its key, whether it is the bank's or a person's own; and what its skills showed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.catalogue import Catalogue
from quiz.bank.skills import Goal
from quiz.gaps import queries
from quiz.gaps.models import OwnGoal
from quiz.gaps.words import is_right
from quiz.sittings.events import answered_attempt_items
from quiz.sittings.models import Sitting

#: after the bank's own goals
OWN_ORDER = 1000


@dataclass(frozen=True)
class SkillLine:
    """A skill that a goal names, and what the answers showed of it."""

    name: str
    area_name: str
    is_required: bool
    right: int
    missed: int


@dataclass(frozen=True)
class GoalDraft:
    """A goal before it is kept."""

    name: str
    sentence: str
    levels: Mapping[str, float]
    skills: Mapping[str, str]


def build_goal(own: OwnGoal) -> Goal:
    """Return a person's goal as the bank writes goals; an area at 0 is not required."""
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
    """Return every goal that a person may aim for: the bank's, then their own."""
    own = queries.list_own_goals(session, person) if person else []
    in_order = sorted(catalogue.goals.values(), key=lambda goal: goal.order)
    return {goal.key: goal for goal in [*in_order, *map(build_goal, own)]}


def find_goal(
    session: Session, person: Person | None, catalogue: Catalogue, key: str
) -> Goal | None:
    """Return a goal by its key; somebody else's looks like none."""
    if key in catalogue.goals:
        return catalogue.goals[key]
    own = queries.find_own_goal(session, person, key) if person else None
    return build_goal(own) if own else None


def summarise_skills(
    sitting: Sitting, skills: Mapping[str, str], catalogue: Catalogue
) -> list[SkillLine]:
    """Return what the answers of a sitting showed of the skills that a goal names, required ones first."""
    right: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for position in answered_attempt_items(sitting.positions):
        if position.answer is None:
            continue
        counter = right if is_right(position.answer) else missed
        counter.update(position.question.tags)
    lines = [
        SkillLine(
            catalogue.rows[row].name,
            catalogue.areas[catalogue.rows[row].area].name,
            mark == "required",
            right[row],
            missed[row],
        )
        for row, mark in skills.items()
        if row in catalogue.rows and catalogue.rows[row].area in catalogue.areas
    ]
    return sorted(
        lines, key=lambda line: (not line.is_required, line.area_name, line.name)
    )
