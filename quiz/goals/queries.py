"""Reads about goals of one's own, evidence and shared results."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.goals.models import Evidence, OwnGoal


def list_own_goals(session: Session, person: Person) -> Sequence[OwnGoal]:
    """Return a person's own goals, the latest changed first."""
    return session.scalars(
        select(OwnGoal)
        .where(OwnGoal.person_id == person.id)
        .order_by(OwnGoal.changed_at.desc(), OwnGoal.id.desc())
    ).all()


def find_own_goal(session: Session, person: Person, key: str) -> OwnGoal | None:
    """Return one goal of a person."""
    return session.scalar(
        select(OwnGoal).where(OwnGoal.key == key, OwnGoal.person_id == person.id)
    )


def count_owned(
    session: Session, model: type[OwnGoal] | type[Evidence], person: Person
) -> int:
    """Return how many of a kind a person has."""
    counted = (
        select(func.count()).select_from(model).where(model.person_id == person.id)
    )
    return session.scalar(counted) or 0
