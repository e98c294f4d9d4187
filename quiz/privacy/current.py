"""Noting in a request that somebody with a role looked at something of a person."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.accounts.sessions.login import required_account
from quiz.core.clock import utc_now
from quiz.privacy import queries
from quiz.privacy.models import ActorRole, AuditAction
from quiz.privacy.services import record_audit
from quiz.web.transactions import call_after_commit
from quiz.web.unrequested_writes import write_alone

#: Looking again within this time is the same look.
SAME_LOOK = timedelta(hours=1)


def note_seen(
    person_id: int,
    action: AuditAction,
    role: ActorRole,
    *,
    organisation_id: int | None = None,
) -> None:
    """Keep that who is signed in looked at something of a person, once the page is made; their own is no news."""
    actor_account_id = required_account().id

    def record_look(session: Session) -> None:
        now = utc_now()
        is_own = queries.is_account_of(session, actor_account_id, person_id)
        if is_own or queries.has_seen(
            session, person_id, actor_account_id, action, since=now - SAME_LOOK
        ):
            return
        record_audit(
            session,
            person_id,
            action,
            role,
            now=now,
            actor_account_id=actor_account_id,
            organisation_id=organisation_id,
        )

    def keep(engine: Engine) -> None:
        write_alone(engine, record_look)

    call_after_commit(keep)
