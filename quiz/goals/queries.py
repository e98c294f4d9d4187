"""Queries about custom goals."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.goals.models import OwnGoal


def list_own_goals(session: Session, person: Person) -> Sequence[OwnGoal]:
    """Return a person's custom goals, the latest changed first."""
    return session.scalars(
        select(OwnGoal)
        .where(OwnGoal.person_id == person.id)
        .order_by(OwnGoal.changed_at.desc(), OwnGoal.id.desc())
    ).all()


def find_own_goal(session: Session, person: Person, key: str) -> OwnGoal | None:
    """Return one custom goal of a person."""
    return session.scalar(
        select(OwnGoal).where(OwnGoal.key == key, OwnGoal.person_id == person.id)
    )


def count_own_goals(session: Session, person: Person) -> int:
    """Return how many custom goals a person has."""
    counted = (
        select(func.count()).select_from(OwnGoal).where(OwnGoal.person_id == person.id)
    )
    return session.scalar(counted) or 0
