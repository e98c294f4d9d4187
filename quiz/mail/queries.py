"""Reads about emails: those that wait, the latest, and whether sending works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.mail.models import MailFault, MailState, OutgoingMail

#: An email that is due for so long says that nobody sends any.
OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True)
class MailTrouble:
    """That emails do not arrive at the server: since when, how many wait, and why."""

    since: datetime
    waiting: int
    #: None: nobody tried; the jobs do not run.
    fault: MailFault | None
    answer: str


def find_mail(session: Session, key: str) -> OutgoingMail | None:
    """Return the email with this key."""
    return session.scalar(select(OutgoingMail).where(OutgoingMail.key == key))


def list_latest_mails(session: Session, *, limit: int) -> Sequence[OutgoingMail]:
    """Return the latest emails, the newest first."""
    newest = select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(limit)
    return session.scalars(newest).all()


def list_mail_keys_of_person(
    session: Session, person_id: int, *, address: str | None = None
) -> Sequence[str]:
    """Return the keys of all emails to a person, and of those to their address that name nobody."""
    is_theirs = OutgoingMail.person_id == person_id
    if address is not None:
        is_theirs |= OutgoingMail.recipient == address
    return session.scalars(select(OutgoingMail.key).where(is_theirs)).all()


def list_waiting_mails(session: Session) -> Sequence[OutgoingMail]:
    """Return the emails that are still to be sent, the oldest first."""
    return session.scalars(
        select(OutgoingMail)
        .where(OutgoingMail.state == MailState.WAITING)
        .order_by(OutgoingMail.id)
    ).all()


def find_mail_trouble(session: Session, *, now: datetime) -> MailTrouble | None:
    """Return what keeps emails from being sent; None while the last attempt went well.

    A recipient whom the server refuses, for now or for good, says nothing about the server.
    """
    last = session.scalars(
        select(OutgoingMail)
        .where(
            OutgoingMail.tried_at.is_not(None),
            OutgoingMail.fault.is_distinct_from(MailFault.RECIPIENT),
        )
        .order_by(OutgoingMail.tried_at.desc(), OutgoingMail.id.desc())
        .limit(1)
    ).first()
    if last is not None and last.fault is not None and last.tried_at is not None:
        since = _first_failure(session, after=_last_success(session))
        return MailTrouble(
            since or last.tried_at,
            _count_waiting(session),
            last.fault,
            last.answer or "",
        )
    overdue = session.scalar(
        select(func.min(OutgoingMail.next_try_at)).where(
            OutgoingMail.state == MailState.WAITING,
            OutgoingMail.next_try_at < now - OVERDUE,
        )
    )
    return MailTrouble(overdue, _count_waiting(session), None, "") if overdue else None


def _last_success(session: Session) -> datetime | None:
    return session.scalar(
        select(func.max(OutgoingMail.tried_at)).where(
            OutgoingMail.state == MailState.SENT
        )
    )


def _first_failure(session: Session, *, after: datetime | None) -> datetime | None:
    statement = select(func.min(OutgoingMail.tried_at)).where(
        OutgoingMail.fault.is_not(None), OutgoingMail.fault != MailFault.RECIPIENT
    )
    if after is not None:
        statement = statement.where(OutgoingMail.tried_at > after)
    return session.scalar(statement)


def _count_waiting(session: Session) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(OutgoingMail)
            .where(OutgoingMail.state == MailState.WAITING)
        )
        or 0
    )
