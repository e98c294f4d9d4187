"""Which cohorts whoever asks takes part in, and the rules of the pages of a member."""

from flask import g, request

from quiz.access.policies import Action, Subject, is_allowed
from quiz.access.rules import current_actor
from quiz.accounts.login import required_known_person
from quiz.cohorts.joining.queries import find_membership_by_key
from quiz.cohorts.models import CohortMember
from quiz.errors import NotFound
from quiz.web.access import name_rule
from quiz.web.transactions import SAFE_METHODS, request_session


@name_rule("owner of cohort_member")
def require_membership() -> None:
    """Access rule: whoever asks takes part in a cohort as the entry that the address names as `key`."""
    person = required_known_person()
    is_safe = request.method in SAFE_METHODS
    member = find_membership_by_key(
        request_session(),
        str((request.view_args or {})["key"]),
        person.id,
        lock=not is_safe,
    )
    action = Action.SEE if is_safe else Action.CHANGE
    if member is None or not is_allowed(
        current_actor(), action, Subject(person_id=member.person_id)
    ):
        raise NotFound("There is nothing here for this browser.")
    g.member = member


def current_membership() -> CohortMember:
    """Return the entry that the access rule of the view loaded."""
    member: CohortMember = g.member
    return member
