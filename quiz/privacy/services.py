"""Writes about privacy: what somebody agreed to, what others saw, and deleting all of it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from quiz.access.ownership import find_table
from quiz.accounts.models import Person
from quiz.accounts.services import delete_person
from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.queries import find_account_of_person
from quiz.config import Settings
from quiz.mail.queries import list_mail_keys_of_person
from quiz.mail.transports import delete_mail_files
from quiz.privacy.models import (
    ActorRole,
    AuditAction,
    AuditEntry,
    Consent,
    ConsentSubject,
)
from quiz.web.models import LimitCounter


def record_consent(
    session: Session,
    person: Person,
    subject: ConsentSubject,
    version: str,
    *,
    now: datetime,
) -> Consent:
    """Keep that a person agreed to a version of a text."""
    consent = Consent(
        person_id=person.id,
        subject=subject,
        version=version,
        given_at=now,
        withdrawn_at=None,
    )
    session.add(consent)
    return consent


def record_audit(
    session: Session,
    person_id: int,
    action: AuditAction,
    role: ActorRole,
    *,
    now: datetime,
    actor_account_id: int | None = None,
    organisation_id: int | None = None,
) -> AuditEntry:
    """Keep that somebody with a role saw or did something about a person, who can read it."""
    entry = AuditEntry(
        person_id=person_id,
        actor_account_id=actor_account_id,
        actor_role=role,
        organisation_id=organisation_id,
        action=action,
        happened_at=now,
    )
    session.add(entry)
    return entry


def erase_person(
    session: Session, person: Person, settings: Settings
) -> Callable[[], None]:
    """Delete a person with all that is stored about them; return what deletes their files once that is kept.

    Totals that their answers went into, such as the difficulty of questions, lead to nobody and stay.
    """
    account = find_account_of_person(session, person.id)
    mails = list_mail_keys_of_person(
        session, person.id, address=account.email if account else None
    )
    _delete_loose_ends(session, person, account)
    delete_person(session, person)

    def delete_files() -> None:
        delete_mail_files(settings, mails)

    return delete_files


def _delete_loose_ends(
    session: Session, person: Person, account: Account | None
) -> None:
    """Delete what no foreign key ties to a person: counters under their key, links to their address."""
    words = [person.key] + ([account.key] if account else [])
    named = [LimitCounter.key.contains(word, autoescape=True) for word in words]
    session.execute(
        delete(LimitCounter)
        .where(or_(*named))
        .execution_options(synchronize_session=False)
    )
    if account is not None and account.email is not None:
        links, mails = find_table("account_link"), find_table("outgoing_mail")
        for table, column in ((links, links.c.email), (mails, mails.c.recipient)):
            session.execute(delete(table).where(column == account.email))
