"""Who asks, with the roles of their account."""

from flask import g

from quiz.access.policies import Actor
from quiz.accounts import login
from quiz.organisations.queries import find_roles
from quiz.web.transactions import request_session


def find_actor() -> Actor:
    """Return who asks; the roles of an account are read once a request."""
    if "actor" not in g:
        g.actor = _read_actor()
    actor: Actor = g.actor
    return actor


def _read_actor() -> Actor:
    known = login.find_current()
    if known is None:
        return Actor()
    if known.account is None:
        return Actor(person_id=known.id)
    roles = find_roles(request_session(), known.account.id)
    return Actor(
        person_id=known.id,
        account_id=known.account.id,
        is_administrator=roles.is_administrator,
        is_author=roles.is_author,
        instructor_of=roles.instructor_of,
    )
