"""What a request works with: the bank in memory, and the sitting that its address names."""

from flask import Flask, current_app, g, request

from quiz.accounts.login import required_known_person
from quiz.bank.repository import Catalogue
from quiz.errors import NotFound
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from quiz.sittings.policies import SittingUse, is_allowed
from quiz.sittings.store import find_sitting
from quiz.web.transactions import SAFE_METHODS, request_session

EXTENSION_NAME = "trigpoint_tools"


def init_app(app: Flask, catalogue: Catalogue) -> None:
    """Prepare the bank for presenting questions."""
    app.extensions[EXTENSION_NAME] = AssessmentContext.from_catalogue(catalogue)


def assessment_context() -> AssessmentContext:
    """Return the bank with the engine's tables."""
    prepared: AssessmentContext = current_app.extensions[EXTENSION_NAME]
    return prepared


def current_catalogue() -> Catalogue:
    """Return the bank."""
    return assessment_context().catalogue


def may_see_sitting() -> None:
    """Access rule: the person may see the sitting that the address names as `key`."""
    _load_current_sitting(SittingUse.SEE)


def may_answer_sitting() -> None:
    """Access rule: the person may take the sitting that the address names as `key`."""
    _load_current_sitting(SittingUse.ANSWER)


def current_sitting(key: str) -> Sitting:
    """Return the sitting with this key, which the access rule of the view loaded."""
    sitting: Sitting = g.sitting
    if sitting.key != key:
        raise LookupError(f"The rule loaded {sitting.key}, the view asks for {key}.")
    return sitting


def own_sitting_or_404(
    key: str, *, use: SittingUse = SittingUse.SEE, lock: bool = False
) -> Sitting:
    """Return a sitting that the person may use.

    `lock` holds it against other requests until this one is over.

    Raises
    ------
    NotFound
        For a missing sitting and for one that is not theirs to use alike.
    """
    person = required_known_person()
    sitting = find_sitting(request_session(), key, lock=lock)
    if sitting is None or not is_allowed(person, sitting, use):
        raise NotFound("There is no such sitting for this browser.")
    return sitting


def _load_current_sitting(use: SittingUse) -> None:
    key = (request.view_args or {})["key"]
    # A request that may change something holds the sitting locked.
    lock = request.method not in SAFE_METHODS
    g.sitting = own_sitting_or_404(key, use=use, lock=lock)
