"""Queries about what a person may practise and has practised."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.models import QuestionVersion
from quiz.bank.questions import Question
from quiz.bank.repository import Catalogue
from quiz.review.practice import EARLIEST, FULL_SCORE, PracticeTurn
from quiz.sittings import queries
from quiz.sittings.enums import SittingState
from quiz.sittings.events.transitions import answered_attempt_items
from quiz.sittings.merged_items import list_merged_items
from quiz.sittings.models import AttemptItem, PracticeAnswer, Sitting
from quiz.sittings.store import SEEN_WITHIN


def list_objective_questions(
    session: Session, person: Person, catalogue: Catalogue, objective: str
) -> list[Question]:
    """Return the questions to practise an objective with: seen ones first, none of an open sitting."""
    latest = queries.find_latest_finished(session, person)
    asked = catalogue.questions_asked_of(latest.language if latest else None)
    here = [one for one in asked if one.objective == objective]
    seen = queries.list_seen_questions(session, person.id, since=EARLIEST)
    allowed = _exclude_barred(session, person, here)
    return sorted(allowed, key=lambda one: one.key not in seen)


def list_missed_questions(
    session: Session, person: Person, catalogue: Catalogue, sitting: Sitting
) -> list[Question]:
    """Return the questions of a result that were not answered right, once each, as they are today."""
    missed = {
        position.question.key: catalogue.questions[position.question.key]
        for position in answered_attempt_items(list_merged_items(sitting))
        if position.answer is not None
        and position.answer.score < FULL_SCORE
        and position.question.key in catalogue.questions
    }
    return _exclude_barred(session, person, missed.values())


def find_next_turn(
    session: Session, person: Person, questions: Sequence[Question], *, now: datetime
) -> PracticeTurn | None:
    """Return the first question that was not answered right in practice lately; None when all were."""
    lately = _latest_practice(session, person, questions, since=now - SEEN_WITHIN)
    open_ones = [
        one for one in questions if not lately.get(one.key, (EARLIEST, False))[1]
    ]
    if not open_ones:
        return None
    # What was not tried yet comes first, then what was tried longest ago.
    chosen = min(open_ones, key=lambda one: lately.get(one.key, (EARLIEST, False))[0])
    return PracticeTurn(chosen, count_turns(session, person, chosen.key))


def count_turns(session: Session, person: Person, question_key: str) -> int:
    """Return how often a person has practised a question."""
    counted = (
        select(func.count())
        .select_from(PracticeAnswer)
        .join(QuestionVersion)
        .where(
            PracticeAnswer.person_id == person.id, QuestionVersion.key == question_key
        )
    )
    return session.scalar(counted) or 0


def find_practice_answer(
    session: Session, person: Person, key: str
) -> PracticeAnswer | None:
    """Return one of a person's own practice answers."""
    return session.scalar(
        select(PracticeAnswer).where(
            PracticeAnswer.key == key, PracticeAnswer.person_id == person.id
        )
    )


def _exclude_barred(
    session: Session, person: Person, questions: Iterable[Question]
) -> list[Question]:
    """Leave out what an open sitting holds, since practice would give its answers away, and what is quarantined."""
    held = session.scalars(
        select(QuestionVersion.key)
        .join(AttemptItem)
        .join(Sitting)
        .where(Sitting.person_id == person.id, Sitting.state == SittingState.OPEN)
    )
    barred = set(held) | queries.list_quarantined_keys(session)
    return [one for one in questions if one.key not in barred]


def _latest_practice(
    session: Session, person: Person, questions: Sequence[Question], *, since: datetime
) -> dict[str, tuple[datetime, bool]]:
    """Return for each question practised since a moment when it was last, and whether it was right then."""
    keys = [one.key for one in questions]
    rows = session.execute(
        select(QuestionVersion.key, PracticeAnswer.answered_at, PracticeAnswer.score)
        .join(QuestionVersion, QuestionVersion.id == PracticeAnswer.question_version_id)
        .where(
            PracticeAnswer.person_id == person.id,
            PracticeAnswer.answered_at >= since,
            QuestionVersion.key.in_(keys),
        )
        .order_by(PracticeAnswer.answered_at, PracticeAnswer.id)
    )
    return {key: (moment, score >= FULL_SCORE) for key, moment, score in rows}
