"""Leaves a faulty question out of existing results, reports the effect, and can undo it.

Answers stay, and so do the questions that people were asked. A result that adds questions to an earlier one rests on the
answers of both and is rescored with it. A sitting that began from an earlier result otherwise keeps the prior it began with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from quiz.errors import NotFound, NotNow
from quiz.measurement.reporting.classification import MasteryStatement
from quiz.moderation import queries as moderation_queries
from quiz.moderation.models import RescoredArea, RescoredResult, Rescoring
from quiz.sittings.assessment.area_results import store_results
from quiz.sittings.assessment.context import AssessmentContext, estimate_sitting
from quiz.sittings.models import AttemptItem, Sitting


@dataclass(frozen=True)
class RescoringEffect:
    """What leaving a question out does."""

    results: int
    #: levels that move by a tenth or more, over all results
    levels: int
    statements: int


def preview_rescoring(
    session: Session, question_key: str, tools: AssessmentContext
) -> RescoringEffect:
    """Return what a rescoring would do, without doing it."""
    changes = []
    for sitting in _list_counting_results(session, question_key):
        before = _current_levels(sitting)
        counting = _list_counting_items(sitting, question_key)
        _leave_out(counting, left_out=True)
        changes.append(_compare_levels(before, sitting, tools))
        _leave_out(counting, left_out=False)
    rescored = [area for change in changes for area in change.values()]
    return RescoringEffect(
        len(changes),
        sum(round(area.before, 1) != round(area.after, 1) for area in rescored),
        sum(area.was != area.now for area in rescored),
    )


def apply_rescoring(
    session: Session,
    question_key: str,
    tools: AssessmentContext,
    *,
    why: str,
    now: datetime,
) -> Rescoring:
    """Leave a question out of every result with an answer to it, and log what that did.

    Raises
    ------
    NotNow
        When there is no result that it is part of.
    """
    sittings = _list_counting_results(session, question_key)
    if not sittings:
        raise NotNow(f"No result counts an answer to {question_key}.")
    done = Rescoring(question_key=question_key, why=why, created_at=now)
    session.add(done)
    # The rows below name its number.
    session.flush()
    for sitting in sittings:
        before = _current_levels(sitting)
        _leave_out(_list_counting_items(sitting, question_key), left_out=True)
        changes = _compare_levels(before, sitting, tools)
        store_results(session, sitting, estimate_sitting(sitting, tools))
        session.add(
            RescoredResult(rescoring_id=done.id, sitting_id=sitting.id, changes=changes)
        )
    return done


def undo_rescoring(
    session: Session, number: int, tools: AssessmentContext, *, now: datetime
) -> int:
    """Let the question of a rescoring count again; return how many results that changed.

    Raises
    ------
    NotFound
        When there is no such rescoring.
    NotNow
        When it was taken back already.
    """
    done = session.get(Rescoring, number)
    if done is None:
        raise NotFound(f"There is no rescoring {number}.")
    if done.undone_at is not None:
        raise NotNow(f"Rescoring {number} was taken back already.")
    rescored = {
        one.sitting_id
        for one in moderation_queries.list_rescored_results(session, done)
    }
    # A result that was added to since rests on what was left out as well.
    sittings = [
        sitting
        for sitting in moderation_queries.list_finished_with(session, done.question_key)
        if any(part.id in rescored for part in sitting.parts)
    ]
    for sitting in sittings:
        if sitting.id in rescored:
            _leave_out(_list_items(sitting, done.question_key), left_out=False)
        store_results(session, sitting, estimate_sitting(sitting, tools))
    done.undone_at = now
    return len(sittings)


def _list_counting_results(session: Session, question_key: str) -> Sequence[Sitting]:
    """Return the results in which a question still counts."""
    return [
        sitting
        for sitting in moderation_queries.list_finished_with(session, question_key)
        if _list_counting_items(sitting, question_key)
    ]


def _list_items(sitting: Sitting, question_key: str) -> list[AttemptItem]:
    """Return the items of one sitting, without those that it adds to, that show a question."""
    return [item for item in sitting.positions if item.question.key == question_key]


def _list_counting_items(sitting: Sitting, question_key: str) -> list[AttemptItem]:
    """Return the items with a question that count in a result, in all its parts."""
    return [
        item
        for part in sitting.parts
        for item in _list_items(part, question_key)
        if not item.left_out
    ]


def _leave_out(items: Sequence[AttemptItem], *, left_out: bool) -> None:
    for item in items:
        item.left_out = left_out


def _current_levels(sitting: Sitting) -> dict[str, tuple[float, MasteryStatement]]:
    return {one.area: (one.level, one.statement) for one in sitting.results}


def _compare_levels(
    before: dict[str, tuple[float, MasteryStatement]],
    sitting: Sitting,
    tools: AssessmentContext,
) -> dict[str, RescoredArea]:
    return {
        area: RescoredArea(
            before=round(before[area][0], 3),
            after=round(estimate.level, 3),
            was=before[area][1],
            now=estimate.statement,
        )
        for area, estimate in estimate_sitting(sitting, tools).items()
        if area in before
    }
