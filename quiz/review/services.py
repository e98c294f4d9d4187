"""Store answers given in practice."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.versions import ensure_version
from quiz.core.keys import public_key
from quiz.review.practice import PracticeTurn
from quiz.sittings.models import PracticeAnswer
from quiz.sittings.services import SubmittedAnswer


def record_practice_answer(
    session: Session,
    person: Person,
    turn: PracticeTurn,
    given: SubmittedAnswer,
    *,
    now: datetime,
) -> PracticeAnswer:
    """Keep a practice answer; the same page sent again finds the one that is there."""
    version = ensure_version(session, turn.question, now=now)
    session.flush()
    same = select(PracticeAnswer).where(
        PracticeAnswer.person_id == person.id,
        PracticeAnswer.question_version_id == version.id,
        PracticeAnswer.turn == turn.number,
    )
    found = session.scalar(same)
    if found is not None:
        return found
    answer = PracticeAnswer(
        key=public_key(),
        person_id=person.id,
        version=version,
        turn=turn.number,
        given=dict(given.content),
        dont_know=given.marked.dont_know,
        score=given.marked.score,
        answered_at=now,
    )
    try:
        with session.begin_nested():
            session.add(answer)
    except IntegrityError:
        # Pressed twice: the other request was first.
        return session.scalars(same).one()
    return answer
