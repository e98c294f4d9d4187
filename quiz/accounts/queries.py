"""Reads about people and their devices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Column, Table, bindparam, func, or_, select
from sqlalchemy.orm import Session

from quiz.accounts.models import (
    ClockMark,
    Person,
    PersonJoin,
    PersonSecret,
    ResumeKind,
    ResumeToken,
)
from quiz.accounts.sessions.queries import KnownAccount, find_signed_in
from quiz.core.db import Base, mapped_table
from quiz.core.keys import secret_hash, tidy_code

_person, _secret = mapped_table(Person), mapped_table(PersonSecret)
# Every request asks this: put together once, and without a mapped object, which most steps never need.
_WITH_SECRET = (
    select(
        _person.c.id, _person.c.key, _person.c.seen_on, _secret.c.id, _secret.c.used_on
    )
    .select_from(_person)
    .join(_secret)
    .where(
        _secret.c.secret_hash == bindparam("hashed"),
        _secret.c.expires_at > bindparam("now"),
    )
)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Who a browser's secret stands for, in the little that every request needs."""

    id: int
    key: str
    #: Day of the last visit.
    seen_on: date
    #: The browser's own secret and the day of its last visit; None for a browser that is signed in.
    secret_id: int | None = None
    used_on: date | None = None
    #: The account that the browser is signed in to.
    account: KnownAccount | None = None


def find_known_person(
    session: Session, *, person_secret: str, account_secret: str, now: datetime
) -> KnownPerson | None:
    """Return who a browser with these secrets is: who is signed in, else the anonymous person."""
    if account_secret:
        signed_in = find_signed_in(session, account_secret, now=now)
        if signed_in is not None:
            return KnownPerson(
                signed_in.person_id,
                signed_in.person_key,
                signed_in.seen_on,
                account=signed_in.account,
            )
    if not person_secret:
        return None
    return find_person_by_secret(session, person_secret, now=now)


def find_person_by_secret(
    session: Session, secret: str, *, now: datetime
) -> KnownPerson | None:
    """Return who the browser is that holds `secret`."""
    row = (
        session.connection()
        .execute(_WITH_SECRET, {"hashed": secret_hash(secret), "now": now})
        .first()
    )
    return KnownPerson(*row) if row else None


#: Ways in and what else belongs to a browser rather than to somebody's work.
WAYS_IN = {"person_secret", "resume_code", "account", "job", "outgoing_mail"}


def count_belongings(session: Session, person_id: int) -> dict[str, int]:
    """Return how many rows of each table hang on a person, without the ways in; tables with none are left out."""
    counts: dict[str, int] = {}
    for table, column in list_person_columns():
        if table.name in WAYS_IN:
            continue
        count = session.scalar(
            select(func.count()).select_from(table).where(column == person_id)
        )
        if count:
            counts[table.name] = counts.get(table.name, 0) + count
    return counts


def list_person_columns() -> Iterator[tuple[Table, Column[int]]]:
    """Yield every column that says to whom a row belongs."""
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            if column.references(_person.c.id):
                yield table, column


def find_recent_person(
    session: Session, secret: str, *, now: datetime, within: timedelta
) -> Person | None:
    """Return the person that was made with `secret` a moment ago."""
    return session.scalar(
        select(Person)
        .join(PersonSecret)
        .where(
            PersonSecret.secret_hash == secret_hash(secret),
            Person.created_at > now - within,
        )
    )


def has_secret(session: Session, secret: str) -> bool:
    """Say whether `secret` is in use."""
    return (
        session.scalar(
            select(PersonSecret.id).where(
                PersonSecret.secret_hash == secret_hash(secret)
            )
        )
        is not None
    )


def find_resume_token(
    session: Session, secret: str, *, now: datetime
) -> ResumeToken | None:
    """Return the link or code that `secret` opens, if it still does."""
    hashes = {secret_hash(secret), secret_hash(tidy_code(secret))}
    return session.scalar(
        select(ResumeToken).where(
            ResumeToken.secret_hash.in_(hashes),
            ResumeToken.expires_at > now,
            or_(ResumeToken.kind == ResumeKind.LINK, ResumeToken.used_at.is_(None)),
        )
    )


def list_devices(
    session: Session, person: Person, *, now: datetime
) -> list[PersonSecret]:
    """Return the browsers by which a person is known, the one used last first."""
    return list(
        session.scalars(
            select(PersonSecret)
            .where(PersonSecret.person_id == person.id, PersonSecret.expires_at > now)
            .order_by(PersonSecret.used_on.desc(), PersonSecret.id.desc())
        )
    )


def list_resume_tokens(
    session: Session, person: Person, *, now: datetime
) -> list[ResumeToken]:
    """Return the links and codes of a person that still work, the newest first."""
    return list(
        session.scalars(
            select(ResumeToken)
            .where(
                ResumeToken.person_id == person.id,
                ResumeToken.expires_at > now,
                or_(ResumeToken.kind == ResumeKind.LINK, ResumeToken.used_at.is_(None)),
            )
            .order_by(ResumeToken.created_at.desc(), ResumeToken.id.desc())
        )
    )


def find_device(session: Session, person: Person, key: str) -> PersonSecret | None:
    """Return one browser of a person."""
    return session.scalar(
        select(PersonSecret).where(
            PersonSecret.person_id == person.id, PersonSecret.key == key
        )
    )


def find_own_resume_token(
    session: Session, person: Person, key: str
) -> ResumeToken | None:
    """Return one link or code of a person."""
    return session.scalar(
        select(ResumeToken).where(
            ResumeToken.person_id == person.id, ResumeToken.key == key
        )
    )


def list_joined_hashes(session: Session, person: Person) -> list[str]:
    """Return the hashes of everyone who was joined with a person, at one step or at several."""
    return list(
        session.scalars(
            select(PersonJoin.key_hash).where(PersonJoin.person_id == person.id)
        )
    )


def find_clock_mark(session: Session) -> ClockMark | None:
    """Return how far time has certainly gone on; None before the first look."""
    return session.scalar(select(ClockMark))


def find_last_seen_day(session: Session) -> date | None:
    """Return the day of the latest visit of anybody."""
    return session.scalar(select(func.max(Person.seen_on)))
