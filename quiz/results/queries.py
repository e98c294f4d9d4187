"""Queries about evidence and shared results."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from quiz.accounts.models import Person
from quiz.core.keys import secret_hash
from quiz.results.models import Evidence, ResultName, ShareLink
from quiz.sittings.models import Sitting


def list_evidence(session: Session, person_id: int) -> Sequence[Evidence]:
    """Return a person's evidence, the latest first."""
    return session.scalars(
        select(Evidence)
        .where(Evidence.person_id == person_id)
        .order_by(Evidence.created_at.desc(), Evidence.id.desc())
    ).all()


def find_evidence(session: Session, person: Person, key: str) -> Evidence | None:
    """Return one piece of evidence of a person."""
    return session.scalar(
        select(Evidence).where(Evidence.key == key, Evidence.person_id == person.id)
    )


def count_evidence(session: Session, person: Person) -> int:
    """Return how many pieces of evidence a person has."""
    counted = (
        select(func.count())
        .select_from(Evidence)
        .where(Evidence.person_id == person.id)
    )
    return session.scalar(counted) or 0


def find_result_name(session: Session, sitting: Sitting) -> ResultName | None:
    """Return the name on a result; one that adds to an earlier result has the name of that."""
    return session.get(ResultName, sitting.parts[0].id)


def list_share_links(
    session: Session, sitting: Sitting, *, now: datetime
) -> Sequence[ShareLink]:
    """Return the links by which a result can be read now, the latest first."""
    return session.scalars(
        select(ShareLink)
        .where(ShareLink.sitting_id == sitting.id, ShareLink.expires_at > now)
        .order_by(ShareLink.created_at.desc(), ShareLink.id.desc())
    ).all()


def find_shared_sitting(
    session: Session, secret: str, *, now: datetime
) -> Sitting | None:
    """Return the sitting that a secret leads to; None for a wrong, expired or revoked one alike."""
    return session.scalar(
        select(Sitting)
        .join(ShareLink, ShareLink.sitting_id == Sitting.id)
        .where(ShareLink.secret_hash == secret_hash(secret), ShareLink.expires_at > now)
        .options(selectinload(Sitting.positions), selectinload(Sitting.results))
    )
