"""People and sittings for tests, each with a named short cut. Nothing is built that a test does not ask for."""

import random
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.accounts.services import create_person
from quiz.bank.answers.samples import right_answer, wrong_answer
from quiz.bank.answers.scoring import score_answer
from quiz.sittings import services
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import starting, transitions
from quiz.sittings.models import AttemptItem, Sitting
from quiz.sittings.store import reload_open_sitting

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SEED = 11


def a_person(session: Session, *, now: datetime = NOW) -> Person:
    """Return somebody without an account."""
    person, _ = create_person(session, now=now)
    return person


def a_sitting(
    session: Session,
    tools: AssessmentContext,
    person: Person | None = None,
    *,
    goal: str = "junior",
    length: str = "quick",
    now: datetime = NOW,
) -> Sitting:
    """Return a sitting that has just begun, with its first question served."""
    return starting.start_sitting(
        session,
        person or a_person(session, now=now),
        tools.catalogue.goals[goal],
        starting.SittingOptions(SittingLength(length)),
        tools=tools,
        now=now,
        rng=random.Random(SEED),
    )


def reread(session: Session, sitting: Sitting, *, now: datetime = NOW) -> Sitting:
    """Return a sitting as it is stored, read for one event."""
    return reload_open_sitting(session, sitting, now=now)


def present(sitting: Sitting) -> AttemptItem:
    """Return the position a person is at."""
    position = transitions.current_attempt_item(sitting.positions)
    assert position is not None
    return position


def given(position: AttemptItem, *, right: bool | None) -> services.SubmittedAnswer:
    """Return a right answer, a wrong one, or (None) an honest "I don't know"."""
    question = position.question
    if right is None:
        return services.SubmittedAnswer({}, score_answer(question, None))
    content = (
        right_answer(question) if right else wrong_answer(question, random.Random(SEED))
    )
    return services.SubmittedAnswer(content, score_answer(question, content))


def answer(
    session: Session,
    sitting: Sitting,
    tools: AssessmentContext,
    *,
    right: bool | None = True,
    times: int = 1,
    now: datetime = NOW,
) -> None:
    """Answer the questions before a person, so many of them."""
    for _ in range(times):
        position = present(sitting)
        services.record_answer(
            session,
            reread(session, sitting),
            position.token,
            given(position, right=right),
            tools=tools,
            now=now,
        )
    session.refresh(sitting)


def finished(
    session: Session,
    tools: AssessmentContext,
    person: Person | None = None,
    *,
    answers: int = 3,
) -> Sitting:
    """Return a finished sitting with so many right answers."""
    sitting = a_sitting(session, tools, person)
    answer(session, sitting, tools, times=answers)
    finish(session, sitting, tools)
    return sitting


def finish(
    session: Session,
    sitting: Sitting,
    tools: AssessmentContext,
    *,
    now: datetime = NOW,
) -> None:
    """Finish a sitting."""
    services.finish_sitting(session, reread(session, sitting), tools=tools, now=now)
    session.flush()
    session.refresh(sitting)


def settle(
    session: Session,
    tools: AssessmentContext,
    person: Person,
    sitting: Sitting,
    *,
    area: str = "sql",
) -> Sitting:
    """Return a sitting that goes on from a finished one to settle areas, with a space between each."""
    return starting.start_area_sitting(
        session,
        sitting,
        person,
        area.split(),
        tools=tools,
        now=NOW,
        rng=random.Random(SEED),
    )


def count(session: Session, model: type) -> int:
    """Return how many rows a table has."""
    return session.scalar(select(func.count()).select_from(model)) or 0
