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

from quiz.accounts import login
from quiz.accounts.services import create_person, record_visit
from quiz.catalogue.goals import Goal
from quiz.charts.example_profile import EXAMPLE_ROWS
from quiz.charts.outlines import draw_goal_section
from quiz.charts.strips import build_profile_rows
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.goals import queries, services
from quiz.goals.forms import LEVEL, SKILL, GoalForm, build_goal_form
from quiz.goals.models import OwnGoal
from quiz.goals.repository import build_goal, find_goal, list_goals
from quiz.measurement.assessment_plan import Length
from quiz.sittings import queries as sitting_queries
from quiz.sittings import starting
from quiz.sittings.assessment.languages import list_languages
from quiz.sittings.assessment.progress import LengthFacts, build_length_facts
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.forms import LENGTHS, build_start_form
from quiz.sittings.models import Sitting
from quiz.web.access import allow_everyone, declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.rate_limits import count_or_stop
from quiz.web.transactions import request_session

bp = Blueprint("goals", __name__)


@bp.post("/sittings")
@declare_access(allow_everyone)
def create_sitting() -> ResponseReturnValue:
    settings: Settings = current_app.extensions["trigpoint_settings"]
    count_or_stop("start", RateLimitItemPerDay(settings.daily_sittings_per_address))
    form = build_start_form(
        list_languages(current_catalogue()), list(current_catalogue().areas.values())
    )
    person = login.current_person()
    goal = find_goal(
        request_session(), person, current_catalogue(), form.goal.data or ""
    )
    if goal is None:
        raise NotFound("There is no such goal.")
    if not form.validate_on_submit():
        return redirect(url_for("goals.show_start", key=goal.key), 303)
    now = utc_now()
    if person is None:
        person, secret = create_person(request_session(), now=now)
        login.remember_person(secret)
    record_visit(request_session(), person.id, seen_on=person.seen_on, now=now)
    sitting = starting.start_sitting(
        request_session(),
        person,
        goal,
        starting.SittingOptions(
            form.length.data,
            language=form.language.data or None,
            asks_confidence=form.asks_confidence.data,
            claimed=form.claimed(),
        ),
        tools=assessment_context(),
        now=now,
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # chooses questions, guards nothing
    )
    return redirect(url_for("sittings.show_sitting", key=sitting.key), 303)


@bp.get("/goals/<key>/copy")
@declare_access(allow_everyone)
def edit_goal_copy(key: str) -> str:
    person = login.current_person()
    goal = find_goal(request_session(), person, current_catalogue(), key)
    if goal is None:
        raise NotFound("There is no such goal.")
    own = queries.find_own_goal(request_session(), person, key) if person else None
    named = goal.model_copy(update={"name": f"{goal.name}, mine"[:60]})
    return _render_goal_editor(
        build_goal_form(current_catalogue(), named, own.skills if own else None),
        copied=goal,
    )


@bp.post("/goals/<key>/copy")
@declare_access(allow_everyone)
def create_goal_copy(key: str) -> ResponseReturnValue:
    person = login.current_person()
    goal = find_goal(request_session(), person, current_catalogue(), key)
    if goal is None:
        raise NotFound("There is no such goal.")
    form, now = build_goal_form(current_catalogue()), utc_now()
    if not form.validate_on_submit():
        return _render_goal_editor(form, copied=goal), 422
    if person is None:
        person, secret = create_person(request_session(), now=now)
        login.remember_person(secret)
    record_visit(request_session(), person.id, seen_on=person.seen_on, now=now)
    services.add_goal(request_session(), person, form.read_draft(), now=now)
    flash("Your goal is kept. Results can be read against it, old ones too.")
    return redirect(url_for("goals.show_goals", _anchor="own"), 303)


@bp.get("/goals/<key>/change")
@declare_access(login.require_known_person)
def edit_goal(key: str) -> str:
    own = _find_own_goal_or_404(key)
    return _render_goal_editor(
        build_goal_form(current_catalogue(), build_goal(own), own.skills), own=own
    )


