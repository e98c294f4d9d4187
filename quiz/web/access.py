"""Who may call a view. A view without a declared rule does not start."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., object])
#: Lets the request pass or raises `NotFound` or `NotAllowed`.
AccessRule = Callable[[], None]


class UndeclaredViewError(Exception):
    """A view was registered and nobody said who may call it."""


def allow_everyone() -> None:
    """Let anybody pass; the view itself finds only what belongs to the person."""


def declare_access(rule: AccessRule) -> Callable[[View], View]:
    """Declare who may call a view. Stands directly above the function."""

    def attach_rule(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return attach_rule


def declared_rules(app: Flask) -> dict[str, AccessRule]:
    """Return the rule of each endpoint.

    Raises
    ------
    UndeclaredViewError
        With the names of all views that have none.
    """
    rules: dict[str, AccessRule] = {"static": allow_everyone}
    missing = []
    for endpoint, view in app.view_functions.items():
        if endpoint == "static":
            continue
        rule = getattr(view, "access_rule", None)
        if rule is None:
            missing.append(endpoint)
        else:
            rules[endpoint] = rule
    if missing:
        raise UndeclaredViewError(
            f"say who may call {', '.join(sorted(missing))} with @access(…)"
        )
    return rules


def init_app(app: Flask) -> None:
    """Check that every view has a rule, and apply it before each request. Call it after the views."""
    app.extensions["trigpoint_rules"] = declared_rules(app)
    app.before_request(_apply_access_rule)


def _apply_access_rule() -> None:
    if request.endpoint is not None:
        current_app.extensions["trigpoint_rules"][request.endpoint]()
