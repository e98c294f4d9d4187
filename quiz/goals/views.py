"""Choose a goal and start an assessment; copy, change and delete custom goals."""

import random
import secrets
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.accounts.models import Person
from quiz.catalogue.goals import Goal
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.goals import queries, services
from quiz.goals.forms import LEVEL, MOST_NAME, SKILL, GoalForm, build_goal_form
from quiz.goals.models import OwnGoal
from quiz.goals.presenters import draw_required_levels, list_offered_goals
from quiz.goals.repository import build_goal, find_goal, list_goals
from quiz.sittings import queries as sitting_queries
from quiz.sittings.assessment.ending import select_longer_lengths
from quiz.sittings.assessment.languages import list_languages
from quiz.sittings.assessment.progress import build_length_facts
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.enums import SittingLength
from quiz.sittings.events import starting
from quiz.sittings.forms import LENGTHS, StartForm, build_start_form
from quiz.sittings.models import Sitting
from quiz.sittings.services import delete_sitting
from quiz.web.access import allow_everyone, declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("goals", __name__)


@bp.get("/goals")
@declare_access(allow_everyone)
def show_goals() -> str:
    person = login.current_person()
    goals = list_goals(request_session(), person, current_catalogue())
    offered = list_offered_goals(goals.values(), current_catalogue())
    return render_template(
        "goals/goals.html",
        goals=[goal for goal in offered if not goal.is_own],
        own=[goal for goal in offered if goal.is_own],
        area_count=len(current_catalogue().areas),
        open_sitting=_find_latest_open_sitting(person) if person else None,
    )


@bp.get("/goals/<key>/start")
@declare_access(allow_everyone)
def show_start(key: str) -> str:
    person, goal = login.current_person(), _find_goal_or_404(key)
    latest = (
        sitting_queries.find_latest_finished(request_session(), person)
        if person
        else None
    )
    areas = list(current_catalogue().areas.values())
    questions = assessment_context().for_everyone
    return render_template(
        "goals/start.html",
        goal=goal,
        form=build_start_form(
            list_languages(current_catalogue()),
            areas,
            goal=goal.key,
            length="standard",
            language=latest.language or "" if latest else "",
        ),
        areas=areas,
        latest=latest,
        lengths=[build_length_facts(length, questions) for length in LENGTHS],
        open_sitting=sitting_queries.find_open_sitting(request_session(), person, key)
        if person
        else None,
    )


@bp.post("/sittings")
@declare_access(allow_everyone)
def create_sitting() -> ResponseReturnValue:
    form = build_start_form(
        list_languages(current_catalogue()), list(current_catalogue().areas.values())
    )
    goal = _find_goal_or_404(form.goal.data or "")
    if not form.validate_on_submit():
        flash("We could not read your choice. Please choose again.", "error")
        return redirect(url_for("goals.show_start", key=goal.key), 303)
    now, session = utc_now(), request_session()
    person = _greet_person(now)
    options = starting.SittingOptions(
        SittingLength(form.length.data),
        language=form.language.data or None,
        asks_confidence=form.asks_confidence.data,
        afresh=form.afresh.data,
        claimed=form.claimed(),
    )
    begun = sitting_queries.find_open_sitting(session, person, goal.key)
    if begun is not None and form.replaces.data == begun.key:
        delete_sitting(session, begun)
    elif begun is not None and not starting.is_same_choice(begun, options):
        return _render_choice(goal, begun, form), 409
    sitting = starting.start_sitting(
        session,
        person,
        goal,
        options,
        tools=assessment_context(),
        now=now,
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # chooses questions, guards nothing
    )
    return redirect(url_for("sittings.show_sitting", key=sitting.key), 303)


@bp.get("/goals/<key>/copy")
@declare_access(allow_everyone)
def edit_goal_copy(key: str) -> str:
    person, goal = login.current_person(), _find_goal_or_404(key)
    own = queries.find_own_goal(request_session(), person, key) if person else None
    copy = goal.model_copy(update={"name": f"{goal.name}, mine"[:MOST_NAME]})
    return _render_goal_editor(
        build_goal_form(current_catalogue(), copy, own.skills if own else None),
        copied=goal,
    )


@bp.post("/goals/<key>/copy")
@declare_access(allow_everyone)
def create_goal_copy(key: str) -> ResponseReturnValue:
    goal, form = _find_goal_or_404(key), build_goal_form(current_catalogue())
    if not form.validate_on_submit():
        return _render_goal_editor(form, copied=goal), 422
    now = utc_now()
    services.add_goal(request_session(), _greet_person(now), form.read_draft(), now=now)
    flash("Your goal is saved. You can compare any result with it, including old ones.")
    return redirect(url_for("goals.show_goals", _anchor="own"), 303)


@bp.get("/goals/<key>/change")
@declare_access(require_owner("own_goal"))
def edit_goal(key: str) -> str:
    own = _find_own_goal_or_404(key)
    form = build_goal_form(current_catalogue(), build_goal(own), own.skills)
    return _render_goal_editor(form, own=own)


@bp.post("/goals/<key>/change")
@declare_access(require_owner("own_goal"))
def update_goal(key: str) -> ResponseReturnValue:
    own, form = _find_own_goal_or_404(key), build_goal_form(current_catalogue())
    if not form.validate_on_submit():
        return _render_goal_editor(form, own=own), 422
    services.change_goal(own, form.read_draft(), now=utc_now())
    flash("The goal is changed. Earlier results keep the levels they started with.")
    return redirect(url_for("goals.show_goals", _anchor="own"), 303)


@bp.post("/goals/<key>/delete")
@declare_access(require_owner("own_goal"))
def delete_goal(key: str) -> ResponseReturnValue:
    own = _find_own_goal_or_404(key)
    if ConfirmForm().validate_on_submit():
        services.remove_goal(request_session(), own)
        flash("The goal is deleted. Results for it stay.")
    return redirect(url_for("goals.show_goals"), 303)


def _render_choice(goal: Goal, begun: Sitting, form: StartForm) -> str:
    """Return the page that asks what becomes of an open sitting with other choices."""
    wanted = SittingLength(form.length.data)
    return render_template(
        "goals/in_progress.html",
        goal=goal,
        begun=begun,
        wanted=wanted,
        can_extend=wanted in select_longer_lengths(begun)
        and (form.language.data or None) == begun.language,
        sent=[
            (field.name, field.data)
            for field in form
            if field.data and field.name not in {"csrf_token", "replaces"}
        ],
    )


def _greet_person(now: datetime) -> Person:
    """Return the person behind the browser, a new one if need be, with the visit recorded."""
    person = login.ensure_person(now=now)
    login.note_visit(person.id, seen_on=person.seen_on)
    return person


def _find_latest_open_sitting(person: Person) -> Sitting | None:
    sittings = sitting_queries.list_sittings(request_session(), person)
    return next((one for one in sittings if one.finished_at is None), None)


def _find_goal_or_404(key: str) -> Goal:
    goal = find_goal(
        request_session(), login.current_person(), current_catalogue(), key
    )
    if goal is None:
        raise NotFound("There is no such goal.")
    return goal


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
    return render_template(
        "goals/goal_editor.html",
        form=form,
        copied=copied,
        own=own,
        action=request.path,
        levels=[form[LEVEL + area] for area in areas],
        drawn=draw_required_levels(form.read_levels(), current_catalogue()),
        skills=[
            (area, [form[SKILL + row.id] for row in rows if row.area == area.id])
            for area in areas.values()
        ],
    )
