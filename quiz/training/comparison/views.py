"""The pages that compare training routes: preferences, comparison, one route."""

from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.catalogue.training_routes import Route
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.results.current import own_finished_sitting
from quiz.results.summary import count_answers
from quiz.sittings.assessment.languages import list_languages
from quiz.sittings.assessment.progress import FIRST_SKETCH_UNDER
from quiz.sittings.current import current_catalogue
from quiz.sittings.merged_items import list_merged_items
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.comparison.measures import (
    MOST_HOURS_ALONE,
    USUAL_HOURS,
    measure_route,
)
from quiz.training.comparison.presenters import (
    build_route_columns,
    build_route_facts,
    list_countries,
    select_fundings,
)
from quiz.training.comparison.ranking import compare_routes, find_best_loosening
from quiz.training.comparison.school_questions import build_school_questions
from quiz.training.current import (
    build_plan_draft,
    load_aim,
    load_gap,
    load_preferences,
    requested_goal_key,
    select_needs,
)
from quiz.training.forms import (
    LimitsForm,
    PlanForm,
    PreferencesForm,
    ToldPriceForm,
    build_plan_form,
    build_preferences_form,
)
from quiz.training.preferences import TrainingPreferences
from quiz.web.access import declare_access
from quiz.web.current_settings import local_today
from quiz.web.transactions import request_session

bp = Blueprint("training", __name__)


@bp.get("/sittings/<key>/routes")
@declare_access(require_owner("sitting"))
def show_routes(key: str) -> ResponseReturnValue:
    sitting = own_finished_sitting(key)
    aim, today, catalogue = load_aim(sitting), local_today(), current_catalogue()
    gap = load_gap(sitting, aim)
    limits, preferences = _read_limits(load_preferences(sitting))
    fundings = select_fundings(catalogue, preferences.country)
    subject = (catalogue.routes.values(), gap.effort, preferences, today, fundings)
    comparison = compare_routes(*subject)
    plan = queries.find_plan(request_session(), login.required_person())
    answered = count_answers(list_merged_items(sitting)).total
    return render_template(
        "training/routes.html",
        sitting=sitting,
        aim=aim,
        gap=gap,
        comparison=comparison,
        columns=build_route_columns(
            comparison, gap.effort, aim, preferences, catalogue, today
        ),
        loosening=None if comparison.fitting else find_best_loosening(*subject),
        limits=limits,
        preferences=preferences,
        chosen=plan.route_key if plan and plan.sitting_id == sitting.id else "",
        said=queries.find_preferences(request_session(), sitting) is not None,
        areas=catalogue.areas,
        too_close=[catalogue.areas[area] for area in gap.summary.too_close],
        answered=answered,
        is_early=answered < FIRST_SKETCH_UNDER,
        today=today,
    )


@bp.get("/sittings/<key>/routes/limits")
@declare_access(require_owner("sitting"))
def edit_preferences(key: str) -> ResponseReturnValue:
    sitting = own_finished_sitting(key)
    _, preferences = _read_limits(load_preferences(sitting))
    return _render_preferences_page(sitting, _build_preferences_form(preferences))


@bp.post("/sittings/<key>/routes/limits")
@declare_access(require_owner("sitting"))
def update_preferences(key: str) -> ResponseReturnValue:
    sitting, now = own_finished_sitting(key), utc_now()
    form = _build_preferences_form(TrainingPreferences())
    if not form.validate_on_submit():
        return _render_preferences_page(sitting, form), 422
    preferences = form.read_preferences(load_preferences(sitting))
    services.save_preferences(request_session(), sitting, preferences, now=now)
    return redirect(
        url_for("training.show_routes", key=key, goal=requested_goal_key()), 303
    )


@bp.get("/sittings/<key>/routes/<route_key>")
@declare_access(require_owner("sitting"))
def show_route(key: str, route_key: str) -> ResponseReturnValue:
    sitting = own_finished_sitting(key)
    return _render_route_page(sitting, _find_route_or_404(route_key))


