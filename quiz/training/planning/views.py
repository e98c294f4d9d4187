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

from quiz.accounts import login
from quiz.accounts.models import Person
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.sittings import queries as sitting_queries
from quiz.sittings import starting
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.comparison.presenters import TrainingAim
from quiz.training.current import SELF_TAUGHT_ROUTE, build_plan_draft, load_effort
from quiz.training.forms import PlanForm
from quiz.training.models import TrainingPlan
from quiz.training.planning.calendar import build_calendar
from quiz.training.planning.presenters import build_plan_view
from quiz.training.planning.schedule import StudyPlan, build_plan
from quiz.training.planning.ticks import classify_ticks
from quiz.web.access import allow_everyone, declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("plan", __name__)


@bp.get("/plan")
@declare_access(allow_everyone)
def show_plan() -> ResponseReturnValue:
    person = login.current_person()
    kept = queries.find_plan(request_session(), person) if person else None
    finished = (
        sitting_queries.find_latest_finished(request_session(), person)
        if person
        else None
    )
    if person is None or kept is None:
        return render_template("training/no_plan.html", latest=finished)
    today = utc_now().date()
    return render_template(
        "training/plan.html",
        plan=kept,
        route=current_catalogue().routes.get(kept.route_key),
        view=build_plan_view(
            _build_stored_plan(kept),
            current_catalogue(),
            queries.load_ticks(request_session(), person),
            today,
            whole=request.args.get("weeks") == "all",
        ),
        shows_all=request.args.get("weeks") == "all",
        gone=services.list_missing_objectives(kept, current_catalogue().objectives),
        can_check=bool(_objectives_to_check(person, finished)),
        form=PlanForm(data={"hours": kept.hours, "begins": today}),
        result_key=_result_key(kept),
        newer=queries.find_latest_finished_after(
            request_session(), person, kept.changed_at
        ),
    )


@bp.post("/plan/ticks/<objective>")
@declare_access(login.require_known_person)
def update_tick(objective: str) -> ResponseReturnValue:
    person = login.required_person()
    if objective not in current_catalogue().objectives:
        raise NotFound("There is no such objective.")
    if ConfirmForm().validate_on_submit():
        if request.form.get("learned") == "no":
            services.untick_objective(request_session(), person, objective)
        else:
            services.tick_objective(request_session(), person, objective, now=utc_now())
    back = "all" if request.form.get("weeks") == "all" else None
    return redirect(
        url_for("plan.show_plan", weeks=back, _anchor=f"o-{objective}"), 303
    )


@bp.post("/plan/renew")
@declare_access(login.require_known_person)
def renew_plan() -> ResponseReturnValue:
    person, now = login.required_person(), utc_now()
    kept, form = _find_plan_or_404(lock=True), PlanForm()
    if not form.validate_on_submit():
        for messages in form.errors.values():
            flash(f"The plan was not changed. {' '.join(messages)}", "error")
        return redirect(url_for("plan.show_plan"), 303)
    sitting = sitting_queries.find_latest_finished(request_session(), person)
    one = current_catalogue().routes.get(kept.route_key)
    if sitting is None or one is None:
        raise NotFound("What this plan was made from is gone. Compare the routes anew.")
    aim = TrainingAim(
        kept.goal_name, {area: float(level) for area, level in kept.required.items()}
    )
    draft = build_plan_draft(aim, one, load_effort(sitting, aim), form)
    services.save_plan(request_session(), person, sitting, draft, now=now)
    flash("The plan is renewed. What you ticked off stays ticked off.")
    return redirect(url_for("plan.show_plan"), 303)


@bp.post("/plan/check")
@declare_access(login.require_known_person)
def create_check_sitting() -> ResponseReturnValue:
    person, now = login.required_person(), utc_now()
    _find_plan_or_404(lock=True)
    finished = sitting_queries.find_latest_finished(request_session(), person)
    if not ConfirmForm().validate_on_submit() or finished is None:
        return redirect(url_for("plan.show_plan"), 303)
    sitting = starting.start_check_sitting(
        request_session(),
        finished,
        person,
        _objectives_to_check(person, finished),
        tools=assessment_context(),
        now=now,
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # chooses questions, guards nothing
    )
    return redirect(url_for("sittings.show_sitting", key=sitting.key), 303)


@bp.post("/plan/end")
@declare_access(login.require_known_person)
def end_plan() -> ResponseReturnValue:
    kept = _find_plan_or_404(lock=True)
    if ConfirmForm().validate_on_submit():
        services.delete_plan(request_session(), kept)
        flash("The plan is gone. What you ticked off is kept.")
    return redirect(url_for("plan.show_plan"), 303)


@bp.get("/plan/calendar.ics")
@declare_access(login.require_known_person)
def download_calendar() -> ResponseReturnValue:
    kept = _find_plan_or_404()
    view = build_plan_view(
        _build_stored_plan(kept),
        current_catalogue(),
        classify_ticks({}, ()),
        utc_now().date(),
        whole=True,
    )
    body = build_calendar(
        view,
        plan_key=kept.key,
        version=kept.version,
        changed_at=kept.changed_at,
        address=url_for("plan.show_plan", _external=True),
    )
    return Response(
        body,
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="trigpoint-plan.ics"'},
    )


def _build_stored_plan(kept: TrainingPlan) -> StudyPlan:
    needs = services.restore_needs(kept, current_catalogue().objectives)
    return build_plan(
        needs,
        hours=kept.hours,
        begins=kept.begins,
        projects=kept.route_key == SELF_TAUGHT_ROUTE,
    )


def _find_plan_or_404(*, lock: bool = False) -> TrainingPlan:
    kept = queries.find_plan(request_session(), login.required_person(), lock=lock)
    if kept is None:
        raise NotFound("You have no plan yet.")
    return kept


def _objectives_to_check(person: Person, finished: Sitting | None) -> list[str]:
    """Return what was ticked off and not asked about since, in areas that the latest sitting measures."""
    if finished is None:
        return []
    known = current_catalogue().objectives
    return [
        name
        for name in queries.load_ticks(request_session(), person).unasked
        if name in known and known[name].area in finished.required
    ]


def _result_key(kept: TrainingPlan) -> str | None:
    found = request_session().get(Sitting, kept.sitting_id) if kept.sitting_id else None
    return found.key if found else None
