"""Reads for the pages about the site, a page at a time; each returns one row more than a page has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from quiz.accounts.sessions.models import Account
from quiz.jobs.models import Job, JobState
from quiz.mail.models import MailState, OutgoingMail
from quiz.organisations.models import Organisation
from quiz.privacy.models import ActorRole, AuditAction, AuditEntry

PAGE_SIZE = 50
BACKUP_KIND = "backup"


@dataclass(frozen=True)
class AuditLine:
    """One thing that somebody with a role saw or did about a person, as an administrator reads it."""

    action: AuditAction
    role: ActorRole
    #: Email address of who it was; empty: the operator, or an account that is deleted.
    actor: str
    organisation: str
    #: Email address of whom it is about; empty: somebody without an account.
    subject: str
    subject_key: str
    happened_at: datetime


def list_jobs(
    session: Session, states: Sequence[JobState], *, page: int
) -> Sequence[Job]:
    """Return the jobs in some states, the latest first."""
    return session.scalars(
        select(Job)
        .where(Job.state.in_(states))
        .order_by(Job.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    ).all()


def count_jobs(session: Session) -> Mapping[JobState, int]:
    """Return how many jobs there are in each state that has any."""
    counted = select(Job.state, func.count()).group_by(Job.state)
    return dict(session.execute(counted).all())


def list_mails(
    session: Session, states: Sequence[MailState], *, page: int
) -> Sequence[OutgoingMail]:
    """Return the emails in some states, the latest first."""
    return session.scalars(
        select(OutgoingMail)
        .where(OutgoingMail.state.in_(states))
        .order_by(OutgoingMail.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    ).all()


def count_mails(session: Session) -> Mapping[MailState, int]:
    """Return how many emails there are in each state that has any."""
    counted = select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state)
    return dict(session.execute(counted).all())


def find_last_backup_job(session: Session) -> Job | None:
    """Return the last nightly backup that was made and proved, by whatever host."""
    return session.scalars(
        select(Job)
        .where(Job.kind == BACKUP_KIND, Job.state == JobState.DONE)
        .order_by(Job.id.desc())
        .limit(1)
    ).first()


def find_newest_backup_job(session: Session) -> Job | None:
    """Return the latest job that makes a backup, however it stands."""
    return session.scalars(
        select(Job).where(Job.kind == BACKUP_KIND).order_by(Job.id.desc()).limit(1)
    ).first()


def list_audit_lines(session: Session, *, page: int) -> Sequence[AuditLine]:
    """Return what people with a role saw or did about anybody, the latest first."""
    actor, subject = aliased(Account), aliased(Account)
    rows = session.execute(
        select(AuditEntry, actor.email, subject.email, subject.key, Organisation.name)
        .outerjoin(actor, actor.id == AuditEntry.actor_account_id)
        .outerjoin(subject, subject.person_id == AuditEntry.person_id)
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .order_by(AuditEntry.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    )
    return [
        AuditLine(
            entry.action,
            entry.actor_role,
            who or "",
            organisation or "",
            whom or "",
            key or "",
            entry.happened_at,
        )
        for entry, who, whom, key, organisation in rows
    ]
