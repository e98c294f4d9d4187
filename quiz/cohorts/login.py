"""Who may lead cohorts: an instructor of the organisation that a cohort belongs to, and nobody else."""

from zoneinfo import ZoneInfo

from flask import g, request

from quiz.access.policies import Action, Subject, is_allowed
from quiz.access.rules import current_actor
from quiz.accounts.sessions.login import (
    header_account,
    require_recent_sign_in,
    required_account,
)
from quiz.cohorts import queries
from quiz.cohorts.models import Cohort
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.privacy.models import ActorRole, AuditAction
from quiz.privacy.services import record_audit
from quiz.web.access import name_rule
from quiz.web.transactions import SAFE_METHODS, request_session


def leads_cohorts() -> bool:
    """Say whether whoever asks is an instructor anywhere; the header of every page asks."""
    return header_account() is not None and bool(current_actor().instructor_of)


def led_organisations() -> frozenset[int]:
    """Return the ids of the organisations in which whoever asks is an instructor."""
    return current_actor().instructor_of


@name_rule("instruct")
def require_instructor() -> None:
    """Access rule: an instructor of some organisation; for everybody else there is no such page."""
    required_account()
    if not led_organisations():
        raise NotFound("There is no such page for this account.")


@name_rule("instruct cohort")
def require_cohort() -> None:
    """Access rule: an instructor of the organisation of the cohort that the address names as `key`.

    A cohort of another organisation is answered as one that is not there. What changes something holds the cohort.
    """
    require_instructor()
    cohort = queries.find_cohort(
        request_session(),
        str((request.view_args or {})["key"]),
        led_organisations(),
        lock=request.method not in SAFE_METHODS,
    )
    if cohort is None or not is_allowed(
        current_actor(),
        Action.INSTRUCT,
        Subject(organisation_id=cohort.organisation_id),
    ):
        raise NotFound("There is no such page for this account.")
    g.cohort = cohort


@name_rule("instruct cohort, signed in lately")
def require_cohort_recently() -> None:
    """Access rule: the same, and the instructor has shown lately who they are."""
    require_cohort()
    require_recent_sign_in()


def current_cohort() -> Cohort:
    """Return the cohort that the access rule of the view loaded."""
    cohort: Cohort = g.cohort
    return cohort


def cohort_zone(cohort: Cohort) -> ZoneInfo:
    """Return the time zone in which the dates of a cohort are told."""
    return ZoneInfo(cohort.organisation.time_zone)


def record_action(person_id: int | None, action: AuditAction) -> None:
    """Keep what the instructor who asks did about somebody who has joined; of others nothing is to be told."""
    if person_id is None:
        return
    record_audit(
        request_session(),
        person_id,
        action,
        ActorRole.INSTRUCTOR,
        now=utc_now(),
        actor_account_id=required_account().id,
        organisation_id=current_cohort().organisation_id,
    )
