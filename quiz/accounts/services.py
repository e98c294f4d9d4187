"""Writes about people: begin, be known again on this or another device, be forgotten."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from quiz.accounts import queries
from quiz.accounts.models import Erasure, Person, PersonSecret, ResumeToken
from quiz.core.keys import new_code, new_secret, public_key, secret_hash, tidy_code
from quiz.errors import NotValid

LINK_LIFETIME = timedelta(days=90)
CODE_LIFETIME = timedelta(hours=1)


def create_person(
    session: Session, *, now: datetime, is_example: bool = False
) -> tuple[Person, str]:
    """Add a person without an account; return them and the secret for their browser."""
    person = Person(
        key=public_key(), created_at=now, seen_on=now.date(), is_example=is_example
    )
    session.add(person)
    # The secret's row needs the person's number.
    session.flush()
    return person, add_person_secret(session, person, now=now)


def add_person_secret(session: Session, person: Person, *, now: datetime) -> str:
    """Let one more browser be known as `person`; return the secret for its cookie."""
    secret = new_secret()
    session.add(
        PersonSecret(
            person_id=person.id, secret_hash=secret_hash(secret), created_at=now
        )
    )
    return secret


def make_resume_link(session: Session, person: Person, *, now: datetime) -> str:
    """Return a secret for a link that works for 90 days, on any device."""
    return _add_resume_token(
        session, person, "link", new_secret(), now=now, lifetime=LINK_LIFETIME
    )


def make_resume_code(session: Session, person: Person, *, now: datetime) -> str:
    """Return a code to be typed on another device within the hour, once."""
    return _add_resume_token(
        session, person, "code", new_code(), now=now, lifetime=CODE_LIFETIME
    )


def resume_person(
    session: Session, secret: str, *, now: datetime
) -> tuple[Person, str]:
    """Let this browser be known as the person behind a link or code.

    Returns the person and the secret for this browser's cookie. A code is used up.

    Raises
    ------
    NotValid
        When there is no such way, it has expired, or the code was used.
    """
    way = queries.find_resume_token(session, secret, now=now)
    if way is None or (
        way.kind == "code" and not _mark_token_used(session, way, now=now)
    ):
        raise NotValid(
            "This code or link does not work any more. Make a new one on the other device."
        )
    return way.person, add_person_secret(session, way.person, now=now)


def withdraw_resume_tokens(session: Session, person: Person) -> None:
    """Take back every link and code of `person`."""
    session.execute(delete(ResumeToken).where(ResumeToken.person_id == person.id))


def delete_person(session: Session, person: Person) -> None:
    """Delete a person with everything that hangs on them; a hash is kept, so that no backup brings them back."""
    session.add(Erasure(key_hash=secret_hash(person.key)))
    session.delete(person)


def record_visit(
    session: Session, person_id: int, *, seen_on: date, now: datetime
) -> None:
    """Remember the day of the visit; anonymous data is kept for 90 days after the last one, `seen_on`."""
    if seen_on != now.date():
        session.get_one(Person, person_id).seen_on = now.date()


def _mark_token_used(session: Session, way: ResumeToken, *, now: datetime) -> bool:
    """Mark a code as used; say whether it was this call that did."""
    statement = (
        update(ResumeToken)
        .where(ResumeToken.id == way.id, ResumeToken.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return session.connection().execute(statement).rowcount == 1


def _add_resume_token(
    session: Session,
    person: Person,
    kind: str,
    secret: str,
    *,
    now: datetime,
    lifetime: timedelta,
) -> str:
    session.add(
        ResumeToken(
            person_id=person.id,
            kind=kind,
            secret_hash=secret_hash(tidy_code(secret) if kind == "code" else secret),
            created_at=now,
            expires_at=now + lifetime,
        )
    )
    return secret
