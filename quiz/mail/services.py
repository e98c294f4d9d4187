"""Writes about emails: one is added with what it is about, and each attempt to send it is noted."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from quiz.core.keys import public_key
from quiz.core.sealing import seal_text
from quiz.errors import NotNow
from quiz.mail.messages import SEAL_PURPOSE, MailText
from quiz.mail.models import MailFault, MailState, OutgoingMail
from quiz.mail.transports import DeliveryFailed

#: How long an email is tried when nobody says otherwise.
LIFETIME = timedelta(hours=24)
#: Pauses between attempts; the last one repeats until the email expires.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
#: Faults after which another attempt is of no use.
FINAL_FAULTS = frozenset({MailFault.RECIPIENT, MailFault.CONTENT})


def add_mail(
    session: Session,
    text: MailText,
    *,
    secret: str,
    now: datetime,
    person_id: int | None = None,
    lifetime: timedelta = LIFETIME,
) -> OutgoingMail:
    """Add an email that waits to be sent; its text is sealed with `secret`."""
    mail = OutgoingMail(
        key=public_key(),
        person_id=person_id,
        kind=text.kind,
        recipient=text.recipient,
        subject=text.subject,
        sealed_text=seal_text(text.body, secret, purpose=SEAL_PURPOSE),
        state=MailState.WAITING,
        attempts=0,
        next_try_at=now,
        tried_at=None,
        fault=None,
        answer=None,
        created_at=now,
        expires_at=now + lifetime,
    )
    session.add(mail)
    session.flush()
    return mail


def mark_sent(mail: OutgoingMail, *, now: datetime) -> None:
    """Note that the server took an email; its text goes."""
    _end_mail(mail, MailState.SENT)
    mail.attempts += 1
    mail.tried_at, mail.fault, mail.answer = now, None, None


def mark_failed(
    mail: OutgoingMail, failure: DeliveryFailed, *, now: datetime
) -> timedelta | None:
    """Note that an attempt failed; return the pause before the next, None when there is none."""
    mail.attempts += 1
    mail.tried_at, mail.fault, mail.answer = now, failure.fault, failure.answer
    if failure.fault in FINAL_FAULTS and failure.is_final:
        _end_mail(mail, MailState.REFUSED)
        return None
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    if now + pause >= mail.expires_at:
        _end_mail(mail, MailState.EXPIRED)
        return None
    mail.next_try_at = now + pause
    return pause


def mark_expired(mail: OutgoingMail) -> None:
    """Give an email up: what it says is no longer worth anything."""
    _end_mail(mail, MailState.EXPIRED)


def hurry_mail(mail: OutgoingMail, *, now: datetime) -> None:
    """Let an email that waits be tried at once.

    Raises
    ------
    NotNow
        When it was sent or given up: its text is gone.
    """
    if mail.state != MailState.WAITING:
        raise NotNow(
            f"Email {mail.key} is {mail.state.value}; it cannot be sent again."
        )
    mail.next_try_at = now


def _end_mail(mail: OutgoingMail, state: MailState) -> None:
    mail.state, mail.sealed_text, mail.next_try_at = state, None, None
