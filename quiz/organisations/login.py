"""Who asks, with the roles of their account, and what an administrator is told on every page."""

from flask import g

from quiz.access.policies import Action, Actor, is_allowed
from quiz.accounts import login
from quiz.accounts.sessions.login import header_account
from quiz.accounts.sessions.models import SignInMethod
from quiz.accounts.sessions.queries import KnownAccount
from quiz.core.clock import utc_now
from quiz.mail.queries import MailTrouble, find_mail_trouble
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


def find_trouble_for_administrator() -> MailTrouble | None:
    """Return what keeps emails from being sent, if somebody asks who can do something about it."""
    if header_account() is None or not is_allowed(find_actor(), Action.ADMINISTER):
        return None
    return find_mail_trouble(request_session(), now=utc_now())


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
