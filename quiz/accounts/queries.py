"""Reads about people."""

from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, PersonSecret, ResumeCode
from quiz.keys import secret_hash, tidy_code

# Every request asks this: put together once.
_WITH_SECRET = (
    select(Person)
    .join(PersonSecret)
    .where(PersonSecret.secret_hash == bindparam("hashed"))
)


def person_with_secret(session: Session, secret: str) -> Person | None:
    """Return the person whose browser holds `secret`."""
    return session.scalar(_WITH_SECRET, {"hashed": secret_hash(secret)})


def open_way(session: Session, secret: str, *, now: datetime) -> ResumeCode | None:
    """Return the link or code that `secret` opens, if it still does."""
    hashes = {secret_hash(secret), secret_hash(tidy_code(secret))}
    return session.scalar(
        select(ResumeCode).where(
            ResumeCode.secret_hash.in_(hashes),
            ResumeCode.expires_at > now,
            or_(ResumeCode.kind == "link", ResumeCode.used_at.is_(None)),
        )
    )
