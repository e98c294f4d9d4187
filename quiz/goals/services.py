"""Writes about goals of one's own, evidence and shared results."""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.goals import queries
from quiz.goals.models import OwnGoal
from quiz.goals.repository import GoalDraft

MOST_GOALS = 20
MOST_EVIDENCE = 30
MOST_LINKS = 10


def add_goal(
    session: Session, person: Person, draft: GoalDraft, *, now: datetime
) -> OwnGoal:
    """Keep a goal of a person's own.

    Raises
    ------
    NotNow
        When the person has as many as one may have.
    """
    if queries.count_owned(session, OwnGoal, person) >= MOST_GOALS:
        raise NotNow(f"You have {MOST_GOALS} goals of your own. Delete one first.")
    goal = OwnGoal(key=public_key(), person_id=person.id)
    change_goal(goal, draft, now=now)
    session.add(goal)
    return goal


def change_goal(goal: OwnGoal, draft: GoalDraft, *, now: datetime) -> None:
    """Put a draft in place of what a goal was; sittings keep the levels they began with."""
    goal.name, goal.sentence = draft.name, draft.sentence
    goal.levels, goal.skills = dict(draft.levels), dict(draft.skills)
    goal.changed_at = now


def remove_goal(session: Session, goal: OwnGoal) -> None:
    """Take a goal away; sittings taken for it stay."""
    session.delete(goal)