@bp.post("/goals/<key>/change")
@declare_access(login.require_known_person)
def update_goal(key: str) -> ResponseReturnValue:
    own, form = _find_own_goal_or_404(key), build_goal_form(current_catalogue())
    if not form.validate_on_submit():
        return _render_goal_editor(form, own=own), 422
    services.change_goal(own, form.read_draft(), now=utc_now())
    flash("The goal is changed. Results of before keep the levels they began with.")
    return redirect(url_for("goals.show_goals", _anchor="own"), 303)


@bp.post("/goals/<key>/delete")
@declare_access(login.require_known_person)
def delete_goal(key: str) -> ResponseReturnValue:
    own = _find_own_goal_or_404(key)
    if ConfirmForm().validate_on_submit():
        services.remove_goal(request_session(), own)
        flash("The goal is gone. Results that were measured for it stay.")
    return redirect(url_for("goals.show_goals"), 303)


def _find_own_goal_or_404(key: str) -> OwnGoal:
    own = queries.find_own_goal(request_session(), login.required_person(), key)
    if own is None:
        raise NotFound("There is no such goal.")
    return own


def _render_goal_editor(
    form: GoalForm, *, copied: Goal | None = None, own: OwnGoal | None = None
) -> str:
    areas = current_catalogue().areas
    rows = [row for row in current_catalogue().rows.values() if row.is_tested]
    levels = form.read_levels()
    return render_template(
        "goals/goal_editor.html",
        form=form,
        copied=copied,
        own=own,
        action=request.path,
        levels=[form[LEVEL + area] for area in areas],
        drawing=draw_goal_section([levels[area] for area in areas], name="your goal"),
        skills=[
            (area, [form[SKILL + row.id] for row in rows if row.area == area.id])
            for area in areas.values()
        ],
    )


@bp.get("/")
@declare_access(allow_everyone)
def show_home() -> str:
    return render_template(
        "goals/home.html",
        example={
            "name": "Maren",
            "answered": 36,
            "goal_name": "Junior generalist",
            "rows": build_profile_rows(EXAMPLE_ROWS),
        },
        facts=load_length_facts("standard"),
    )


@bp.get("/goals")
@declare_access(allow_everyone)
def show_goals() -> str:
    offered = list_goals(
        request_session(), login.current_person(), current_catalogue()
    ).values()
    drawn = [
        (goal, draw_goal_section(_levels_by_area(goal), name=goal.name))
        for goal in offered
    ]
    return render_template(
        "goals/goals.html",
        goals=[pair for pair in drawn if pair[0].key in current_catalogue().goals],
        own=[pair for pair in drawn if pair[0].key not in current_catalogue().goals],
        area_count=len(current_catalogue().areas),
        open_sitting=_find_latest_open_sitting(),
    )


@bp.get("/goals/<key>/start")
@declare_access(allow_everyone)
def show_start(key: str) -> str:
    person = login.current_person()
    goal = find_goal(request_session(), person, current_catalogue(), key)
    if goal is None:
        raise NotFound("There is no such goal.")
    return render_template(
        "goals/start.html",
        goal=goal,
        form=build_start_form(
            list_languages(current_catalogue()),
            list(current_catalogue().areas.values()),
            goal=goal.key,
            length="standard",
        ),
        areas=current_catalogue().areas.values(),
        lengths=[load_length_facts(length) for length in LENGTHS],
        open_sitting=sitting_queries.find_open_sitting(request_session(), person, key)
        if person
        else None,
    )


def load_length_facts(length: Length) -> LengthFacts:
    """Return what a person is told of a length, from the questions as they are today."""
    return build_length_facts(length, assessment_context().for_everyone)


def _levels_by_area(goal: Goal) -> list[float]:
    return [float(goal.levels.get(area, 0)) for area in current_catalogue().areas]


def _find_latest_open_sitting() -> Sitting | None:
    person = login.current_person()
    if person is None:
        return None
    return next(
        (
            one
            for one in sitting_queries.list_sittings(request_session(), person)
            if one.state == "open"
        ),
        None,
    )
