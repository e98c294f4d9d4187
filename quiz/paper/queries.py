"""Reads about booklets: one function a question asked of the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from quiz.bank.models import QuestionVersion
from quiz.paper.models import Booklet, BookletQuestion, Sheet
from quiz.sittings.models import PracticeAnswer
from quiz.sittings.queries import list_seen_questions


def list_booklets(session: Session, person_id: int) -> Sequence[Booklet]:
    """Return the booklets that a person made, the newest first, with their sheets."""
    return session.scalars(
        select(Booklet)
        .where(Booklet.person_id == person_id)
        .options(selectinload(Booklet.sheets), selectinload(Booklet.questions))
        .order_by(Booklet.created_at.desc(), Booklet.id.desc())
    ).all()


def find_booklet(session: Session, key: str) -> Booklet | None:
    """Return a booklet with its questions and sheets."""
    return session.scalar(
        select(Booklet)
        .where(Booklet.key == key)
        .options(selectinload(Booklet.sheets), selectinload(Booklet.questions))
    )


def find_sheet(session: Session, key: str, *, lock: bool = False) -> Sheet | None:
    """Return a sheet; `lock` holds it against other requests until this transaction ends."""
    statement = select(Sheet).where(Sheet.key == key)
    return session.scalar(statement.with_for_update(of=Sheet) if lock else statement)


def find_sheet_by_number(
    session: Session, person_id: int, booklet_code: str, number: int
) -> Sheet | None:
    """Return a sheet by what is printed on it, among the booklets that a person made."""
    return session.scalar(
        select(Sheet)
        .join(Booklet)
        .where(
            Booklet.person_id == person_id,
            Booklet.code == booklet_code,
            Sheet.number == number,
        )
    )


def list_met_questions(
    session: Session, person_id: int, *, since: datetime
) -> frozenset[str]:
    """Return the keys of the questions that a person has met since a moment: in an assessment, in practice or on paper."""
    practised = (
        select(QuestionVersion.key)
        .join(PracticeAnswer)
        .where(
            PracticeAnswer.person_id == person_id, PracticeAnswer.answered_at >= since
        )
    )
    printed = (
        select(QuestionVersion.key)
        .join(BookletQuestion)
        .join(Booklet)
        .where(
            Booklet.person_id == person_id,
            Booklet.for_others.is_(False),
            Booklet.created_at >= since,
        )
    )
    seen = list_seen_questions(session, person_id, since=since)
    return seen | set(session.scalars(practised)) | set(session.scalars(printed))


def is_code_taken(session: Session, code: str) -> bool:
    """Say whether a booklet has this code."""
    return session.scalar(select(Booklet.id).where(Booklet.code == code)) is not None
