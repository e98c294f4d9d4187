"""Reads for people who ask what is stored about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session, undefer

from quiz.access.ownership import belongs_to, find_table
from quiz.accounts.models import Person
from quiz.accounts.sessions.models import Account
from quiz.bank.models import QuestionVersion
from quiz.privacy.models import ActorRole, AuditAction, AuditEntry, Consent

#: What a row is called where another row leads to it.
NAMED_BY = {
    "organisation": "name",
    "rescoring": "question_key",
    "cohort": "name",
    "cohort_check": "name",
}


@dataclass(frozen=True)
class SeenEntry:
    """One thing that somebody with a role saw or did about a person, with names."""

    action: AuditAction
    role: ActorRole
    #: What they are called; empty: an operator, or somebody whose account is deleted.
    actor: str
    organisation: str
    happened_at: datetime


def find_person(session: Session, word: str) -> Person | None:
    """Return the person with this public key, or whose account has this key, email address or sign-in name."""
    by_key = session.scalar(select(Person).where(Person.key == word))
    if by_key is not None:
        return by_key
    return session.scalar(
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(
            (Account.key == word)
            | (Account.email == word.lower())
            | (Account.sign_in_name == word.lower())
        )
    )


def read_own_rows(
    session: Session, table: str, person_id: int
) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a table that belong to a person, the oldest first."""
    found = find_table(table)
    own = belongs_to(table, person_id)
    statement = found.select().where(own).order_by(*found.primary_key)
    for row in session.execute(statement).mappings():
        yield dict(row)


def read_row_names(
    session: Session, table: Table, ids: set[int]
) -> Mapping[int, str | None]:
    """Return by number what rows are called: their public key, or the name that stands for it."""
    column = table.c.get(NAMED_BY.get(table.name, "key"))
    if column is None or not ids:
        return {}
    rows = session.execute(select(table.c.id, column).where(table.c.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def read_question_stems(session: Session, ids: set[int]) -> Mapping[str, str]:
    """Return the text of questions by key, without options and answers."""
    if not ids:
        return {}
    versions = session.scalars(
        select(QuestionVersion)
        .where(QuestionVersion.id.in_(ids))
        .options(undefer(QuestionVersion.content))
    )
    return {version.key: str(version.content.get("stem", "")) for version in versions}


def read_states(session: Session, person_id: int) -> Mapping[int, str]:
    """Return the state of each of a person's assessments by number."""
    sitting = find_table("sitting")
    rows = session.execute(
        select(sitting.c.id, sitting.c.state).where(belongs_to("sitting", person_id))
    )
    return {number: str(state) for number, state in rows}


def list_seen(session: Session, person_id: int) -> Sequence[SeenEntry]:
    """Return what people with a role saw or did about a person, the latest first."""
    organisation = find_table("organisation")
    rows = session.execute(
        select(
            AuditEntry,
            Account.name,
            func.coalesce(Account.email, Account.sign_in_name),
            organisation.c.name,
        )
        .outerjoin(Account, Account.id == AuditEntry.actor_account_id)
        .outerjoin(organisation, organisation.c.id == AuditEntry.organisation_id)
        .where(AuditEntry.person_id == person_id)
        .order_by(AuditEntry.happened_at.desc(), AuditEntry.id.desc())
    )
    return [
        SeenEntry(
            entry.action,
            entry.actor_role,
            name or email or "",
            school or "",
            entry.happened_at,
        )
        for entry, name, email, school in rows
    ]


def is_account_of(session: Session, account_id: int, person_id: int) -> bool:
    """Say whether an account is a person's own."""
    owner = select(Account.person_id).where(Account.id == account_id)
    return session.scalar(owner) == person_id


def has_seen(
    session: Session,
    person_id: int,
    actor_account_id: int,
    action: AuditAction,
    *,
    since: datetime,
) -> bool:
    """Say whether it is written down already that somebody looked at something."""
    looked = (
        select(AuditEntry.id)
        .where(
            AuditEntry.person_id == person_id,
            AuditEntry.actor_account_id == actor_account_id,
            AuditEntry.action == action,
            AuditEntry.happened_at > since,
        )
        .limit(1)
    )
    return session.scalar(looked) is not None


def list_consents(session: Session, person_id: int) -> Sequence[Consent]:
    """Return what a person agreed to, the latest first."""
    return session.scalars(
        select(Consent)
        .where(Consent.person_id == person_id)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    ).all()
