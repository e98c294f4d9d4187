"""The pages that compare training routes: limits, comparison, one route."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from flask import (
    Blueprint,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from quiz.accounts import login
from quiz.catalogue.training_routes import Route
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.sittings.current import current_catalogue, own_sitting_or_404
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.comparison.explained_figures import is_old
from quiz.training.comparison.measures import (
    MOST_HOURS_ALONE,
    USUAL_HOURS,
    measure_route,
)
from quiz.training.comparison.presenters import (
    build_comparison_rows,
    build_route_facts,
    list_countries,
    write_headline,
)
from quiz.training.comparison.ranking import compare_routes
from quiz.training.comparison.school_questions import build_school_questions
from quiz.training.current import (
    SELF_TAUGHT_ROUTE,
    build_plan_draft,
    load_aim,
    load_effort,
    requested_goal_key,
    select_needs,
)
from quiz.training.effort import format_hours_range
from quiz.training.forms import (
    STYLE_WORDS,
    SUPPORT_WORDS,
    LimitsForm,
    PlanForm,
    PreferencesForm,
    build_preferences_form,
)
from quiz.training.preferences import TrainingPreferences
from quiz.web.access import declare_access
from quiz.web.transactions import request_session

bp = Blueprint("training", __name__)


@bp.get("/sittings/<key>/routes")
@declare_access(login.require_known_person)
def show_routes(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show_sitting", key=key))
    aim, today = load_aim(sitting), utc_now().date()
    needed, wishes = load_effort(sitting, aim), _load_preferences(sitting)
    limits = LimitsForm(
        request.args, data={"hours": wishes.hours, "budget": wishes.budget}
    )
    if request.args and limits.validate():
        wishes = replace(wishes, hours=limits.hours.data, budget=limits.budget.data)
    found = compare_routes(current_catalogue().routes.values(), needed, wishes, today)
    kept = queries.find_plan(request_session(), login.required_person())
    return render_template(
        "training/routes.html",
        sitting=sitting,
        aim=aim,
        comparison=found,
        headline=write_headline(found.offered),
        rows=build_comparison_rows(found, needed, wishes, current_catalogue(), today),
        needed=format_hours_range(needed.low, needed.high),
        is_nothing=not needed.needs,
        limits=limits,
        chosen=kept.route_key if kept and kept.sitting_id == sitting.id else "",
        said=queries.find_preferences(request_session(), sitting) is not None,
        coverage_areas=current_catalogue().areas.values(),
    )


@bp.get("/sittings/<key>/routes/limits")
@declare_access(login.require_known_person)
def edit_preferences(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show_sitting", key=key))
    return _render_preferences_page(
        sitting, _new_preferences_form(_load_preferences(sitting))
    )


@bp.post("/sittings/<key>/routes/limits")
@declare_access(login.require_known_person)
def update_preferences(key: str) -> ResponseReturnValue:
    sitting, now = own_sitting_or_404(key), utc_now()
    form = _new_preferences_form(TrainingPreferences())
    if not form.validate_on_submit():
        return _render_preferences_page(sitting, form), 422
    services.save_preferences(
        request_session(), sitting, form.read_preferences(), now=now
    )
    return redirect(
        url_for("training.show_routes", key=key, goal=requested_goal_key()), 303
    )


@bp.get("/sittings/<key>/routes/<route_key>")
@declare_access(login.require_known_person)
def show_route(key: str, route_key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show_sitting", key=key))
    # As many as the comparison reckons with alone; who means to do more can say so.
    hours = min(_load_preferences(sitting).hours or USUAL_HOURS, MOST_HOURS_ALONE)
    form = PlanForm(data={"hours": hours, "begins": _next_monday(utc_now().date())})
    return _render_route_page(sitting, _find_route_or_404(route_key), form)


@bp.post("/sittings/<key>/routes/<route_key>")
@declare_access(login.require_known_person)
def choose_route(key: str, route_key: str) -> ResponseReturnValue:
    sitting, one, now = (
        own_sitting_or_404(key),
        _find_route_or_404(route_key),
        utc_now(),
    )
    form = PlanForm()
    if sitting.state != "finished" or not form.validate_on_submit():
        return _render_route_page(sitting, one, form), 422
    aim = load_aim(sitting)
    draft = build_plan_draft(aim, one, load_effort(sitting, aim), form)
    services.save_plan(
        request_session(), login.required_person(), sitting, draft, now=now
    )
    return redirect(url_for("plan.show_plan"), 303)


def _load_preferences(sitting: Sitting) -> TrainingPreferences:
    """Return what was wished with this sitting, or with the latest one: nothing is asked twice."""
    kept = queries.find_preferences(
        request_session(), sitting
    ) or queries.find_latest_preferences(request_session(), login.required_person())
    return TrainingPreferences.from_dict(kept.said) if kept else TrainingPreferences()


def _new_preferences_form(wishes: TrainingPreferences) -> PreferencesForm:
    return build_preferences_form(
        wishes, list_countries(current_catalogue().routes), utc_now().date()
    )


def _render_preferences_page(sitting: Sitting, form: PreferencesForm) -> str:
    return render_template(
        "training/limits.html",
        sitting=sitting,
        form=form,
        goal=requested_goal_key(),
        styles=[f"style_{name}" for name in STYLE_WORDS],
        support=[f"support_{name}" for name in SUPPORT_WORDS],
    )


def _find_route_or_404(key: str) -> Route:
    found = current_catalogue().routes.get(key)
    if found is None:
        raise NotFound("There is no such training route.")
    return found


def _render_route_page(sitting: Sitting, one: Route, form: PlanForm) -> str:
    aim = load_aim(sitting)
    needed = load_effort(sitting, aim)
    rest = select_needs(one, needed)
    kept = queries.find_plan(request_session(), login.required_person())
    return render_template(
        "training/route.html",
        sitting=sitting,
        aim=aim,
        route=one,
        is_alone=one.key == SELF_TAUGHT_ROUTE,
        facts=build_route_facts(one),
        is_old=partial(is_old, today=utc_now().date()),
        measured=measure_route(one, needed, _load_preferences(sitting)),
        needed=format_hours_range(needed.low, needed.high),
        rest=rest,
        rest_hours=sum(need.hours for need in rest),
        areas=current_catalogue().areas,
        questions=[]
        if one.key == SELF_TAUGHT_ROUTE
        else build_school_questions(one, needed, current_catalogue().areas),
        form=form,
        replaces=kept,
    )


def _next_monday(today: date) -> date:
    return today + timedelta(days=(7 - today.weekday()) % 7 or 7)
