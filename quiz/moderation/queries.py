"""Queries about problem reports, rescorings and the sittings a faulty question touches."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from quiz.bank.models import QuestionVersion
from quiz.moderation.models import ProblemReport, RescoredResult, Rescoring
from quiz.sittings.enums import SittingState
from quiz.sittings.models import Answer, AttemptItem, Sitting


def list_problem_reports(session: Session) -> Sequence[tuple[ProblemReport, str]]:
    """Return what was reported, the latest first, each with its question's key."""
    found = session.execute(
        select(ProblemReport, QuestionVersion.key)
        .join(QuestionVersion, QuestionVersion.id == ProblemReport.question_version_id)
        .order_by(ProblemReport.created_at.desc(), ProblemReport.id.desc())
    )
    return [(report, key) for report, key in found]


def list_finished_with(session: Session, question_key: str) -> Sequence[Sitting]:
    """Return the finished sittings with an answer to a question, with what they hold."""
    return session.scalars(
        select(Sitting)
        .join(AttemptItem)
        .join(QuestionVersion)
        .join(Answer, Answer.position_id == AttemptItem.id)
        .where(
            QuestionVersion.key == question_key, Sitting.state == SittingState.FINISHED
        )
        .options(selectinload(Sitting.positions), selectinload(Sitting.results))
        .order_by(Sitting.id)
    ).all()


def list_rescorings(session: Session) -> Sequence[Rescoring]:
    """Return every rescoring, the latest first."""
    return session.scalars(select(Rescoring).order_by(Rescoring.id.desc())).all()


def list_rescored_results(
    session: Session, rescoring: Rescoring
) -> Sequence[RescoredResult]:
    """Return what a rescoring did, result by result."""
    return session.scalars(
        select(RescoredResult).where(RescoredResult.rescoring_id == rescoring.id)
    ).all()


def list_active_rescorings(
    session: Session, sitting: Sitting
) -> Sequence[RescoredResult]:
    """Return the rescorings of a result that hold, the first first."""
    return session.scalars(
        select(RescoredResult)
        .join(Rescoring)
        .where(RescoredResult.sitting_id == sitting.id, Rescoring.undone_at.is_(None))
        .order_by(RescoredResult.id)
    ).all()


def count_results_with(session: Session, question_key: str) -> int:
    """Return how many finished sittings have an answer to a question."""
    counted = (
        select(func.count())
        .select_from(Answer)
        .join(AttemptItem)
        .join(QuestionVersion)
        .join(Sitting, Sitting.id == AttemptItem.sitting_id)
        .where(
            QuestionVersion.key == question_key, Sitting.state == SittingState.FINISHED
        )
    )
    return session.scalar(counted) or 0
