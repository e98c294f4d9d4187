"""The job that sends one email, and starts the job of the next attempt when it was not taken."""

import logging
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.sealing import BrokenSealError, open_sealed_text
from quiz.errors import NotFound, NotValid
from quiz.jobs.kinds import JobRun
from quiz.jobs.models import Job
from quiz.jobs.services import add_job
from quiz.mail import queries, services
from quiz.mail.messages import SEAL_PURPOSE, MailText, build_message
from quiz.mail.models import MailFault, MailState, OutgoingMail
from quiz.mail.transports import DeliveryFailed, open_transport

log = logging.getLogger(__name__)

KIND = "mail"
GIVEN_UP = (
    "This email was given up: its recipient is not an address, or its text was sealed with a secret key"
    " that is no longer known."
)


def add_delivery_job(
    session: Session,
    mail: OutgoingMail,
    *,
    now: datetime,
    delay: timedelta | None = None,
) -> Job:
    """Add the job of the next attempt at an email, once however often it is asked for."""
    return add_job(
        session,
        KIND,
        {"mail": mail.key},
        now=now,
        unique_key=f"mail:{mail.key}:{mail.attempts}",
        delay=delay,
    )


def deliver_mail(run: JobRun) -> str:
    """Send the email of a job. One that was sent before it could be noted goes out again, under the same Message-ID."""
    key = str(run.arguments["mail"])
    with run.transaction() as session:
        mail = _find_waiting(session, key, now=run.now)
        if mail is None:
            return "nothing to send"
        message = _build_or_end(mail, run.settings, now=run.now)
    if message is None:
        raise NotFound(GIVEN_UP)
    # No transaction is open while the server is waited for.
    try:
        open_transport(run.settings).deliver(message, key=key)
    except DeliveryFailed as failure:
        return _note_failure(run, key, failure)
    with run.transaction() as session:
        sent = queries.find_mail(session, key)
        if sent is not None:
            services.mark_sent(sent, now=run.now)
    return "sent"


def _find_waiting(session: Session, key: str, *, now: datetime) -> OutgoingMail | None:
    mail = queries.find_mail(session, key)
    if mail is None or mail.state != MailState.WAITING:
        return None
    if mail.expires_at <= now:
        services.mark_expired(mail)
        return None
    return mail


def _build_or_end(
    mail: OutgoingMail, settings: Settings, *, now: datetime
) -> EmailMessage | None:
    """Return the message; end the email and return None when there will never be one."""
    secrets = (settings.secret_key, *settings.old_secret_keys)
    try:
        body = open_sealed_text(mail.sealed_text or "", secrets, purpose=SEAL_PURPOSE)
        return build_message(
            MailText(mail.kind, mail.recipient, mail.subject, body),
            sender=settings.effective_mail_from,
            key=mail.key,
            written_at=mail.created_at,
        )
    except BrokenSealError:
        services.mark_expired(mail)
    except NotValid as error:
        # As when a server refuses it.
        failure = DeliveryFailed(MailFault.RECIPIENT, str(error), is_final=True)
        services.mark_failed(mail, failure, now=now)
    return None


def _note_failure(run: JobRun, key: str, failure: DeliveryFailed) -> str:
    with run.transaction() as session:
        mail = queries.find_mail(session, key)
        if mail is None:
            return "deleted meanwhile"
        pause = services.mark_failed(mail, failure, now=run.now)
        if pause is not None:
            add_delivery_job(session, mail, now=run.now, delay=pause)
    # The server's answer often names the recipient; it is kept with the email and not in a log.
    log.warning("email %s was not sent: %s", key, failure.fault.value)
    return f"not sent: {failure.fault.value}"
