"""Store problem reports; put questions into quarantine and take them out again."""

from datetime import datetime

from sqlalchemy.orm import Session

from quiz.moderation import queries as moderation_queries
from quiz.moderation.models import ProblemReport
from quiz.sittings.enums import ProblemKind
from quiz.sittings.models import AttemptItem, Quarantine


def report_problem(
    session: Session,
    position: AttemptItem,
    *,
    person_id: int,
    kind: ProblemKind,
    note: str,
    now: datetime,
) -> None:
    """Keep a report about the question at a position; it goes when the person is deleted."""
    session.add(
        ProblemReport(
            question_version_id=position.question_version_id,
            person_id=person_id,
            kind=kind,
            note=note,
            created_at=now,
        )
    )


def quarantine_question(
    session: Session, question_key: str, *, why: str, now: datetime
) -> int:
    """Take a question out of all that is asked from now on; return how many results it is part of.

    A second time changes the reason. Results that are there stay as they are.
    """
    session.merge(Quarantine(question_key=question_key, why=why, created_at=now))
    session.flush()
    return moderation_queries.count_results_with(session, question_key)


def release_question(session: Session, question_key: str) -> bool:
    """Let a question be asked again; say whether it was in quarantine."""
    found = session.get(Quarantine, question_key)
    if found is not None:
        session.delete(found)
        # So that asking again in this session finds it gone.
        session.flush()
    return found is not None
