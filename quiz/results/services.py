"""Store evidence and share links."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.keys import new_secret, public_key, secret_hash
from quiz.errors import NotNow
from quiz.goals import queries
from quiz.goals.models import Evidence, ShareLink
from quiz.goals.services import MOST_EVIDENCE, MOST_LINKS
from quiz.results import queries as results_queries
from quiz.sittings.models import Sitting


def add_evidence(
    session: Session,
    person: Person,
    *,
    url: str,
    note: str,
    areas: Sequence[str],
    now: datetime,
) -> Evidence:
    """Keep a piece of evidence.

    Raises
    ------
    NotNow
        When the person has as many as one may have.
    """
    if queries.count_owned(session, Evidence, person) >= MOST_EVIDENCE:
        raise NotNow(f"You have {MOST_EVIDENCE} pieces of evidence. Remove one first.")
    evidence = Evidence(
        key=public_key(),
        person_id=person.id,
        url=url,
        note=note,
        areas=list(areas),
        created_at=now,
    )
    session.add(evidence)
    return evidence


def change_evidence(
    evidence: Evidence, *, url: str, note: str, areas: Sequence[str] | None
) -> None:
    """Put something else in place of what was written; the day it was added stays."""
    evidence.url, evidence.note, evidence.areas = url, note, list(areas or [])


def create_share_link(
    session: Session, sitting: Sitting, *, days: int, now: datetime
) -> str:
    """Return the secret of a new link to a result, which expires by itself.

    Raises
    ------
    NotNow
        When there are as many links as a result may have, or there is no result yet.
    """
    if sitting.state != "finished":
        raise NotNow("There is no result to share yet.")
    if len(results_queries.list_share_links(session, sitting, now=now)) >= MOST_LINKS:
        raise NotNow(f"This result has {MOST_LINKS} links. Take one back first.")
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
    return secret


def revoke_share_link(session: Session, sitting: Sitting, key: str) -> None:
    """End a link; a second time changes nothing."""
    session.execute(
        delete(ShareLink).where(
            ShareLink.sitting_id == sitting.id, ShareLink.key == key
        )
    )
