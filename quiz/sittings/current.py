"""What a request needs to know of the bank: kept in the application, made once."""

from typing import TypeVar

from flask import Flask, current_app, g, request

from quiz.accounts.login import presented_secret_hash, required_person
from quiz.bank.repository import Catalogue
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.sittings import queries
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.live.queries import find_live_sitting
from quiz.sittings.live.rows import LiveSitting
from quiz.sittings.models import Sitting
from quiz.web.transactions import SAFE_METHODS, request_session

S = TypeVar("S", Sitting, LiveSitting)

EXTENSION_NAME = "trigpoint_tools"


def init_app(app: Flask, catalogue: Catalogue) -> None:
    """Prepare the bank for serving questions."""
    app.extensions[EXTENSION_NAME] = AssessmentContext.from_catalogue(catalogue)


def assessment_context() -> AssessmentContext:
    """Return the bank with the engine's tables."""
    prepared: AssessmentContext = current_app.extensions[EXTENSION_NAME]
    return prepared


def current_catalogue() -> Catalogue:
    """Return the bank."""
    return assessment_context().catalogue


def own_sitting_or_404(key: str, *, lock: bool = False) -> Sitting:
    """Return the sitting if it belongs to whoever asks.

    `lock` holds it against other requests until this one is over.

    Raises
    ------
    NotFound
        For a missing one and for somebody else's alike.
    """
    find = queries.find_locked_sitting if lock else queries.find_sitting
    return _sitting_or_404(find(request_session(), required_person(), key))


def require_own_sitting() -> None:
    """Access rule of steps: the sitting in the address belongs to whoever asks.

    It finds person and sitting by one statement; what changes something holds the sitting locked.
    """
    key = (request.view_args or {})["key"]
    lock = request.method not in SAFE_METHODS
    g.live_sitting = _sitting_or_404(
        find_live_sitting(
            request_session(), presented_secret_hash(), key, lock=lock, now=utc_now()
        )
    )


def own_live_sitting(key: str) -> LiveSitting:
    """Return the sitting that `own_step` found under this key, as plain values."""
    found: LiveSitting = g.live_sitting
    if found.key != key:
        raise LookupError(f"The rule found {found.key}, the view wants {key}.")
    return found


def _sitting_or_404(sitting: S | None) -> S:
    if sitting is None:
        raise NotFound("There is no such sitting for this browser.")
    return sitting