@bp.post("/sittings/<key>/routes/<route_key>")
@declare_access(require_owner("sitting"))
def choose_route(key: str, route_key: str) -> ResponseReturnValue:
    sitting, route = own_finished_sitting(key), _find_route_or_404(route_key)
    form = build_plan_form(list_languages(current_catalogue()))
    if not form.validate_on_submit():
        return _render_route_page(sitting, route, plan_form=form), 422
    aim = load_aim(sitting)
    draft = build_plan_draft(aim, route, sitting, load_gap(sitting, aim).effort, form)
    services.save_plan(
        request_session(), login.required_person(), sitting, draft, now=utc_now()
    )
    return redirect(url_for("plan.show_plan"), 303)


@bp.post("/sittings/<key>/routes/<route_key>/price")
@declare_access(require_owner("sitting"))
def update_told_price(key: str, route_key: str) -> ResponseReturnValue:
    sitting, route = own_finished_sitting(key), _find_route_or_404(route_key)
    preferences = load_preferences(sitting)
    form = _build_price_form(preferences, route)
    if not form.validate_on_submit():
        return _render_route_page(sitting, route, price_form=form), 422
    services.save_told_price(
        request_session(),
        sitting,
        preferences,
        route.key,
        form.price.data,
        now=utc_now(),
    )
    return redirect(
        url_for(
            "training.show_route",
            key=key,
            route_key=route.key,
            goal=requested_goal_key(),
        ),
        303,
    )


def _read_limits(
    preferences: TrainingPreferences,
) -> tuple[LimitsForm, TrainingPreferences]:
    """Return hours and budget as the address says them, else as stored, and the preferences with them."""
    form = LimitsForm(
        request.args,
        data={
            "hours": preferences.hours,
            "budget": preferences.budget,
            "currency": preferences.currency.value,
        },
    )
    return form, form.apply(preferences)


def _build_preferences_form(preferences: TrainingPreferences) -> PreferencesForm:
    catalogue = current_catalogue()
    return build_preferences_form(
        preferences,
        list_countries(catalogue),
        list(catalogue.fundings.values()),
        local_today(),
    )


def _render_preferences_page(sitting: Sitting, form: PreferencesForm) -> str:
    return render_template(
        "training/limits.html", sitting=sitting, form=form, goal=requested_goal_key()
    )


def _find_route_or_404(key: str) -> Route:
    route = current_catalogue().routes.get(key)
    if route is None:
        raise NotFound("There is no such training route.")
    return route


def _build_price_form(preferences: TrainingPreferences, route: Route) -> ToldPriceForm:
    form = ToldPriceForm(data={"price": preferences.told_prices.get(route.key)})
    form.currency = preferences.currency
    return form


def _suggest_plan_form(
    sitting: Sitting, preferences: TrainingPreferences, today: date
) -> PlanForm:
    # As many hours as the comparison counts alone; whoever means to do more can say so.
    hours = min(preferences.hours or USUAL_HOURS, MOST_HOURS_ALONE)
    return build_plan_form(
        list_languages(current_catalogue()),
        hours=hours,
        begins=_next_monday(today),
        language=sitting.language,
    )


def _render_route_page(
    sitting: Sitting,
    route: Route,
    *,
    plan_form: PlanForm | None = None,
    price_form: ToldPriceForm | None = None,
) -> str:
    aim, today, catalogue = load_aim(sitting), local_today(), current_catalogue()
    gap, preferences = load_gap(sitting, aim), load_preferences(sitting)
    fundings = select_fundings(catalogue, preferences.country)
    needs = select_needs(route, gap.effort)
    return render_template(
        "training/route.html",
        sitting=sitting,
        aim=aim,
        gap=gap,
        route=route,
        facts=build_route_facts(route),
        measures=measure_route(route, gap.effort, preferences, today, fundings),
        fundings=[each for each in fundings if route.kind in each.kinds],
        preferences=preferences,
        needs=needs,
        needs_hours=sum(need.hours for need in needs),
        areas=catalogue.areas,
        questions=build_school_questions(route, gap.effort, catalogue.areas),
        form=plan_form or _suggest_plan_form(sitting, preferences, today),
        price_form=price_form or _build_price_form(preferences, route),
        replaces=queries.find_plan(request_session(), login.required_person()),
        today=today,
    )


def _next_monday(today: date) -> date:
    return today + timedelta(days=(7 - today.weekday()) % 7 or 7)
