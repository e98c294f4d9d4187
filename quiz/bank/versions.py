"""Every content a question was ever shown with, kept so that past sittings never change."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.bank.questions import Question
from quiz.db import table_of

_version = table_of(QuestionVersion)
_ID_BY_DIGEST = select(_version.c.id).where(_version.c.digest == bindparam("digest"))
_CONTENT = select(_version.c.content).where(_version.c.digest == bindparam("digest"))


def version_of(
    session: Session, question: Question, *, now: datetime
) -> QuestionVersion:
    """Return the kept version with this content, adding it the first time."""
    connection, digest = session.connection(), {"digest": question.digest}
    found = connection.scalar(_ID_BY_DIGEST, digest)
    if found is None:
        keep_version(connection, question, now=now)
        found = connection.scalar(_ID_BY_DIGEST, digest)
    return session.get_one(QuestionVersion, found)


def keep_version(connection: Connection, question: Question, *, now: datetime) -> None:
    """Keep the content of a question; two sittings may do that at once, and both find the same row."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(QuestionVersion)
        .values(
            key=question.key,
            digest=question.digest,
            content=question.to_json(),
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=[QuestionVersion.digest])
    )


#: digest -> the question with that content; content never changes under its digest
_known: dict[str, Question] = {}
#: so many are kept: today's bank several times over
MOST_KNOWN = 8192


def remember(questions: Iterable[Question]) -> None:
    """Know these questions by their digest, so that their content need not be read and parsed again."""
    for question in questions:
        _keep(question.digest, question)


def question_of(version: QuestionVersion) -> Question:
    """Return the question as it stood."""
    known = _known.get(version.digest)
    if known is None:
        known = Question.from_json(version.content)
        _keep(version.digest, known)
    return known


def question_with(session: Session, digest: str) -> Question:
    """Return the question with this content; it is read where this process does not know it yet."""
    known = _known.get(digest)
    if known is None:
        content = session.connection().execute(_CONTENT, {"digest": digest})
        known = Question.from_json(content.scalar_one())
        _keep(digest, known)
    return known


def _keep(digest: str, question: Question) -> None:
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[digest] = question
