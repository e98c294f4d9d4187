"""Reads about training: what was wished, the plan, what is ticked off."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from quiz.accounts.models import Person
from quiz.bank.models import QuestionVersion
from quiz.bank.versions import load_question
from quiz.sittings.models import Answer, AttemptItem, Sitting
from quiz.training.models import LearnedObjective, StoredPreferences, TrainingPlan
from quiz.training.planning.ticks import ObjectiveAnswer, Ticks, classify_ticks

#: a sitting goes on from another, that one perhaps from a third; further back nothing counts
MOST_BEFORE = 6


def find_preferences(session: Session, sitting: Sitting) -> StoredPreferences | None:
    """Return what was wished with a sitting."""
    return session.scalar(
        select(StoredPreferences).where(StoredPreferences.sitting_id == sitting.id)
    )


def find_latest_preferences(
    session: Session, person: Person
) -> StoredPreferences | None:
    """Return what a person wished last, with whatever sitting."""
    return session.scalar(
        select(StoredPreferences)
        .join(Sitting, Sitting.id == StoredPreferences.sitting_id)
        .where(Sitting.person_id == person.id)
        .order_by(StoredPreferences.changed_at.desc(), StoredPreferences.id.desc())
        .limit(1)
    )


def find_plan(
    session: Session, person: Person, *, lock: bool = False
) -> TrainingPlan | None:
    """Return a person's plan; `lock` holds it against other requests until this one commits."""
    wanted = select(TrainingPlan).where(TrainingPlan.person_id == person.id)
    return session.scalar(wanted.with_for_update() if lock else wanted)


def load_ticks(session: Session, person: Person) -> Ticks:
    """Return what a person has ticked off, told apart by the answers they gave afterwards."""
    rows = session.execute(
        select(LearnedObjective.objective, LearnedObjective.learned_at).where(
            LearnedObjective.person_id == person.id
        )
    )
    ticked = {row.objective: row.learned_at for row in rows}
    if not ticked:
        return classify_ticks({}, ())
    return classify_ticks(
        ticked, _list_answers_since(session, person, min(ticked.values()))
    )


def _list_answers_since(
    session: Session, person: Person, moment: datetime
) -> list[ObjectiveAnswer]:
    rows = session.execute(
        select(Answer, QuestionVersion)
        .join(AttemptItem, AttemptItem.id == Answer.position_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
        .join(Sitting, Sitting.id == AttemptItem.sitting_id)
        .where(
            Sitting.person_id == person.id,
            Sitting.state == "finished",
            Answer.answered_at > moment,
            AttemptItem.left_out.is_(False),
        )
    )
    return [
        ObjectiveAnswer(
            load_question(version).objective, answer.score, answer.answered_at
        )
        for answer, version in rows
    ]


def list_sitting_chain(session: Session, sitting: Sitting) -> list[Sitting]:
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


def find_latest_finished_after(
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
