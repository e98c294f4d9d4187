"""Reads about training: what was wished, the plan, what is ticked off."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from quiz.accounts.models import Person
from quiz.sittings.models import Sitting
from quiz.training.models import LearnedObjective, TrainingPlan, TrainingWishes

#: a sitting goes on from another, that one perhaps from a third; further back nothing counts
MOST_BEFORE = 6


def wishes_of(session: Session, sitting: Sitting) -> TrainingWishes | None:
    """Return what was wished with a sitting."""
    return session.scalar(
        select(TrainingWishes).where(TrainingWishes.sitting_id == sitting.id)
    )


def latest_wishes(session: Session, person: Person) -> TrainingWishes | None:
    """Return what a person wished last, with whatever sitting."""
    return session.scalar(
        select(TrainingWishes)
        .join(Sitting, Sitting.id == TrainingWishes.sitting_id)
        .where(Sitting.person_id == person.id)
        .order_by(TrainingWishes.changed_at.desc(), TrainingWishes.id.desc())
        .limit(1)
    )


def plan_of(
    session: Session, person: Person, *, lock: bool = False
) -> TrainingPlan | None:
    """Return a person's plan; `lock` holds it against other requests until this one commits."""
    wanted = select(TrainingPlan).where(TrainingPlan.person_id == person.id)
    return session.scalar(wanted.with_for_update() if lock else wanted)


def learned_by(
    session: Session, person: Person, *, since: datetime | None = None
) -> dict[str, datetime]:
    """Return what a person has ticked off, and when; `since` leaves out what came before."""
    wanted = select(LearnedObjective.objective, LearnedObjective.learned_at).where(
        LearnedObjective.person_id == person.id
    )
    if since is not None:
        wanted = wanted.where(LearnedObjective.learned_at > since)
    return {row.objective: row.learned_at for row in session.execute(wanted)}


def chain_of(session: Session, sitting: Sitting) -> list[Sitting]:
    """Return a sitting and those it goes on from, the latest first."""
    chain = [sitting]
    while chain[-1].follows_id is not None and len(chain) < MOST_BEFORE:
        before = session.scalar(
            select(Sitting)
            .where(Sitting.id == chain[-1].follows_id)
            .options(selectinload(Sitting.positions))
        )
        if before is None:
            break
        chain.append(before)
    return chain


def latest_finished_after(
    session: Session, person: Person, moment: datetime
) -> Sitting | None:
    """Return the latest sitting that a person finished after a moment."""
    return session.scalar(
        select(Sitting)
        .where(
            Sitting.person_id == person.id,
            Sitting.state == "finished",
            Sitting.finished_at > moment,
        )
        .options(selectinload(Sitting.positions))
        .order_by(Sitting.finished_at.desc(), Sitting.id.desc())
        .limit(1)
    )
