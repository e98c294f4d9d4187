"""What a request needs to know of the bank: kept in the application, made once."""

from typing import TypeVar

from flask import Flask, current_app

from quiz.accounts.current import required_known, required_person
from quiz.bank.catalogue import Catalogue
from quiz.errors import NotFound
from quiz.sittings import queries
from quiz.sittings.live.queries import live_sitting_of
from quiz.sittings.live.rows import LiveSitting
from quiz.sittings.measuring import Tools
from quiz.sittings.models import Sitting
from quiz.web.transactions import session

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


def own_live_sitting_or_404(key: str, *, lock: bool = False) -> LiveSitting:
    """Return the same for a step: as plain values."""
    who = required_known()
    return _found(live_sitting_of(session(), who.id, key, lock=lock))


def _found(sitting: S | None) -> S:
    if sitting is None:
        raise NotFound("There is no such sitting for this browser.")
    return sitting
