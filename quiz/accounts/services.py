"""Writes about people: begin, be known again on this or another device, be forgotten."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    UniqueConstraint,
    delete,
    exists,
    text,
    update,
)
from sqlalchemy.orm import Session

from quiz.accounts import queries
from quiz.accounts.models import (
    Erasure,
    Person,
    PersonJoin,
    PersonSecret,
    ResumeKind,
    ResumeToken,
)
from quiz.accounts.sessions.queries import find_account_of_person
from quiz.core.keys import new_code, new_secret, public_key, secret_hash, tidy_code
from quiz.errors import NotNow, NotValid

LINK_LIFETIME = timedelta(days=90)
CODE_LIFETIME = timedelta(hours=1)
#: Days without a visit after which a browser is known no more; 400 is the longest that browsers keep a cookie.
FIRST_DEVICE_DAYS = 400
#: The same for a browser that was let in by a link or a code, which may stand in a library.
OTHER_DEVICE_DAYS = 90
#: Presses of one button that come within this time are one press.
PRESSED_TOGETHER = timedelta(seconds=60)
UNKNOWN_DEVICE = "a browser"


def create_person(
    session: Session,
    *,
    now: datetime,
    is_example: bool = False,
    secret: str | None = None,
    device: str = UNKNOWN_DEVICE,
    origin_hash: str | None = None,
) -> tuple[Person, str]:
    """Add a person without an account; return them and the secret for their browser."""
    person = create_bare_person(session, now=now, is_example=is_example)
    person.origin_hash = origin_hash
    return person, add_person_secret(
        session, person, now=now, secret=secret, device=device
    )


def create_bare_person(
    session: Session, *, now: datetime, is_example: bool = False
) -> Person:
    """Add a person whom no browser knows."""
    mark = queries.find_clock_mark(session)
    # A clock that runs behind must not make a person look long gone once it is right again.
    seen_on = max(now, mark.believed_at).date() if mark else now.date()
    person = Person(
        key=public_key(), created_at=now, seen_on=seen_on, is_example=is_example
    )
    session.add(person)
    # What hangs on the person needs their number.
    session.flush()
    return person


def create_first_person(
    session: Session,
    secret: str,
    *,
    now: datetime,
    device: str = UNKNOWN_DEVICE,
    origin_hash: str | None = None,
) -> tuple[Person, str]:
    """Add the person behind a new browser, once however often the button was pressed.

    `secret` is drawn from the browser's session, so that presses at the same time bring the same one.
    """
    if session.get_bind().dialect.name == "postgresql":
        # One press after the other; on SQLite the lock that every write holds does that.
        session.execute(
            text("SELECT pg_advisory_xact_lock(hashtext(:name))"),
            {"name": secret_hash(secret)},
        )
    pressed = queries.find_recent_person(
        session, secret, now=now, within=PRESSED_TOGETHER
    )
    if pressed is not None:
        return pressed, secret
    used = queries.has_secret(session, secret)
    return create_person(
        session,
        now=now,
        secret=None if used else secret,
        device=device,
        origin_hash=origin_hash,
    )


def add_person_secret(
    session: Session,
    person: Person,
    *,
    now: datetime,
    secret: str | None = None,
    device: str = UNKNOWN_DEVICE,
    lifetime_days: int = FIRST_DEVICE_DAYS,
) -> str:
    """Let one more browser be known as `person`; return the secret for its cookie."""
    secret = secret or new_secret()
    session.add(
        PersonSecret(
            key=public_key(),
            person_id=person.id,
            secret_hash=secret_hash(secret),
            name=device,
            created_at=now,
            used_on=now.date(),
            lifetime_days=lifetime_days,
            expires_at=now + timedelta(days=lifetime_days),
        )
    )
    return secret


def make_resume_link(session: Session, person: Person, *, now: datetime) -> str:
    """Return a secret for a link that works for 90 days, on any device."""
    return _add_resume_token(
        session, person, ResumeKind.LINK, new_secret(), now=now, lifetime=LINK_LIFETIME
    )


def make_resume_code(session: Session, person: Person, *, now: datetime) -> str:
    """Return a code to be typed on another device within the hour, once."""
    return _add_resume_token(
        session, person, ResumeKind.CODE, new_code(), now=now, lifetime=CODE_LIFETIME
    )


def use_resume_token(
    session: Session, secret: str, *, now: datetime, known: Person | None = None
) -> Person:
    """Return the person behind a link or code. A code is used up.

    Raises
    ------
    NotValid
        When there is no such way, it has expired, or the code was used.
    NotNow
        When it leads to the example person and the browser is `known` as somebody else, whose data would
        be deleted with the example.
    """
    token = queries.find_resume_token(session, secret, now=now)
    if token is None:
        raise NotValid(
            "This code or link no longer works. Create a new one on the other device."
        )
    person = token.person
    if person.is_example and known is not None and known.id != person.id:
        raise NotNow(
            "This link leads to the example person, and this browser already has assessments. Open it in a private"
            " window."
        )
    if token.kind == "code" and not _mark_token_used(session, token, now=now):
        raise NotValid(
            "This code or link no longer works. Create a new one on the other device."
        )
    return person


def resume_person(
    session: Session, secret: str, *, now: datetime, device: str = UNKNOWN_DEVICE
) -> tuple[Person, str]:
    """Let a browser that is not known yet be known as the person behind a link or code.

    Returns the person and the secret for the browser's cookie, which ends 90 days after its last visit.

    Raises
    ------
    NotValid
        When there is no such way, it has expired, or the code was used.
    """
    person = use_resume_token(session, secret, now=now)
    return person, add_person_secret(
        session, person, now=now, device=device, lifetime_days=OTHER_DEVICE_DAYS
    )


def withdraw_resume_token(session: Session, token: ResumeToken) -> None:
    """Take back one link or code."""
    session.delete(token)


def end_device(session: Session, device: PersonSecret) -> None:
    """Let a browser be known no more."""
    session.delete(device)


def delete_person(session: Session, person: Person) -> None:
    """Delete a person with everything that hangs on them.

    Hashes are kept, of them and of everyone they were joined with, so that no backup brings any of them back.
    """
    joined = queries.list_joined_hashes(session, person)
    for key_hash in (secret_hash(person.key), *joined):
        # One of them may have been deleted by itself, after a backup from before the join was restored.
        session.merge(Erasure(key_hash=key_hash))
    session.delete(person)


def record_visit(
    session: Session, person_id: int, *, seen_on: date, now: datetime
) -> None:
    """Remember the day of the visit, `now`, when it is later than the last one, `seen_on`."""
    if seen_on < now.date():
        session.execute(
            update(Person)
            .where(Person.id == person_id, Person.seen_on < now.date())
            .values(seen_on=now.date())
            .execution_options(synchronize_session=False)
        )


def record_device_use(session: Session, secret_id: int, *, now: datetime) -> None:
    """Remember that a browser was used today, which puts off the end of its secret."""
    device = session.get(PersonSecret, secret_id)
    if device is not None and device.used_on < now.date():
        device.used_on = now.date()
        device.expires_at = now + timedelta(days=device.lifetime_days)


def _mark_token_used(session: Session, token: ResumeToken, *, now: datetime) -> bool:
    """Mark a code as used; say whether it was this call that did."""
    statement = (
        update(ResumeToken)
        .where(ResumeToken.id == token.id, ResumeToken.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return session.connection().execute(statement).rowcount == 1


def _add_resume_token(
    session: Session,
    person: Person,
    kind: ResumeKind,
    secret: str,
    *,
    now: datetime,
    lifetime: timedelta,
) -> str:
    if find_account_of_person(session, person.id) is not None:
        raise NotNow("Sign in on the other device: your answers are in your account.")
    session.add(
        ResumeToken(
            key=public_key(),
            person_id=person.id,
            kind=kind,
            secret_hash=secret_hash(
                tidy_code(secret) if kind is ResumeKind.CODE else secret
            ),
            created_at=now,
            expires_at=now + lifetime,
        )
    )
    return secret


#: Settles, before the rest, what only one person may have once: called with keeper, the other one, and the moment.
Settle = Callable[[Session, Person, Person, datetime], None]


def join_people(
    session: Session, keeper: Person, other: Person, *, settle: Settle, now: datetime
) -> None:
    """Give `keeper` everything that hangs on `other`, devices and links too, and take `other` away.

    Where a table allows one row of a kind for each person, and both have it, the keeper's stays. A hash of `other`
    stays too, so that deleting `keeper` erases both.
    """
    settle(session, keeper, other, now)
    session.add(PersonJoin(key_hash=secret_hash(other.key), person_id=keeper.id))
    session.flush()
    for table, column in queries.list_person_columns():
        _move_rows(session, table, column, keeper.id, other.id)
    keeper.seen_on = max(keeper.seen_on, other.seen_on)
    session.flush()
    session.execute(delete(Person).where(Person.id == other.id))
    session.expire_all()


def _move_rows(
    session: Session, table: Table, column: Column[int], keeper: int, other: int
) -> None:
    statement = update(table).where(column == other).values({column.name: keeper})
    for constraint in table.constraints:
        if isinstance(
            constraint, UniqueConstraint
        ) and constraint.columns.contains_column(column):
            statement = statement.where(~_keeper_has(table, constraint, column, keeper))
    session.execute(statement.execution_options(synchronize_session=False))


def _keeper_has(
    table: Table, constraint: UniqueConstraint, column: Column[int], keeper: int
) -> ColumnElement[bool]:
    """Return whether the keeper has a row that the constraint would not let stand beside the moved one."""
    theirs = table.alias("theirs")
    same = [
        theirs.c[each.name] == each for each in constraint.columns if each is not column
    ]
    return exists().where(theirs.c[column.name] == keeper, *same)
