"""Every version of a question that was ever shown, kept so that past sittings never change."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quiz.bank.models import QuestionVersion
from quiz.bank.questions import Question
from quiz.core.db import mapped_table

_version = mapped_table(QuestionVersion)
_ID_BY_DIGEST = select(_version.c.id).where(_version.c.digest == bindparam("digest"))
_CONTENT = select(_version.c.content).where(_version.c.digest == bindparam("digest"))


def ensure_version(
    session: Session, question: Question, *, now: datetime
) -> QuestionVersion:
    """Return the kept version with this content, adding it the first time."""
    return session.get_one(
        QuestionVersion, ensure_version_id(session, question, now=now)
    )


def ensure_version_id(session: Session, question: Question, *, now: datetime) -> int:
    """Return the id of the kept version with this content, adding it the first time."""
    connection, digest = session.connection(), {"digest": question.digest}
    version_id = connection.scalar(_ID_BY_DIGEST, digest)
    if version_id is None:
        store_version(connection, question, now=now)
        version_id = connection.execute(_ID_BY_DIGEST, digest).scalar_one()
    return int(version_id)


def store_version(connection: Connection, question: Question, *, now: datetime) -> None:
    """Store the content of a question. If two sittings do so at once, both get the same row."""
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


#: digest -> question; the content of a digest never changes
_question_cache: dict[str, Question] = {}
#: Several times the size of the bank.
MAX_CACHED = 8192


def cache_questions(questions: Iterable[Question]) -> None:
    """Cache these questions by digest, so that their content need not be read and parsed."""
    for question in questions:
        _cache_question(question.digest, question)


def load_question(version: QuestionVersion) -> Question:
    """Return the question of a stored version."""
    known = _question_cache.get(version.digest)
    if known is None:
        known = Question.from_json(version.content)
        _cache_question(version.digest, known)
    return known


def load_question_by_digest(session: Session, digest: str) -> Question:
    """Return the question with this digest, from the cache or the database."""
    known = _question_cache.get(digest)
    if known is None:
        content = session.connection().execute(_CONTENT, {"digest": digest})
        known = Question.from_json(content.scalar_one())
        _cache_question(digest, known)
    return known


def _cache_question(digest: str, question: Question) -> None:
    if len(_question_cache) >= MAX_CACHED:
        _question_cache.clear()
    _question_cache[digest] = question
