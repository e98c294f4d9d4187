"""What the checks of the database ask."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session, undefer

from quiz.bank.models import QuestionVersion
from quiz.goals.models import OwnGoal
from quiz.sittings.models import AttemptItem, Sitting

#: Versions of questions that are read at once.
BATCH = 200


def find_sqlite_faults(connection: Connection) -> list[str]:
    """Return what SQLite's own checks find in the file."""
    checked = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    faults = [row for row in checked if row != "ok"]
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [*faults, *(f"a row of {row[0]} points nowhere" for row in lost)]


def find_postgresql_faults(connection: Connection) -> list[str]:
    """Return indexes and constraints that PostgreSQL itself holds to be invalid."""
    indexes = connection.execute(
        text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
    )
    constraints = connection.execute(
        text("SELECT conname FROM pg_constraint WHERE NOT convalidated")
    )
    return [
        *(f"the index {name} is invalid" for name in indexes.scalars()),
        *(f"the constraint {name} was never checked" for name in constraints.scalars()),
    ]


def find_newest_moment(session: Session) -> datetime | None:
    """Return the newest moment at which something happened, by whatever clock told it."""
    newest = [
        session.scalar(select(func.max(Sitting.started_at))),
        session.scalar(select(func.max(AttemptItem.served_at))),
    ]
    return max((moment for moment in newest if moment), default=None)


def list_goals_in_use(session: Session) -> Sequence[str]:
    """Return the goals of open sittings that are not somebody's own."""
    return session.scalars(
        select(Sitting.goal_key)
        .where(Sitting.state == "open", Sitting.goal_key.not_in(select(OwnGoal.key)))
        .distinct()
    ).all()


def read_used_versions(session: Session) -> Iterator[QuestionVersion]:
    """Yield every version of a question that some sitting holds, with its content."""
    used = select(AttemptItem.question_version_id).distinct()
    statement = (
        select(QuestionVersion)
        .where(QuestionVersion.id.in_(used))
        .options(undefer(QuestionVersion.content))
        .execution_options(yield_per=BATCH)
    )
    yield from session.scalars(statement)
