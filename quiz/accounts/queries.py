"""Reads about people."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from quiz.accounts.models import Person, PersonSecret, ResumeToken
from quiz.core.db import mapped_table
from quiz.core.keys import secret_hash, tidy_code

_person, _secret = mapped_table(Person), mapped_table(PersonSecret)
# Every request asks this: put together once, and without a mapped object, which most steps never need.
_WITH_SECRET = (
    select(_person.c.id, _person.c.key, _person.c.seen_on)
    .select_from(_person)
    .join(_secret)
    .where(_secret.c.secret_hash == bindparam("hashed"))
)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Who a browser's secret stands for, in the little that every request needs."""

    id: int
    key: str
    #: Day of the last visit.
    seen_on: date


def find_person_by_secret(session: Session, secret: str) -> KnownPerson | None:
    """Return who the browser is that holds `secret`."""
    found = session.connection().execute(_WITH_SECRET, {"hashed": secret_hash(secret)})
    row = found.first()
    return KnownPerson(*row) if row else None


def find_resume_token(
    session: Session, secret: str, *, now: datetime
) -> ResumeToken | None:
    """Return the link or code that `secret` opens, if it still does."""
    hashes = {secret_hash(secret), secret_hash(tidy_code(secret))}
    return session.scalar(
        select(ResumeToken).where(
            ResumeToken.secret_hash.in_(hashes),
            ResumeToken.expires_at > now,
            or_(ResumeToken.kind == "link", ResumeToken.used_at.is_(None)),
        )
    )
