"""The pages of the plan that a person follows: weeks, ticks, progress checks, updates, calendar."""

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

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.accounts.models import Person
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.results.current import own_finished_sitting
from quiz.sittings import queries as sitting_queries
from quiz.sittings.assessment.languages import list_languages
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.enums import SittingMode
from quiz.sittings.events import starting
from quiz.sittings.models import Sitting
from quiz.training import queries, services
from quiz.training.aims import TrainingAim
from quiz.training.current import (
    build_plan_draft,
    build_stored_plan,
    load_check_view,
    load_gap,
    read_plan_content,
)
from quiz.training.forms import TickForm, build_plan_form
from quiz.training.models import TrainingPlan
from quiz.training.planning.calendar import CalendarEntry, build_calendar
from quiz.training.planning.presenters import build_plan_view
from quiz.training.planning.stored_plan import list_missing_objectives
from quiz.training.planning.ticks import classify_ticks
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import local_today
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("plan", __name__)


@bp.get("/plan")
@declare_access(allow_everyone)
def show_plan() -> ResponseReturnValue:
    person = login.current_person()
    plan = queries.find_plan(request_session(), person) if person else None
    finished = (
        sitting_queries.find_latest_finished(request_session(), person)
        if person
        else None
    )
    if person is None or plan is None:
        return render_template("training/no_plan.html", latest=finished)
    today, catalogue = local_today(), current_catalogue()
    shows_all = request.args.get("weeks") == "all"
    language = read_plan_content(plan).language
    return render_template(
        "training/plan.html",
        plan=plan,
        route=catalogue.routes.get(plan.route_key),
        view=build_plan_view(
            build_stored_plan(plan),
            catalogue,
            queries.load_ticks(request_session(), person),
            today,
            whole=shows_all,
            language=language,
        ),
        shows_all=shows_all,
        missing=list_missing_objectives(plan.order, catalogue.objectives),
        can_check=bool(_objectives_to_check(person, finished)),
        form=build_plan_form(
            list_languages(catalogue), hours=plan.hours, begins=today, language=language
        ),
        result_key=_result_key(plan),
        newer=queries.find_latest_finished_after(
            request_session(), person, plan.changed_at
        ),
    )


@bp.post("/plan/ticks/<objective>")
@declare_access(login.require_known_person)
def update_tick(objective: str) -> ResponseReturnValue:
    person = login.required_person()
    if objective not in current_catalogue().objectives:
        raise NotFound("There is no such objective.")
    form = TickForm()
    if form.validate_on_submit():
        if form.is_learned:
            services.tick_objective(request_session(), person, objective, now=utc_now())
        else:
            services.untick_objective(request_session(), person, objective)
    back = "all" if form.weeks.data == "all" else None
    return redirect(
        url_for("plan.show_plan", weeks=back, _anchor=f"o-{objective}"), 303
    )


@bp.post("/plan/renew")
@declare_access(login.require_known_person)
def renew_plan() -> ResponseReturnValue:
    person, now, catalogue = login.required_person(), utc_now(), current_catalogue()
    plan, form = (
        _find_plan_or_404(lock=True),
        build_plan_form(list_languages(catalogue)),
    )
    if not form.validate_on_submit():
        for messages in form.errors.values():
            flash(f"Your plan was not changed. {' '.join(messages)}", "error")
        return redirect(url_for("plan.show_plan"), 303)
    sitting = sitting_queries.find_latest_finished(request_session(), person)
    route = catalogue.routes.get(plan.route_key)
    if sitting is None or route is None:
        raise NotFound(
            "What this plan was made from no longer exists. Compare the routes again."
        )
    levels = {area: float(level) for area, level in plan.required.items()}
    aim = TrainingAim(plan.goal_name, levels)
    draft = build_plan_draft(aim, route, sitting, load_gap(sitting, aim).effort, form)
    services.save_plan(request_session(), person, sitting, draft, now=now)
    flash("Your plan is updated. What you ticked stays ticked.")
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


@bp.get("/plan/checks/<key>")
@declare_access(require_owner("sitting"))
def show_check(key: str) -> ResponseReturnValue:
    sitting = own_finished_sitting(key)
    if sitting.mode is not SittingMode.CHECK:
        return redirect(url_for("results.show_result", key=key))
    return render_template("training/check.html", check=load_check_view(sitting))


@bp.post("/plan/end")
@declare_access(login.require_known_person)
def end_plan() -> ResponseReturnValue:
    plan = _find_plan_or_404(lock=True)
    if ConfirmForm().validate_on_submit():
        services.delete_plan(request_session(), plan)
        flash("Your plan is ended. What you ticked is kept.")
    return redirect(url_for("plan.show_plan"), 303)


@bp.get("/plan/calendar.ics")
@declare_access(login.require_known_person)
def download_calendar() -> ResponseReturnValue:
    plan = _find_plan_or_404()
    view = build_plan_view(
        build_stored_plan(plan),
        current_catalogue(),
        classify_ticks({}, ()),
        local_today(),
        whole=True,
    )
    entries = [
        CalendarEntry(
            week.number,
            week.begins,
            render_template("training/calendar/summary.txt", week=week),
            render_template("training/calendar/description.txt", week=week),
        )
        for week in view.weeks
    ]
    body = build_calendar(
        entries,
        name="Trigpoint: my learning plan",
        plan_key=plan.key,
        version=plan.version,
        changed_at=plan.changed_at,
        address=url_for("plan.show_plan", _external=True),
    )
    return Response(
        body,
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="trigpoint-plan.ics"'},
    )


def _find_plan_or_404(*, lock: bool = False) -> TrainingPlan:
    plan = queries.find_plan(request_session(), login.required_person(), lock=lock)
    if plan is None:
        raise NotFound("You have no plan yet.")
    return plan


def _objectives_to_check(person: Person, finished: Sitting | None) -> list[str]:
    """Return what was ticked and not asked about since, in areas that the latest assessment measures."""
    if finished is None:
        return []
    objectives = current_catalogue().objectives
    return [
        name
        for name in queries.load_ticks(request_session(), person).unasked
        if name in objectives and objectives[name].area in finished.required
    ]


def _result_key(plan: TrainingPlan) -> str | None:
    if plan.sitting_id is None:
        return None
    sitting = request_session().get(Sitting, plan.sitting_id)
    return sitting.key if sitting else None
