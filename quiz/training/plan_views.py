"""The pages of the plan that a person follows: weeks, ticks, checks, renewing, calendar."""

import random
import secrets

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
from quiz.accounts.models import Person
from quiz.clock import utc_now
from quiz.errors import NotFound
from quiz.sittings import queries as sitting_queries
from quiz.sittings import starting
from quiz.sittings.current import catalogue, tools
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.calendar import calendar_of
from quiz.training.current import ALONE, draft_of, effort_of
from quiz.training.forms import PlanForm
from quiz.training.models import TrainingPlan
from quiz.training.pages import Aim
from quiz.training.plan import Plan, plan
from quiz.training.planpage import plan_view
from quiz.training.ticks import read_ticks
from quiz.web.forms import ConfirmForm
from quiz.web.rules import access, everyone
from quiz.web.transactions import session

bp = Blueprint("plan", __name__)


@bp.get("/plan")
@access(everyone)
def show() -> ResponseReturnValue:
    person = current.current_person()
    kept = queries.plan_of(session(), person) if person else None
    finished = sitting_queries.latest_finished(session(), person) if person else None
    if person is None or kept is None:
        return render_template("training/no_plan.html", latest=finished)
    today = utc_now().date()
    return render_template(
        "training/plan.html",
        plan=kept,
        route=catalogue().routes.get(kept.route_key),
        view=plan_view(
            _planned(kept),
            catalogue(),
            queries.ticks_of(session(), person),
            today,
            whole=request.args.get("weeks") == "all",
        ),
        shows_all=request.args.get("weeks") == "all",
        gone=services.gone_from(kept, catalogue().objectives),
        can_check=bool(_to_check(person, finished)),
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
    return redirect(url_for("plan.show", weeks=back, _anchor=f"o-{objective}"), 303)


@bp.post("/plan/renew")
@access(current.known_person)
def renew() -> ResponseReturnValue:
    person, now = current.required_person(), utc_now()
    kept, form = _plan_or_404(lock=True), PlanForm()
    if not form.validate_on_submit():
        for messages in form.errors.values():
            flash(f"The plan was not changed. {' '.join(messages)}", "error")
        return redirect(url_for("plan.show"), 303)
    sitting = sitting_queries.latest_finished(session(), person)
    one = catalogue().routes.get(kept.route_key)
    if sitting is None or one is None:
        raise NotFound("What this plan was made from is gone. Compare the routes anew.")
    aim = Aim(
        kept.goal_name, {area: float(level) for area, level in kept.required.items()}
    )
    draft = draft_of(aim, one, effort_of(sitting, aim), form)
    services.choose_plan(session(), person, sitting, draft, now=now)
    flash("The plan is renewed. What you ticked off stays ticked off.")
    return redirect(url_for("plan.show"), 303)


@bp.post("/plan/check")
@access(current.known_person)
def check() -> ResponseReturnValue:
    person, now = current.required_person(), utc_now()
    _plan_or_404(lock=True)
    finished = sitting_queries.latest_finished(session(), person)
    if not ConfirmForm().validate_on_submit() or finished is None:
        return redirect(url_for("plan.show"), 303)
    sitting = starting.check_objectives(
        session(),
        finished,
        person,
        _to_check(person, finished),
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
    return redirect(url_for("plan.show"), 303)


@bp.get("/plan/calendar.ics")
@access(current.known_person)
def calendar() -> ResponseReturnValue:
    kept = _plan_or_404()
    view = plan_view(
        _planned(kept), catalogue(), read_ticks({}, ()), utc_now().date(), whole=True
    )
    body = calendar_of(
        view,
        plan_key=kept.key,
        version=kept.version,
        changed_at=kept.changed_at,
        address=url_for("plan.show", _external=True),
    )
    return Response(
        body,
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="trigpoint-plan.ics"'},
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


def _to_check(person: Person, finished: Sitting | None) -> list[str]:
    """Return what was ticked off and not asked about since, in areas that the latest sitting measures."""
    if finished is None:
        return []
    known = catalogue().objectives
    return [
        name
        for name in queries.ticks_of(session(), person).unasked
        if name in known and known[name].area in finished.required
    ]


def _result_key(kept: TrainingPlan) -> str | None:
    found = session().get(Sitting, kept.sitting_id) if kept.sitting_id else None
    return found.key if found else None
