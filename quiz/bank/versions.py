"""Every content a question was ever shown with, kept so that past sittings never change."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.bank.questions import Question


def version_of(
    session: Session, question: Question, *, now: datetime
) -> QuestionVersion:
    """Return the kept version with this content, adding it the first time."""
    by_digest = select(QuestionVersion).where(QuestionVersion.digest == question.digest)
    found = session.scalar(by_digest)
    if found is not None:
        return found
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    # Two sittings may serve a new question at once; both end with the same row.
    session.execute(
        dialect.insert(QuestionVersion)
        .values(
            key=question.key,
            digest=question.digest,
            content=question.to_json(),
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=[QuestionVersion.digest])
    )
    return session.scalars(by_digest).one()


def question_of(version: QuestionVersion) -> Question:
    """Return the question as it stood."""
    return Question.from_json(version.content)
