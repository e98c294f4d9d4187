"""The log of security events: who tried what with accounts, roles and privacy, what was refused, and by which rule.

One line an event, of words that nobody typed: the time comes from the log, the rest is names of views and rules, keys
of accounts, and keyed hashes of networks and of addresses that were tried. No email address, IP address, secret or URL.
"""

import logging
from collections.abc import Callable

from flask import Flask, Response, g, has_request_context, request

from quiz.web.limits.buckets import network_hash
from quiz.web.transactions import SAFE_METHODS

log = logging.getLogger("quiz.security")

#: What a status says of a form of these rooms.
OUTCOMES = {
    303: "done",
    200: "done",
    400: "form refused",
    401: "refused",
    403: "not allowed",
    404: "not found",
    409: "not now",
    422: "refused",
    429: "limited",
}
ALWAYS_TOLD = frozenset({400, 403, 429})


def init_app(
    app: Flask,
    rooms: frozenset[str],
    views: frozenset[str],
    find_actor_key: Callable[[], str],
) -> None:
    """Log every form of the blueprints `rooms`, every call of `views`, and whatever is refused anywhere.

    `find_actor_key` says who asks without asking the database again.
    """

    @app.after_request
    def log_event(response: Response) -> Response:
        is_form = request.method not in SAFE_METHODS and request.blueprint in rooms
        is_named = request.endpoint in views
        if (
            is_form
            or is_named
            or "refusing_rule" in g
            or response.status_code in ALWAYS_TOLD
        ):
            _log_answer(response.status_code, find_actor_key())
        return response


def note_subject(subject: str) -> None:
    """Remember for the log whom a request is about, as a key or a keyed hash."""
    if has_request_context():
        g.security_subject = subject


def note_refusal(rule: str) -> None:
    """Remember for the log by which access rule a request was refused."""
    g.refusing_rule = rule


def _log_answer(status: int, actor: str) -> None:
    fields = {
        "view": request.endpoint or "-",
        "method": request.method,
        "outcome": OUTCOMES.get(status, str(status)).replace(" ", "-"),
        "rule": str(g.get("refusing_rule", "-")).replace(" ", "-"),
        "actor": actor or "-",
        "subject": g.get("security_subject", "-"),
        "network": network_hash(),
    }
    level = logging.INFO if fields["outcome"] == "done" else logging.WARNING
    message = " ".join(f"{name}={value}" for name, value in fields.items())
    # A log of JSON has the values one by one as well.
    log.log(level, message, extra={"fields": fields})
