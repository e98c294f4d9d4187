"""What a request needs to know of the bank: kept in the application, made once."""

from typing import TypeVar

from flask import Flask, current_app, g, request

from quiz.accounts.current import required_person, shown_secret_hash
from quiz.bank.catalogue import Catalogue
from quiz.clock import utc_now
from quiz.errors import NotFound
from quiz.sittings import queries
from quiz.sittings.live.queries import live_sitting_with
from quiz.sittings.live.rows import LiveSitting
from quiz.sittings.measuring import Tools
from quiz.sittings.models import Sitting
from quiz.web.transactions import SAFE_METHODS, session

S = TypeVar("S", Sitting, LiveSitting)

NAME = "trigpoint_tools"


def init_app(app: Flask, catalogue: Catalogue) -> None:
    """Prepare the bank for serving questions."""
    app.extensions[NAME] = Tools.of(catalogue)


def tools() -> Tools:
    """Return the bank with the engine's tables."""
    prepared: Tools = current_app.extensions[NAME]
    return prepared


def catalogue() -> Catalogue:
    """Return the bank."""
    return tools().catalogue


def own_sitting_or_404(key: str, *, lock: bool = False) -> Sitting:
    """Return the sitting if it belongs to whoever asks.

    `lock` holds it against other requests until this one is over.

    Raises
    ------
    NotFound
        For a missing one and for somebody else's alike.
    """
    find = queries.locked_sitting_of if lock else queries.sitting_of
    return _found(find(session(), required_person(), key))


def own_step() -> None:
    """Access rule of steps: the sitting in the address belongs to whoever asks.

    It finds person and sitting by one statement; what changes something holds the sitting locked.
    """
    key = (request.view_args or {})["key"]
    lock = request.method not in SAFE_METHODS
    g.live_sitting = _found(
        live_sitting_with(session(), shown_secret_hash(), key, lock=lock, now=utc_now())
    )


def own_live_sitting(key: str) -> LiveSitting:
    """Return the sitting that `own_step` found under this key, as plain values."""
    found: LiveSitting = g.live_sitting
    if found.key != key:
        raise LookupError(f"The rule found {found.key}, the view wants {key}.")
    return found


def _found(sitting: S | None) -> S:
    if sitting is None:
        raise NotFound("There is no such sitting for this browser.")
    return sitting
