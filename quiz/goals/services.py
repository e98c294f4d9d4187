"""Store, change and delete custom goals."""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.goals import queries
from quiz.goals.models import OwnGoal
from quiz.goals.repository import GoalDraft

MOST_GOALS = 20


def add_goal(
    session: Session, person: Person, draft: GoalDraft, *, now: datetime
) -> OwnGoal:
    """Store a custom goal.

    Raises
    ------
    NotNow
        When the person has as many as anybody may have.
    """
    if queries.count_own_goals(session, person) >= MOST_GOALS:
        raise NotNow(f"You have {MOST_GOALS} custom goals. Delete one first.")
    goal = OwnGoal(key=public_key(), person_id=person.id)
    change_goal(goal, draft, now=now)
    session.add(goal)
    return goal


def change_goal(goal: OwnGoal, draft: GoalDraft, *, now: datetime) -> None:
    """Replace a goal by a draft; results keep the levels they were measured against."""
    goal.name, goal.sentence = draft.name, draft.sentence
    goal.levels, goal.skills = dict(draft.levels), dict(draft.skills)
    goal.changed_at = now


def remove_goal(session: Session, goal: OwnGoal) -> None:
    """Delete a goal; results that were measured for it stay."""
    session.delete(goal)
