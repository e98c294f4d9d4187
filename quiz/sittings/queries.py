"""Reads about sittings: one function a question asked of the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from quiz.accounts.models import Person
from quiz.bank.models import QuestionVersion
from quiz.sittings.enums import SittingMode, SittingState
from quiz.sittings.models import (
    AttemptItem,
    Quarantine,
    Sitting,
)

#: How often questions are shown is counted over this many sittings of a goal, the latest. More would say the same, and
#: take longer the more there are.
RECENT_SITTINGS = 1000
_RECENT_OF_GOAL = (
    select(Sitting.id)
    .where(Sitting.goal_key == bindparam("goal_key"), Sitting.is_trial.is_(False))
    .order_by(Sitting.id.desc())
    .limit(bindparam("recent", type_=Integer))
    .subquery()
)
# Asked at every step while a goal has few sittings; building it each time would cost a tenth of the step.
_COUNT_OF_GOAL = select(func.count()).select_from(_RECENT_OF_GOAL)
_PRESENTATIONS_OF_GOAL = (
    select(QuestionVersion.key, func.count())
    .join(AttemptItem)
    .join(_RECENT_OF_GOAL, _RECENT_OF_GOAL.c.id == AttemptItem.sitting_id)
    .group_by(QuestionVersion.key)
)


def find_sitting(session: Session, key: str, *, lock: bool = False) -> Sitting | None:
    """Return a sitting with its attempt items and answers, for a page that looks back.

    `lock` holds it against other requests until this transaction ends.
    """
    statement = (
        select(Sitting)
        .where(Sitting.key == key)
        .options(selectinload(Sitting.positions))
    )
    return session.scalar(statement.with_for_update(of=Sitting) if lock else statement)


def find_open_sitting(
    session: Session,
    person: Person,
    goal_key: str,
    mode: SittingMode = SittingMode.FULL,
    areas: tuple[str, ...] | None = None,
) -> Sitting | None:
    """Return the person's open sitting for a goal, in this mode and about these areas."""
    return session.scalar(
        select(Sitting)
        .where(
            Sitting.person_id == person.id,
            Sitting.goal_key == goal_key,
            Sitting.mode == mode,
            Sitting.areas.is_not_distinct_from(areas),
            Sitting.state == SittingState.OPEN,
            Sitting.assignment_key.is_(None),
        )
        .options(selectinload(Sitting.positions))
    )


def find_assigned_sitting(
    session: Session, person_id: int, assignment_key: str
) -> Sitting | None:
    """Return the sitting that a person began for what was assigned, open or finished."""
    return session.scalar(
        select(Sitting)
        .where(Sitting.person_id == person_id, Sitting.assignment_key == assignment_key)
        .options(selectinload(Sitting.positions))
    )


def list_doubled_assignments(
    session: Session, person_id: int, other_id: int
) -> Sequence[tuple[Sitting, Sitting]]:
    """Return the sittings of two people for what was assigned to both."""
    theirs = aliased(Sitting)
    pairs = session.execute(
        select(Sitting, theirs)
        .join(theirs, theirs.assignment_key == Sitting.assignment_key)
        .where(Sitting.person_id == person_id, theirs.person_id == other_id)
    )
    return [(ours, others) for ours, others in pairs]


def list_overdue_keys(session: Session, *, before: datetime) -> Sequence[str]:
    """Return the keys of the open sittings whose closing time came before a moment."""
    return session.scalars(
        select(Sitting.key)
        .where(Sitting.state == SittingState.OPEN, Sitting.closes_at <= before)
        .order_by(Sitting.closes_at, Sitting.id)
    ).all()


def find_latest_open(session: Session, person: Person) -> Sitting | None:
    """Return the sitting that a person began last on their own and has not finished."""
    return session.scalar(
        select(Sitting)
        .where(
            Sitting.person_id == person.id,
            Sitting.state == SittingState.OPEN,
            Sitting.assignment_key.is_(None),
        )
        .order_by(Sitting.started_at.desc(), Sitting.id.desc())
        .limit(1)
    )


def find_latest_finished(session: Session, person: Person) -> Sitting | None:
    """Return the sitting that says most about a person today: the one finished last."""
    return session.scalar(
        select(Sitting)
        .where(
            Sitting.person_id == person.id,
            Sitting.state == SittingState.FINISHED,
            Sitting.is_trial.is_(False),
        )
        .options(selectinload(Sitting.positions))
        .order_by(Sitting.finished_at.desc(), Sitting.id.desc())
        .limit(1)
    )


