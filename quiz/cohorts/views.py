"""The pages about cohorts as a whole: list, new, set up, change, copy, archive, delete."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.catalogue.goals import Goal
from quiz.cohorts import queries, services
from quiz.cohorts.calendar_days import read_days_off, write_days_off
from quiz.cohorts.forms import CohortForm, CopyForm
from quiz.cohorts.joining.forms import LifetimeForm
from quiz.cohorts.joining.queries import list_open_ways
from quiz.cohorts.login import (
    cohort_zone,
    current_cohort,
    led_organisations,
    require_cohort,
    require_instructor,
)
from quiz.cohorts.models import Cohort
from quiz.cohorts.presenters import build_cohort_rows, describe_check
from quiz.cohorts.services import CohortDetails
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.sittings.assessment.languages import list_languages
from quiz.sittings.current import current_catalogue
from quiz.web.access import declare_access
from quiz.web.current_settings import external_url
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("cohorts", __name__)


@bp.get("/cohorts")
@declare_access(require_instructor)
def list_cohorts() -> str:
    session, led = request_session(), led_organisations()
    rows = build_cohort_rows(
        queries.list_cohorts(session, led), queries.count_members(session, led)
    )
    return render_template(
        "cohorts/cohorts.html",
        rows=[row for row in rows if row.cohort.archived_at is None],
        archived=[row for row in rows if row.cohort.archived_at is not None],
        organisations=queries.list_led_organisations(session, led),
    )


@bp.get("/cohorts/new")
@declare_access(require_instructor)
def show_new_form() -> str:
    return render_template("cohorts/cohort_form.html", form=_build_form(), cohort=None)


@bp.post("/cohorts/new")
@declare_access(require_instructor)
def create_cohort() -> ResponseReturnValue:
    form, session = _build_form(), request_session()
    if not form.validate_on_submit():
        page = render_template("cohorts/cohort_form.html", form=form, cohort=None)
        return page, 422
    organisations = queries.list_led_organisations(session, led_organisations())
    chosen = next(
        (one for one in organisations if one.key == form.organisation.data), None
    )
    if chosen is None:
        raise NotFound("There is no such organisation.")
    cohort = services.create_cohort(
        session, chosen, _read_details(form, None), now=utc_now()
    )
    flash("The cohort is saved. Next: people, and the first check.")
    return redirect(url_for("cohorts.show_setup", key=cohort.key), 303)


@bp.get("/cohorts/<key>/setup")
@declare_access(require_cohort)
def show_setup(key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    cohort, session, now = current_cohort(), request_session(), utc_now()
    zone = cohort_zone(cohort)
    names = {area.id: area.name for area in current_catalogue().areas.values()}
    counts = queries.count_members(session, {cohort.organisation_id})
    entries, active = counts.get(cohort.id, (0, 0))
    return render_template(
        "cohorts/setup.html",
        cohort=cohort,
        entries=entries,
        active=active,
        ways=list_open_ways(session, cohort, now=now),
        lifetime=LifetimeForm(formdata=None),
        join_address=external_url("joining.show_code_form"),
        checks=[
            describe_check(one, zone, names, now=now)
            for one in queries.list_checks(session, cohort)
        ],
        languages={one.pack: one.name for one in list_languages(current_catalogue())},
    )


@bp.get("/cohorts/<key>/change")
@declare_access(require_cohort)
def show_change_form(key: str) -> str:  # noqa: ARG001  # (the same)
    cohort = current_cohort()
    return render_template(
        "cohorts/cohort_form.html", form=_build_form(cohort), cohort=cohort
    )


@bp.post("/cohorts/<key>/change")
@declare_access(require_cohort)
def change_cohort(key: str) -> ResponseReturnValue:
    cohort = current_cohort()
    form = _build_form(cohort)
    if not form.validate_on_submit():
        page = render_template("cohorts/cohort_form.html", form=form, cohort=cohort)
        return page, 422
    services.change_cohort(cohort, _read_details(form, cohort))
    flash("The cohort is saved.")
    return redirect(url_for("cohorts.show_setup", key=key), 303)


@bp.get("/cohorts/<key>/copy")
@declare_access(require_cohort)
def show_copy_form(key: str) -> str:  # noqa: ARG001  # (the same)
    return render_template(
        "cohorts/copy.html", form=CopyForm(), cohort=current_cohort()
    )


@bp.post("/cohorts/<key>/copy")
@declare_access(require_cohort)
def copy_cohort(key: str) -> ResponseReturnValue:  # noqa: ARG001  # (the same)
    cohort, form = current_cohort(), CopyForm()
    if not form.validate_on_submit():
        return render_template("cohorts/copy.html", form=form, cohort=cohort), 422
    copy = services.copy_cohort(
        request_session(),
        cohort,
        form.name.data or "",
        form.starts_on.data,
        zone=cohort_zone(cohort),
        now=utc_now(),
    )
    flash("The new cohort is saved. Nobody is in it yet.")
    return redirect(url_for("cohorts.show_setup", key=copy.key), 303)


@bp.get("/cohorts/<key>/archive")
@declare_access(require_cohort)
def confirm_archive(key: str) -> str:  # noqa: ARG001  # (the same)
    return render_template(
        "cohorts/archive.html", cohort=current_cohort(), form=ConfirmForm()
    )


@bp.post("/cohorts/<key>/archive")
@declare_access(require_cohort)
def archive_cohort(key: str) -> ResponseReturnValue:  # noqa: ARG001  # (the same)
    if ConfirmForm().validate_on_submit():
        services.archive_cohort(current_cohort(), now=utc_now())
        flash("The cohort is archived. Its results stay visible to you.")
    return redirect(url_for("cohorts.list_cohorts"), 303)


@bp.post("/cohorts/<key>/reopen")
@declare_access(require_cohort)
def reopen_cohort(key: str) -> ResponseReturnValue:
    if ConfirmForm().validate_on_submit():
        services.reopen_cohort(current_cohort())
        flash("The cohort is out of the archive.")
    return redirect(url_for("cohorts.show_setup", key=key), 303)


@bp.post("/cohorts/<key>/delete")
@declare_access(require_cohort)
def delete_cohort(key: str) -> ResponseReturnValue:  # noqa: ARG001  # (the same)
    if ConfirmForm().validate_on_submit():
        services.delete_cohort(request_session(), current_cohort())
        flash("The cohort and its roster are deleted.")
    return redirect(url_for("cohorts.list_cohorts"), 303)


def _list_goals(cohort: Cohort | None) -> list[Goal]:
    """Return the goals of the bank; a goal that has gone since stays one of this cohort."""
    goals = sorted(current_catalogue().goals.values(), key=lambda goal: goal.order)
    if cohort is not None and cohort.goal_key not in current_catalogue().goals:
        gone = goals[0].model_copy(
            update={"key": cohort.goal_key, "name": cohort.goal_name}
        )
        goals.append(gone)
    return goals


def _build_form(cohort: Cohort | None = None) -> CohortForm:
    form = CohortForm()
    if cohort is not None and not form.is_submitted():
        form = CohortForm(
            organisation=cohort.organisation.key,
            name=cohort.name,
            goal=cohort.goal_key,
            language=cohort.language or "",
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
            hours_per_week=cohort.hours_per_week,
            days_off=write_days_off(cohort.days_off),
            shows_band=cohort.shows_band_to_learners,
        )
    organisations = queries.list_led_organisations(
        request_session(),
        {cohort.organisation_id} if cohort is not None else led_organisations(),
    )
    form.offer(organisations, _list_goals(cohort), list_languages(current_catalogue()))
    return form


def _read_details(form: CohortForm, cohort: Cohort | None) -> CohortDetails:
    goal = current_catalogue().goals.get(form.goal.data)
    if goal is not None and (cohort is None or cohort.goal_key != goal.key):
        goal_key, goal_name = goal.key, goal.name
        required = dict(goal.required_levels)
    elif cohort is not None:
        # What was required when it was chosen stays, so that checks of one cohort can be compared.
        goal_key, goal_name = cohort.goal_key, cohort.goal_name
        required = cohort.required
    else:
        raise NotFound("There is no such goal.")
    return CohortDetails(
        name=form.name.data or "",
        goal_key=goal_key,
        goal_name=goal_name,
        required=required,
        language=form.language.data or None,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        hours_per_week=form.hours_per_week.data,
        days_off=tuple(read_days_off(form.days_off.data or "")),
        shows_band_to_learners=bool(form.shows_band.data),
    )
