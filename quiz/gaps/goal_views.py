"""Begin a sitting for a goal; and pages about goals of one's own: copy, change, delete."""

import random
import secrets

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerDay

from quiz.accounts import current
from quiz.accounts.services import begin_person, note_visit
from quiz.bank.skills import Goal
from quiz.clock import utc_now
from quiz.config import Settings
from quiz.drawing.outlines import section
from quiz.errors import NotFound
from quiz.gaps import queries, services
from quiz.gaps.forms import LEVEL, SKILL, GoalForm, goal_form
from quiz.gaps.goals import as_goal, goal_for
from quiz.gaps.models import OwnGoal
from quiz.sittings import starting
from quiz.sittings.current import catalogue, tools
from quiz.sittings.forms import start_form
from quiz.sittings.languages import languages_of
from quiz.web.forms import ConfirmForm
from quiz.web.limits import count_or_stop
from quiz.web.rules import access, everyone
from quiz.web.transactions import session

bp = Blueprint("goals", __name__)


@bp.post("/sittings")
@access(everyone)
def begin() -> ResponseReturnValue:
    settings: Settings = current_app.extensions["trigpoint_settings"]
    count_or_stop("start", RateLimitItemPerDay(settings.daily_sittings_per_address))
    form = start_form(languages_of(catalogue()), list(catalogue().areas.values()))
    person = current.current_person()
    goal = goal_for(session(), person, catalogue(), form.goal.data or "")
    if goal is None:
        raise NotFound("There is no such goal.")
    if not form.validate_on_submit():
        return redirect(url_for("gaps.start", key=goal.key), 303)
    now = utc_now()
    if person is None:
        person, secret = begin_person(session(), now=now)
        current.remember(secret)
    note_visit(session(), person.id, seen_on=person.seen_on, now=now)
    sitting = starting.start_sitting(
        session(),
        person,
        goal,
        starting.Choice(
            form.length.data,
            language=form.language.data or None,
            asks_confidence=form.asks_confidence.data,
            claimed=form.claimed(),
        ),
        tools=tools(),
        now=now,
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # chooses questions, guards nothing
    )
    return redirect(url_for("sittings.show", key=sitting.key), 303)


@bp.get("/goals/<key>/copy")
@access(everyone)
def copy(key: str) -> str:
    person = current.current_person()
    goal = goal_for(session(), person, catalogue(), key)
    if goal is None:
        raise NotFound("There is no such goal.")
    own = queries.own_goal(session(), person, key) if person else None
    named = goal.model_copy(update={"name": f"{goal.name}, mine"[:60]})
    return _page(
        goal_form(catalogue(), named, own.skills if own else None), copied=goal
    )


@bp.post("/goals/<key>/copy")
@access(everyone)
def keep_copy(key: str) -> ResponseReturnValue:
    person = current.current_person()
    goal = goal_for(session(), person, catalogue(), key)
    if goal is None:
        raise NotFound("There is no such goal.")
    form, now = goal_form(catalogue()), utc_now()
    if not form.validate_on_submit():
        return _page(form, copied=goal), 422
    if person is None:
        person, secret = begin_person(session(), now=now)
        current.remember(secret)
    note_visit(session(), person.id, seen_on=person.seen_on, now=now)
    services.add_goal(session(), person, form.draft(), now=now)
    flash("Your goal is kept. Results can be read against it, old ones too.")
    return redirect(url_for("gaps.goals", _anchor="own"), 303)


@bp.get("/goals/<key>/change")
@access(current.known_person)
def change(key: str) -> str:
    own = _own_or_404(key)
    return _page(goal_form(catalogue(), as_goal(own), own.skills), own=own)


@bp.post("/goals/<key>/change")
@access(current.known_person)
def keep_change(key: str) -> ResponseReturnValue:
    own, form = _own_or_404(key), goal_form(catalogue())
    if not form.validate_on_submit():
        return _page(form, own=own), 422
    services.change_goal(own, form.draft(), now=utc_now())
    flash("The goal is changed. Results of before keep the levels they began with.")
    return redirect(url_for("gaps.goals", _anchor="own"), 303)


@bp.post("/goals/<key>/delete")
@access(current.known_person)
def delete(key: str) -> ResponseReturnValue:
    own = _own_or_404(key)
    if ConfirmForm().validate_on_submit():
        services.remove_goal(session(), own)
        flash("The goal is gone. Results that were measured for it stay.")
    return redirect(url_for("gaps.goals"), 303)


def _own_or_404(key: str) -> OwnGoal:
    own = queries.own_goal(session(), current.required_person(), key)
    if own is None:
        raise NotFound("There is no such goal.")
    return own


def _page(
    form: GoalForm, *, copied: Goal | None = None, own: OwnGoal | None = None
) -> str:
    areas = catalogue().areas
    rows = [row for row in catalogue().rows.values() if row.is_tested]
    levels = form.levels()
    return render_template(
        "gaps/goal_editor.html",
        form=form,
        copied=copied,
        own=own,
        action=request.path,
        levels=[form[LEVEL + area] for area in areas],
        drawing=section([levels[area] for area in areas], name="your goal"),
        skills=[
            (area, [form[SKILL + row.id] for row in rows if row.area == area.id])
            for area in areas.values()
        ],
    )
