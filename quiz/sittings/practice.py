"""Practice: questions to learn from, with an answer at once. It never moves a level."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.bank.catalogue import Catalogue
from quiz.bank.models import QuestionVersion
from quiz.bank.questions import Question
from quiz.bank.render import count_options
from quiz.bank.versions import ensure_version
from quiz.keys import public_key
from quiz.sittings import queries
from quiz.sittings.events import answered_attempt_items
from quiz.sittings.live.queries import SEEN_WITHIN
from quiz.sittings.models import AttemptItem, PracticeAnswer, Sitting
from quiz.sittings.services import SubmittedAnswer

FULL_SCORE = 1.0
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PracticeTurn:
    """A question before a person, and which time it is."""

    question: Question
    number: int

    def shuffle_options(self, person: Person) -> list[int]:
        """Return where each shown option stands in the file: the same for the same turn."""
        order = list(range(count_options(self.question)))
        seed = f"{person.key}:{self.question.key}:{self.number}"
        random.Random(seed).shuffle(order)  # noqa: S311  # a shuffle, no secret
        return order


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
    """Return the questions of a finished sitting that were not answered right, as they are today."""
    missed = [
        catalogue.questions[position.version.key]
        for position in answered_attempt_items(sitting.positions)
        if position.answer is not None
        and position.answer.score < FULL_SCORE
        and position.version.key in catalogue.questions
    ]
    return _exclude_barred(session, person, missed)


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


def _exclude_barred(
    session: Session, person: Person, questions: Iterable[Question]
) -> list[Question]:
    """Leave out what an open sitting holds, lest practice tells what is being measured, and what is faulty."""
    held = session.scalars(
        select(QuestionVersion.key)
        .join(AttemptItem)
        .join(Sitting)
        .where(Sitting.person_id == person.id, Sitting.state == "open")
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
