"""What the pages about a cohort read for the current request, and the note that they were looked at."""

from collections.abc import Iterable

from flask import request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.accounts.sessions.login import required_account
from quiz.cohorts.insight.loading import load_snapshot
from quiz.cohorts.insight.services import record_looks
from quiz.cohorts.insight.snapshot import CohortSnapshot, SnapshotMember
from quiz.cohorts.login import current_cohort
from quiz.core.clock import utc_now
from quiz.privacy.models import AuditAction
from quiz.sittings.current import current_catalogue
from quiz.web.transactions import call_after_commit, request_session
from quiz.web.unrequested_writes import write_alone


def current_area_names() -> dict[str, str]:
    """Return the areas of the bank in its order, with their names."""
    return {area.id: area.name for area in current_catalogue().areas.values()}


def load_current_snapshot(*, check_key: str = "") -> CohortSnapshot:
    """Return the cohort of the address at the check that the address asks for."""
    return load_snapshot(
        request_session(),
        current_cohort(),
        tuple(current_catalogue().areas),
        check_key=check_key or request.args.get("check", ""),
        earlier_key=request.args.get("earlier", ""),
    )


def note_seen_levels(members: Iterable[SnapshotMember], action: AuditAction) -> None:
    """Keep that the instructor who asks looked at results of these members, once the page is made."""
    people = {
        one.person_id
        for one in members
        if one.person_id is not None and one.state.has_result
    }
    if not people:
        return
    account_id = required_account().id
    organisation_id = current_cohort().organisation_id

    def record(session: Session) -> None:
        record_looks(
            session,
            people,
            action,
            actor_account_id=account_id,
            organisation_id=organisation_id,
            now=utc_now(),
        )

    def keep(engine: Engine) -> None:
        write_alone(engine, record)

    call_after_commit(keep)
