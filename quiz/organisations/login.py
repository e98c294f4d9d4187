"""Who asks, with the roles of their account."""

from flask import g

from quiz.access.policies import Actor
from quiz.accounts import login
from quiz.accounts.sessions.models import SignInMethod
from quiz.accounts.sessions.queries import KnownAccount
from quiz.organisations.queries import LEARNER, find_roles
from quiz.web.current_settings import current_settings
from quiz.web.transactions import request_session


def find_actor() -> Actor:
    """Return who asks; the roles of an account are read once a request."""
    if "actor" not in g:
        g.actor = _read_actor()
    actor: Actor = g.actor
    return actor


def needs_second_step(account: KnownAccount) -> bool:
    """Say whether this site asks people with a role for a second step that this session has not shown."""
    return bool(
        current_settings().require_second_factor
        and not account.is_two_step
        # What else is asked of people is the provider's business.
        and account.method is not SignInMethod.IDENTITY_PROVIDER
    )


def _read_actor() -> Actor:
    known = login.find_current()
    if known is None:
        return Actor()
    if known.account is None:
        return Actor(person_id=known.id)
    roles = find_roles(request_session(), known.account.id)
    if roles != LEARNER and needs_second_step(known.account):
        # The roles count again once the person signs in with two steps.
        roles = LEARNER
    return Actor(
        person_id=known.id,
        account_id=known.account.id,
        is_administrator=roles.is_administrator,
        is_author=roles.is_author,
        instructor_of=roles.instructor_of,
    )
