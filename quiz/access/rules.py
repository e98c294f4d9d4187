"""The rules that views declare beyond "everyone" and "whoever is signed in": they ask `policies` who may do what.

A stranger's thing, a missing thing and a thing of another organisation are answered alike, as not found.
"""

from collections.abc import Callable

from flask import Flask, current_app, request

from quiz.access.policies import Action, Actor, Subject, is_allowed
from quiz.access.queries import find_owner
from quiz.errors import NotAllowed, NotFound
from quiz.web.access import AccessRule, name_rule, read_rule_name
from quiz.web.transactions import SAFE_METHODS, request_session

EXTENSION_NAME = "trigpoint_actor"


def init_app(app: Flask, find_actor: Callable[[], Actor]) -> None:
    """Learn from `find_actor` who asks; people and roles are rooms above this one."""
    app.extensions[EXTENSION_NAME] = find_actor


def current_actor() -> Actor:
    """Return who asks."""
    find_actor: Callable[[], Actor] = current_app.extensions[EXTENSION_NAME]
    return find_actor()


def require_owner(table: str, *, after: AccessRule | None = None) -> AccessRule:
    """Return the access rule that the row of `table`, which the address names as `key`, belongs to who asks.

    `after` is a rule that comes first.
    """
    name = f"owner of {table}"

    @name_rule(f"{read_rule_name(after)}, {name}" if after else name)
    def require_owner_of_row() -> None:
        if after is not None:
            after()
        actor = current_actor()
        # Who is nobody owns nothing, and learns nothing from how long the look-up takes.
        if actor.person_id is None:
            raise NotFound("There is nothing here for this browser.")
        key = str((request.view_args or {})["key"])
        owner_id = find_owner(request_session(), table, key)
        action = Action.SEE if request.method in SAFE_METHODS else Action.CHANGE
        if not is_allowed(actor, action, Subject(person_id=owner_id)):
            raise NotFound("There is nothing here for this browser.")

    return require_owner_of_row


def require_role(action: Action) -> AccessRule:
    """Return the access rule that who asks has a role on the whole site."""

    @name_rule(action.name.lower())
    def require_role_on_site() -> None:
        actor = current_actor()
        if actor.account_id is None:
            raise NotFound("There is nothing here for this browser.")
        if not is_allowed(actor, action):
            raise NotAllowed("This page is for people with another role.")

    return require_role_on_site