def find_latest_finished_before(
    session: Session, person: Person, moment: datetime
) -> Sitting | None:
    """Return the sitting that said most about a person at a moment: the one finished last before it."""
    return session.scalar(
        select(Sitting)
        .where(
            Sitting.person_id == person.id,
            Sitting.state == SittingState.FINISHED,
            Sitting.finished_at < moment,
        )
        .options(selectinload(Sitting.positions))
        .order_by(Sitting.finished_at.desc(), Sitting.id.desc())
        .limit(1)
    )


def find_previous_sitting(session: Session, sitting: Sitting) -> Sitting | None:
    """Return the latest sitting of the same person about the same areas that was finished earlier."""
    return session.scalar(
        select(Sitting)
        .where(
            Sitting.person_id == sitting.person_id,
            Sitting.mode == sitting.mode,
            Sitting.areas.is_not_distinct_from(sitting.areas),
            Sitting.finished_at < sitting.finished_at,
        )
        .options(selectinload(Sitting.positions))
        .order_by(Sitting.finished_at.desc(), Sitting.id.desc())
        .limit(1)
    )


def find_latest_addition(session: Session, sitting: Sitting) -> Sitting:
    """Return the finished sitting that adds questions to this one last, directly or by others; itself without."""
    added = session.scalar(
        select(Sitting)
        .where(
            Sitting.follows_id == sitting.id,
            Sitting.mode == SittingMode.AREA,
            Sitting.state == SittingState.FINISHED,
        )
        .options(selectinload(Sitting.positions))
        .order_by(Sitting.finished_at.desc(), Sitting.id.desc())
        .limit(1)
    )
    return sitting if added is None else find_latest_addition(session, added)


def list_additions(session: Session, sitting: Sitting) -> list[Sitting]:
    """Return the sittings that add questions to this one, directly or by others, in progress or finished."""
    direct = session.scalars(
        select(Sitting)
        .where(Sitting.follows_id == sitting.id, Sitting.mode == SittingMode.AREA)
        .options(selectinload(Sitting.positions))
        .order_by(Sitting.started_at, Sitting.id)
    ).all()
    return [one for added in direct for one in (added, *list_additions(session, added))]


def list_sittings(session: Session, person: Person) -> Sequence[Sitting]:
    """Return all sittings of a person, the latest first, with what they hold."""
    return session.scalars(
        select(Sitting)
        .where(Sitting.person_id == person.id)
        .options(selectinload(Sitting.positions), selectinload(Sitting.results))
        .order_by(Sitting.started_at.desc(), Sitting.id.desc())
    ).all()


def list_seen_questions(
    session: Session, person_id: int, *, since: datetime, but: int | None = None
) -> frozenset[str]:
    """Return the keys of the questions a person was shown since a moment, leaving out one sitting."""
    shown = (
        select(QuestionVersion.key)
        .join(AttemptItem)
        .join(Sitting)
        .where(Sitting.person_id == person_id, AttemptItem.served_at >= since)
    )
    if but is not None:
        shown = shown.where(Sitting.id != but)
    return frozenset(session.scalars(shown))


def count_goal_sittings(
    session: Session, goal_key: str, *, recent: int = RECENT_SITTINGS
) -> int:
    """Return how many sittings a goal has had; of more than `recent`, that many."""
    values = {"goal_key": goal_key, "recent": recent}
    return session.connection().scalar(_COUNT_OF_GOAL, values) or 0


def count_presentations(
    session: Session, goal_key: str, *, recent: int = RECENT_SITTINGS
) -> dict[str, int]:
    """Return how many of the latest sittings of a goal showed each question."""
    values = {"goal_key": goal_key, "recent": recent}
    return dict(session.execute(_PRESENTATIONS_OF_GOAL, values).all())


def list_quarantined_keys(session: Session) -> frozenset[str]:
    """Return the keys of the questions that are not asked any more."""
    return frozenset(session.scalars(select(Quarantine.question_key)))


def count_sittings_measured_with(session: Session, calibration: str) -> int:
    """Return how many sittings are measured with a calibration."""
    counted = (
        select(func.count())
        .select_from(Sitting)
        .where(Sitting.calibration == calibration)
    )
    return session.scalar(counted) or 0
