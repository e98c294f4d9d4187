"""Queries about problem reports, rescorings and the sittings a faulty question touches."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from quiz.bank.models import QuestionVersion
from quiz.moderation.models import ProblemReport, RescoredResult, Rescoring
from quiz.sittings.enums import SittingMode, SittingState
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
    """Return the finished sittings whose result rests on an answer to a question, with what they hold.

    These have the answer themselves or add questions to one that has; what is added to comes first.
    """
    return session.scalars(
        select(Sitting)
        .where(*_rests_on(question_key))
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
    """Return the rescorings of a result that hold, the first first.

    One from before questions were added changed the earlier result alone; what it did there serves.
    """
    parts = [part.id for part in sitting.parts]
    rescored = session.scalars(
        select(RescoredResult)
        .join(Rescoring)
        .where(RescoredResult.sitting_id.in_(parts), Rescoring.undone_at.is_(None))
        .order_by(RescoredResult.rescoring_id, RescoredResult.sitting_id)
    )
    return list({one.rescoring_id: one for one in rescored}.values())


def count_results_with(session: Session, question_key: str) -> int:
    """Return how many results rest on an answer to a question."""
    counted = select(func.count()).select_from(Sitting).where(*_rests_on(question_key))
    return session.scalar(counted) or 0


def _rests_on(question_key: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on a sitting whose result rests on an answer to a question."""
    holding = (
        select(Sitting.id)
        .join(AttemptItem)
        .join(QuestionVersion)
        .join(Answer, Answer.position_id == AttemptItem.id)
        .where(QuestionVersion.key == question_key)
        .cte("holding", recursive=True)
    )
    added = aliased(Sitting)
    adding = select(added.id).where(
        added.follows_id == holding.c.id, added.mode == SittingMode.AREA
    )
    ids = select(holding.union(adding).c.id)
    return Sitting.id.in_(ids), Sitting.state == SittingState.FINISHED
