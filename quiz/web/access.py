"""Who may call a view: each one declares a rule that has a name. A view without one does not start.

What the rules decide by is in `quiz/access`; here is only how a view gets one, and how all of them are listed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, current_app, request

from quiz.errors import NotAllowed, NotFound
from quiz.web.security.events import note_refusal

View = TypeVar("View", bound=Callable[..., object])
#: Lets the request pass or raises an error; `name_rule` gives it its name.
AccessRule = Callable[[], None]
Rule = TypeVar("Rule", bound=AccessRule)

EXTENSION_NAME = "trigpoint_rules"
#: Answered by Flask itself for every path.
UNLISTED_METHODS = frozenset({"HEAD", "OPTIONS"})


class UndeclaredViewError(Exception):
    """A view was registered and nobody said who may call it."""


@dataclass(frozen=True, order=True)
class ListedView:
    """A view as `trigpoint views` lists it."""

    path: str
    method: str
    endpoint: str
    rule: str


def name_rule(name: str) -> Callable[[Rule], Rule]:
    """Give a rule the name under which it is listed."""

    def attach_name(rule: Rule) -> Rule:
        rule.rule_name = name  # type: ignore[attr-defined]  # functions carry attributes
        return rule

    return attach_name


def read_rule_name(rule: AccessRule) -> str:
    """Return the name of a rule."""
    name: str = rule.rule_name  # type: ignore[attr-defined]  # see `name_rule`
    return name


@name_rule("everyone")
def allow_everyone() -> None:
    """Let anybody pass; the view itself finds only what belongs to the person."""


def declare_access(rule: AccessRule) -> Callable[[View], View]:
    """Declare who may call a view. Stands directly above the function.

    Raises
    ------
    UndeclaredViewError
        When the rule has no name.
    """
    if not hasattr(rule, "rule_name"):
        raise UndeclaredViewError(f"{rule} needs a name: @name_rule(…)")

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
            f"say who may call {', '.join(sorted(missing))} with @declare_access(…)"
        )
    return rules


def list_views(app: Flask) -> list[ListedView]:
    """Return every method of every path with the name of its rule, ordered by path."""
    rules: dict[str, AccessRule] = app.extensions[EXTENSION_NAME]

    def list_all() -> Iterator[ListedView]:
        for rule in app.url_map.iter_rules():
            name = read_rule_name(rules[rule.endpoint])
            for method in sorted((rule.methods or set()) - UNLISTED_METHODS):
                yield ListedView(rule.rule, method, rule.endpoint, name)

    return sorted(list_all())


def init_app(app: Flask) -> None:
    """Check that every view has a rule, and apply it before each request. Call it after the views."""
    app.extensions[EXTENSION_NAME] = declared_rules(app)
    app.before_request(_apply_access_rule)


def _apply_access_rule() -> None:
    if request.endpoint is None:
        return
    rule: AccessRule = current_app.extensions[EXTENSION_NAME][request.endpoint]
    try:
        rule()
    except (NotAllowed, NotFound):
        note_refusal(read_rule_name(rule))
        raise
