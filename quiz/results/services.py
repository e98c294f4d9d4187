"""Store, change and delete evidence; name results; create and revoke links to a result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.keys import new_secret, public_key, secret_hash
from quiz.errors import NotNow
from quiz.results import queries
from quiz.results.models import Evidence, ResultName, ShareLink
from quiz.sittings.models import Sitting

MOST_EVIDENCE = 30
MOST_LINKS = 10


@dataclass(frozen=True)
class EvidenceDraft:
    """Evidence before it is stored."""

    url: str
    note: str
    areas: Sequence[str]


def add_evidence(
    session: Session, person: Person, draft: EvidenceDraft, *, now: datetime
) -> Evidence:
    """Store a piece of evidence.

    Raises
    ------
    NotNow
        When the person has as many as anybody may have.
    """
    if queries.count_evidence(session, person) >= MOST_EVIDENCE:
        raise NotNow(f"You have {MOST_EVIDENCE} pieces of evidence. Remove one first.")
    evidence = Evidence(key=public_key(), person_id=person.id, created_at=now)
    change_evidence(evidence, draft)
    session.add(evidence)
    return evidence


def change_evidence(evidence: Evidence, draft: EvidenceDraft) -> None:
    """Replace what was written; the day it was added stays."""
    evidence.url, evidence.note = draft.url, draft.note
    evidence.areas = list(draft.areas)


def remove_evidence(session: Session, evidence: Evidence) -> None:
    """Delete a piece of evidence."""
    session.delete(evidence)


def change_result_name(session: Session, sitting: Sitting, name: str) -> None:
    """Put a name on a result, or take it off with an empty one."""
    kept = queries.find_result_name(session, sitting)
    if kept is None and name:
        session.add(ResultName(sitting_id=sitting.parts[0].id, name=name))
    elif kept is not None and name:
        kept.name = name
    elif kept is not None:
        session.delete(kept)


def create_share_link(
    session: Session, sitting: Sitting, *, days: int, now: datetime
) -> str:
    """Store a link to a result that expires by itself, and return its secret.

    Raises
    ------
    NotNow
        When there are as many links as a result may have, or there is no result yet.
    """
    if sitting.finished_at is None:
        raise NotNow("There is no result to share yet.")
    if len(queries.list_share_links(session, sitting, now=now)) >= MOST_LINKS:
        raise NotNow(f"This result has {MOST_LINKS} links. Turn one off first.")
    secret = new_secret()
    session.add(
        ShareLink(
            key=public_key(),
            sitting_id=sitting.id,
            secret_hash=secret_hash(secret),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    # The page that shows the secret also lists the link.
    session.flush()
    return secret


def revoke_share_link(session: Session, sitting: Sitting, key: str) -> None:
    """Delete a link; a second time changes nothing."""
    session.execute(
        delete(ShareLink).where(
            ShareLink.sitting_id == sitting.id, ShareLink.key == key
        )
    )
