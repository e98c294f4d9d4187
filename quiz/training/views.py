"""The pages of training: limits, comparison, one route, and the plan."""

import random
import secrets
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from flask import (
    Blueprint,
    Response,
    flash,
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
from quiz.gaps.goals import goal_for
from quiz.gaps.readings import levels_of
from quiz.sittings import queries as sitting_queries
from quiz.sittings import starting
from quiz.sittings.current import catalogue, own_sitting_or_404, tools
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.calendar import calendar_of
from quiz.training.compare import compare
from quiz.training.effort import Effort, Need, effort, in_hours
from quiz.training.forms import (
    STYLE_WORDS,
    SUPPORT_WORDS,
    LimitsForm,
    PlanForm,
    WishesForm,
    wishes_form,
)
from quiz.training.measure import MOST_HOURS_ALONE, USUAL_HOURS, measured
from quiz.training.models import TrainingPlan
from quiz.training.pages import Aim, countries_of, facts_of, headline, rows_of
from quiz.training.plan import Plan, plan
from quiz.training.planpage import plan_view
from quiz.training.schools import left_open, questions_before_paying
from quiz.training.standing import open_levels, standing_of
from quiz.training.told import is_old
from quiz.training.wishes import Wishes
from quiz.web.forms import ConfirmForm
from quiz.web.rules import access, everyone
from quiz.web.transactions import session

bp = Blueprint("training", __name__)

ALONE = "self-taught"


@bp.get("/sittings/<key>/routes")
@access(current.known_person)
def routes(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    aim, today = _aim(sitting), utc_now().date()
    needed, wishes = _effort(sitting, aim), _wishes(sitting)
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
    return redirect(url_for("training.routes", key=key, goal=_goal_in_address()), 303)


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
    aim = _aim(sitting)
    draft = _draft(aim, one, _effort(sitting, aim), form)
    services.choose_plan(session(), current.required_person(), sitting, draft, now=now)
    return redirect(url_for("training.show_plan"), 303)


@bp.get("/plan")
@access(everyone)
def show_plan() -> ResponseReturnValue:
    person = current.current_person()
    kept = queries.plan_of(session(), person) if person else None
    if person is None or kept is None:
        finished = (
            sitting_queries.latest_finished(session(), person) if person else None
        )
        return render_template("training/no_plan.html", latest=finished)
    today = utc_now().date()
    learned = queries.learned_by(session(), person)
    return render_template(
        "training/plan.html",
        plan=kept,
        route=catalogue().routes.get(kept.route_key),
        view=plan_view(
            _planned(kept),
            catalogue(),
            learned,
            today,
            whole=request.args.get("weeks") == "all",
        ),
        shows_all=request.args.get("weeks") == "all",
        gone=services.gone_from(kept, catalogue().objectives),
        can_check=bool(_to_check(kept)),
        form=PlanForm(data={"hours": kept.hours, "begins": today}),
        result_key=_result_key(kept),
        newer=queries.latest_finished_after(session(), person, kept.changed_at),
    )


@bp.post("/plan/ticks/<objective>")
@access(current.known_person)
def tick(objective: str) -> ResponseReturnValue:
    person = current.required_person()
    if objective not in catalogue().objectives:
        raise NotFound("There is no such objective.")
    if ConfirmForm().validate_on_submit():
        if request.form.get("learned") == "no":
            services.untick(session(), person, objective)
        else:
            services.tick(session(), person, objective, now=utc_now())
    back = "all" if request.form.get("weeks") == "all" else None
    return redirect(
        url_for("training.show_plan", weeks=back, _anchor=f"o-{objective}"), 303
    )


@bp.post("/plan/renew")
@access(current.known_person)
def renew() -> ResponseReturnValue:
    person, now = current.required_person(), utc_now()
    kept, form = _plan_or_404(lock=True), PlanForm()
    if not form.validate_on_submit():
        for messages in form.errors.values():
            flash(f"The plan was not changed. {' '.join(messages)}", "error")
        return redirect(url_for("training.show_plan"), 303)
    sitting = sitting_queries.latest_finished(session(), person)
    one = catalogue().routes.get(kept.route_key)
    if sitting is None or one is None:
        raise NotFound("What this plan was made from is gone. Compare the routes anew.")
    aim = Aim(
        kept.goal_name, {area: float(level) for area, level in kept.required.items()}
    )
    draft = _draft(aim, one, _effort(sitting, aim), form)
    services.choose_plan(session(), person, sitting, draft, now=now)
    flash("The plan is renewed. What you ticked off stays ticked off.")
    return redirect(url_for("training.show_plan"), 303)


@bp.post("/plan/check")
@access(current.known_person)
def check() -> ResponseReturnValue:
    person, now = current.required_person(), utc_now()
    kept = _plan_or_404(lock=True)
    finished = sitting_queries.latest_finished(session(), person)
    if not ConfirmForm().validate_on_submit() or finished is None:
        return redirect(url_for("training.show_plan"), 303)
    sitting = starting.check_objectives(
        session(),
        finished,
        person,
        _to_check(kept),
        tools=tools(),
        now=now,
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # chooses questions, guards nothing
    )
    return redirect(url_for("sittings.show", key=sitting.key), 303)


@bp.post("/plan/end")
@access(current.known_person)
def end() -> ResponseReturnValue:
    kept = _plan_or_404(lock=True)
    if ConfirmForm().validate_on_submit():
        services.give_up(session(), kept)
        flash("The plan is gone. What you ticked off is kept.")
    return redirect(url_for("training.show_plan"), 303)


@bp.get("/plan/calendar.ics")
@access(current.known_person)
def calendar() -> ResponseReturnValue:
    kept = _plan_or_404()
    view = plan_view(_planned(kept), catalogue(), {}, utc_now().date(), whole=True)
    body = calendar_of(
        view,
        plan_key=kept.key,
        version=kept.version,
        changed_at=kept.changed_at,
        address=url_for("training.show_plan", _external=True),
    )
    return Response(
        body,
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="trigpoint-plan.ics"'},
    )


def _aim(sitting: Sitting) -> Aim:
    """Return the levels to plan for: the sitting's own goal, or the one that the address names."""
    person = current.required_person()
    goal = goal_for(session(), person, catalogue(), _goal_in_address() or "")
    if goal is None:
        levels = {area: float(level) for area, level in sitting.required.items()}
        return Aim(sitting.goal_name, levels)
    return Aim(goal.name, levels_of(goal), goal.key)


def _goal_in_address() -> str | None:
    return request.values.get("goal") or None


def _effort(sitting: Sitting, aim: Aim) -> Effort:
    ticks = queries.learned_by(
        session(), current.required_person(), since=sitting.finished_at
    )
    chain = queries.chain_of(session(), sitting)
    levels = open_levels(sitting, tools(), aim.required)
    standing = standing_of(chain, levels, frozenset(ticks))
    return effort(standing, catalogue().objectives)


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
        goal=_goal_in_address(),
        styles=[f"style_{name}" for name in STYLE_WORDS],
        support=[f"support_{name}" for name in SUPPORT_WORDS],
    )


def _route_or_404(key: str) -> Route:
    found = catalogue().routes.get(key)
    if found is None:
        raise NotFound("There is no such training route.")
    return found


def _route_page(sitting: Sitting, one: Route, form: PlanForm) -> str:
    aim = _aim(sitting)
    needed = _effort(sitting, aim)
    rest = _order(one, needed)
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


def _order(one: Route, needed: Effort) -> list[Need]:
    """Return what is planned: everything for somebody alone, what stays open for the others."""
    return list(needed.needs) if one.key == ALONE else left_open(one, needed)


def _draft(aim: Aim, one: Route, needed: Effort, form: PlanForm) -> services.Draft:
    hours, begins = form.said()
    return services.Draft(
        aim.name, aim.required, one.key, _order(one, needed), hours, begins
    )


def _planned(kept: TrainingPlan) -> Plan:
    needs = services.needs_of(kept, catalogue().objectives)
    return plan(
        needs,
        hours=kept.hours,
        begins=kept.begins,
        projects=kept.route_key == ALONE,
    )


def _plan_or_404(*, lock: bool = False) -> TrainingPlan:
    kept = queries.plan_of(session(), current.required_person(), lock=lock)
    if kept is None:
        raise NotFound("You have no plan yet.")
    return kept


def _to_check(kept: TrainingPlan) -> list[str]:
    """Return the objectives of the plan that were ticked off since it was last measured."""
    finished = sitting_queries.latest_finished(session(), current.required_person())
    since = finished.finished_at if finished else None
    ticks = queries.learned_by(session(), current.required_person(), since=since)
    return [one["objective"] for one in kept.order if one["objective"] in ticks]


def _result_key(kept: TrainingPlan) -> str | None:
    found = session().get(Sitting, kept.sitting_id) if kept.sitting_id else None
    return found.key if found else None


def _next_monday(today: date) -> date:
    return today + timedelta(days=(7 - today.weekday()) % 7 or 7)
