"""What a request works with: the bank in memory, and the sitting that its address names."""

from flask import (
    Flask,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException

from quiz.access.policies import Action, Actor, Subject, is_allowed
from quiz.accounts.login import required_known_person
from quiz.accounts.queries import KnownPerson
from quiz.bank.repository import Catalogue
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.jobs.queries import read_database_clock
from quiz.sittings import queries, services, store
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import Sitting
from quiz.web.access import name_rule
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


@name_rule("owner of sitting")
def may_see_sitting() -> None:
    """Access rule: the person may see the sitting that the address names as `key`."""
    g.sitting = own_sitting_or_404(_key_of_address())


@name_rule("owner of open sitting")
def may_answer_sitting() -> None:
    """Access rule: the person may take the sitting that the address names as `key`.

    A request that may change something holds it locked.
    """
    person = required_known_person()
    lock = request.method not in SAFE_METHODS
    sitting = store.find_open_sitting(
        request_session(), _key_of_address(), now=utc_now(), lock=lock
    )
    g.sitting = _allowed_or_404(person, sitting, Action.CHANGE)
    if is_overdue(g.sitting):
        raise _end_overdue(g.sitting)


class OverdueSitting(HTTPException):
    """The closing time of an assigned sitting has come: what was asked for is answered with its end."""


def is_overdue(sitting: Sitting) -> bool:
    """Say whether an open sitting takes no more answers, by the database's clock."""
    if sitting.closes_at is None or not sitting.is_open:
        return False
    now = read_database_clock(request_session())
    return now >= sitting.closes_at + services.CLOSING_GRACE


def _end_overdue(sitting: Sitting) -> OverdueSitting:
    """Return an answer that says that time is over; a form that was sent closes the sitting as well."""
    if request.method in SAFE_METHODS:
        page = render_template("sittings/overdue.html", sitting=sitting)
        return OverdueSitting(response=make_response(page))
    has_result = services.close_sitting(
        request_session(), sitting, tools=assessment_context(), now=utc_now()
    )
    flash("The closing time has come. What you answered until then counts.", "error")
    target = (
        url_for("results.show_result", key=sitting.key)
        if has_result
        else url_for("results.show_home")
    )
    return OverdueSitting(response=redirect(target, 303))


def current_sitting(key: str) -> Sitting:
    """Return the sitting with this key, which the access rule of the view loaded."""
    sitting: Sitting = g.sitting
    if sitting.key != key:
        raise LookupError(f"The rule loaded {sitting.key}, the view asks for {key}.")
    return sitting


def own_sitting_or_404(key: str, *, lock: bool = False) -> Sitting:
    """Return a sitting that the person may see; `lock` holds it until this request is over.

    Raises
    ------
    NotFound
        For a missing sitting and for one that is not theirs to see alike.
    """
    person = required_known_person()
    sitting = queries.find_sitting(request_session(), key, lock=lock)
    return _allowed_or_404(person, sitting, Action.SEE)


def _allowed_or_404(
    person: KnownPerson, sitting: Sitting | None, action: Action
) -> Sitting:
    if sitting is None or not is_allowed(
        Actor(person_id=person.id), action, Subject(person_id=sitting.person_id)
    ):
        raise NotFound("There is no such sitting for this browser.")
    return sitting


def _key_of_address() -> str:
    return str((request.view_args or {})["key"])
