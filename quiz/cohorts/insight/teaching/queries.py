"""Reads for the teaching plan: what was answered on which question, and what people have ticked since."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.sittings.models import Answer, AttemptItem
from quiz.training.models import LearnedObjective


def list_scores(
    session: Session, sitting_ids: Collection[int]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the answers of some sittings that count, with the question of each."""
    return session.execute(
        select(
            AttemptItem.sitting_id,
            QuestionVersion.key,
            QuestionVersion.digest,
            Answer.score,
            Answer.dont_know,
        )
        .join(Answer, Answer.position_id == AttemptItem.id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
        .where(AttemptItem.sitting_id.in_(sitting_ids), AttemptItem.left_out.is_(False))
    ).all()


def list_ticks(
    session: Session, person_ids: Collection[int]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what some people have ticked as learned, and when."""
    return session.execute(
        select(
            LearnedObjective.person_id,
            LearnedObjective.objective,
            LearnedObjective.learned_at,
        ).where(LearnedObjective.person_id.in_(person_ids))
    ).all()
