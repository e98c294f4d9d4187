"""Keeping who looked at results, so that the people can read it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from quiz.cohorts.insight.queries import list_recently_seen
from quiz.privacy.current import SAME_LOOK
from quiz.privacy.models import ActorRole, AuditAction, AuditEntry


def record_looks(
    session: Session,
    person_ids: Collection[int],
    action: AuditAction,
    *,
    actor_account_id: int,
    organisation_id: int,
    now: datetime,
) -> None:
    """Keep that an instructor looked at results of these people, once an hour for each; their own is no news."""
    known = list_recently_seen(
        session, person_ids, actor_account_id, action, since=now - SAME_LOOK
    )
    looks = [
        {
            "person_id": person_id,
            "actor_account_id": actor_account_id,
            "actor_role": ActorRole.INSTRUCTOR,
            "organisation_id": organisation_id,
            "action": action,
            "happened_at": now,
        }
        for person_id in person_ids
        if person_id not in known
    ]
    if looks:
        # One statement, however many people there are.
        session.execute(insert(AuditEntry), looks)
