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

from quiz.accounts import current
from quiz.bank.routes import Route
from quiz.clock import utc_now
from quiz.errors import NotFound
from quiz.sittings.current import catalogue, own_sitting_or_404
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.compare import compare
from quiz.training.current import (
    ALONE,
    aim_of,
    draft_of,
    effort_of,
    goal_in_address,
    order_of,
)
from quiz.training.effort import in_hours
from quiz.training.forms import (
    STYLE_WORDS,
    SUPPORT_WORDS,
    LimitsForm,
    PlanForm,
    WishesForm,
    wishes_form,
)
from quiz.training.measure import MOST_HOURS_ALONE, USUAL_HOURS, measured
from quiz.training.pages import countries_of, facts_of, headline, rows_of
from quiz.training.schools import questions_before_paying
from quiz.training.told import is_old
from quiz.training.wishes import Wishes
from quiz.web.rules import access
from quiz.web.transactions import session

bp = Blueprint("training", __name__)


@bp.get("/sittings/<key>/routes")
@access(current.known_person)
def routes(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    aim, today = aim_of(sitting), utc_now().date()
    needed, wishes = effort_of(sitting, aim), _wishes(sitting)
    limits = LimitsForm(
        request.args, data={"hours": wishes.hours, "budget": wishes.budget}
    )
    if request.args and limits.validate():
        wishes = replace(wishes, hours=limits.hours.data, budget=limits.budget.data)
    found = compare(catalogue().routes.values(), needed, wishes, today)
    kept = queries.plan_of(session(), current.required_person())
    return render_template(
        "training/routes.html",
        sitting=sitting,
        aim=aim,
        comparison=found,
        headline=headline(found.offered),
        rows=rows_of(found, needed, wishes, catalogue(), today),
        needed=in_hours(needed.low, needed.high),
        is_nothing=not needed.needs,
        limits=limits,
        chosen=kept.route_key if kept and kept.sitting_id == sitting.id else "",
        said=queries.wishes_of(session(), sitting) is not None,
        coverage_areas=catalogue().areas.values(),
    )


@bp.get("/sittings/<key>/routes/limits")
@access(current.known_person)
def limits(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    return _limits_page(sitting, _wishes_form(_wishes(sitting)))


@bp.post("/sittings/<key>/routes/limits")
@access(current.known_person)
def keep_limits(key: str) -> ResponseReturnValue:
    sitting, now = own_sitting_or_404(key), utc_now()
    form = _wishes_form(Wishes())
    if not form.validate_on_submit():
        return _limits_page(sitting, form), 422
    services.keep_wishes(session(), sitting, form.wishes(), now=now)
    return redirect(url_for("training.routes", key=key, goal=goal_in_address()), 303)


@bp.get("/sittings/<key>/routes/<route_key>")
@access(current.known_person)
def route(key: str, route_key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    # As many as the comparison reckons with alone; who means to do more can say so.
    hours = min(_wishes(sitting).hours or USUAL_HOURS, MOST_HOURS_ALONE)
    form = PlanForm(data={"hours": hours, "begins": _next_monday(utc_now().date())})
    return _route_page(sitting, _route_or_404(route_key), form)


@bp.post("/sittings/<key>/routes/<route_key>")
@access(current.known_person)
def choose(key: str, route_key: str) -> ResponseReturnValue:
    sitting, one, now = own_sitting_or_404(key), _route_or_404(route_key), utc_now()
    form = PlanForm()
    if sitting.state != "finished" or not form.validate_on_submit():
        return _route_page(sitting, one, form), 422
    aim = aim_of(sitting)
    draft = draft_of(aim, one, effort_of(sitting, aim), form)
    services.choose_plan(session(), current.required_person(), sitting, draft, now=now)
    return redirect(url_for("plan.show"), 303)


def _wishes(sitting: Sitting) -> Wishes:
    """Return what was wished with this sitting, or with the latest one: nothing is asked twice."""
    kept = queries.wishes_of(session(), sitting) or queries.latest_wishes(
        session(), current.required_person()
    )
    return Wishes.from_dict(kept.said) if kept else Wishes()


def _wishes_form(wishes: Wishes) -> WishesForm:
    return wishes_form(wishes, countries_of(catalogue().routes), utc_now().date())


def _limits_page(sitting: Sitting, form: WishesForm) -> str:
    return render_template(
        "training/limits.html",
        sitting=sitting,
        form=form,
        goal=goal_in_address(),
        styles=[f"style_{name}" for name in STYLE_WORDS],
        support=[f"support_{name}" for name in SUPPORT_WORDS],
    )


def _route_or_404(key: str) -> Route:
    found = catalogue().routes.get(key)
    if found is None:
        raise NotFound("There is no such training route.")
    return found


def _route_page(sitting: Sitting, one: Route, form: PlanForm) -> str:
    aim = aim_of(sitting)
    needed = effort_of(sitting, aim)
    rest = order_of(one, needed)
    kept = queries.plan_of(session(), current.required_person())
    return render_template(
        "training/route.html",
        sitting=sitting,
        aim=aim,
        route=one,
        is_alone=one.key == ALONE,
        facts=facts_of(one),
        is_old=partial(is_old, today=utc_now().date()),
        measured=measured(one, needed, _wishes(sitting)),
        needed=in_hours(needed.low, needed.high),
        rest=rest,
        rest_hours=sum(need.hours for need in rest),
        areas=catalogue().areas,
        questions=[]
        if one.key == ALONE
        else questions_before_paying(one, needed, catalogue().areas),
        form=form,
        replaces=kept,
    )


def _next_monday(today: date) -> date:
    return today + timedelta(days=(7 - today.weekday()) % 7 or 7)
