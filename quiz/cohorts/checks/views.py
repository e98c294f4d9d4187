"""The schedule of a cohort: plan, change and delete checks, and try one as a test person."""

import random
import secrets
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import login
from quiz.cohorts.checks import queries, services
from quiz.cohorts.checks.forms import LENGTHS, CheckForm
from quiz.cohorts.checks.services import CheckDetails
from quiz.cohorts.joining.services import add_entry, join_cohort
from quiz.cohorts.login import cohort_zone, current_cohort, require_cohort
from quiz.cohorts.members.queries import find_member_of_person
from quiz.cohorts.models import CheckPurpose, Cohort, CohortCheck
from quiz.cohorts.queries import find_check
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.jobs.queries import read_database_clock
from quiz.sittings.assessment.progress import build_length_facts
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.enums import FULL_LENGTHS, SittingLength
from quiz.web.access import declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("checks", __name__)

#: A check that is planned without saying when is open for a week.
USUAL_TIME = timedelta(days=7)


@bp.get("/cohorts/<key>/checks/new")
@declare_access(require_cohort)
def show_new_form(key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    form = _build_form()
    asked = current_cohort().required.keys() & {request.args.get("area", "")}
    if asked:
        _ask_about(form, asked.pop())
    return _render_form(form)


@bp.post("/cohorts/<key>/checks/new")
@declare_access(require_cohort)
def create_check(key: str) -> ResponseReturnValue:
    form = _build_form()
    if not form.validate_on_submit():
        return _render_form(form), 422
    services.create_check(
        request_session(), current_cohort(), _read_details(form), now=utc_now()
    )
    flash("The check is saved.")
    return redirect(url_for("cohorts.show_setup", key=key, _anchor="checks"), 303)


@bp.get("/cohorts/<key>/checks/<check_key>/change")
@declare_access(require_cohort)
def show_change_form(key: str, check_key: str) -> str:  # noqa: ARG001  # (the same)
    check = _check_or_404(check_key)
    return _render_form(_build_form(check), check)


@bp.post("/cohorts/<key>/checks/<check_key>/change")
@declare_access(require_cohort)
def change_check(key: str, check_key: str) -> ResponseReturnValue:
    check, cohort = _check_or_404(check_key), current_cohort()
    form = _build_form(check)
    if not form.validate_on_submit():
        return _render_form(form, check), 422
    services.change_check(
        request_session(), cohort, check, _read_details(form), zone=cohort_zone(cohort)
    )
    flash("The check is saved.")
    return redirect(url_for("cohorts.show_setup", key=key, _anchor="checks"), 303)


@bp.get("/cohorts/<key>/checks/<check_key>/delete")
@declare_access(require_cohort)
def confirm_deletion(key: str, check_key: str) -> str:  # noqa: ARG001  # (the same)
    check = _check_or_404(check_key)
    return render_template(
        "cohorts/check_delete.html",
        cohort=current_cohort(),
        check=check,
        begun=queries.count_sittings(request_session(), check),
        form=ConfirmForm(),
    )


@bp.post("/cohorts/<key>/checks/<check_key>/delete")
@declare_access(require_cohort)
def delete_check(key: str, check_key: str) -> ResponseReturnValue:
    check = _check_or_404(check_key)
    if ConfirmForm().validate_on_submit():
        services.delete_check(request_session(), check)
        flash("The check is deleted.")
    return redirect(url_for("cohorts.show_setup", key=key, _anchor="checks"), 303)


@bp.post("/cohorts/<key>/checks/<check_key>/try")
@declare_access(require_cohort)
def try_check(key: str, check_key: str) -> ResponseReturnValue:
    """Let an instructor take a check as a test person, whose answers count nowhere."""
    check, cohort, session = (
        _check_or_404(check_key),
        current_cohort(),
        request_session(),
    )
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("cohorts.show_setup", key=key), 303)
    person = login.required_person()
    member = find_member_of_person(session, cohort, person.id)
    now = read_database_clock(session)
    if member is None or member.left_at is not None:
        member = join_cohort(
            session,
            cohort,
            person,
            name=cohort.name,
            member=member or add_entry(session, cohort, "Test", now=now, is_test=True),
            now=now,
        )
    sitting = services.start_check(
        session,
        member,
        person,
        check,
        tools=assessment_context(),
        zone=cohort_zone(cohort),
        now=now,
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # chooses questions, guards nothing
    )
    target = "sittings.show_sitting" if sitting.is_open else "results.show_result"
    return redirect(url_for(target, key=sitting.key), 303)


def _check_or_404(check_key: str) -> CohortCheck:
    check = find_check(request_session(), current_cohort(), check_key)
    if check is None:
        raise NotFound("There is no such check.")
    return check


def _list_areas(cohort: Cohort) -> list[tuple[str, str]]:
    """Return the areas of the cohort's goal by key and name, in the order of the catalogue."""
    return [
        (area.id, area.name)
        for area in current_catalogue().areas.values()
        if area.id in cohort.required
    ]


def _list_lengths() -> list[tuple[str, str]]:
    questions = assessment_context().for_everyone
    facts = [build_length_facts(FULL_LENGTHS[one], questions) for one in LENGTHS]
    return [
        (one.value, f"{LENGTHS[one]}: up to {fact.most} questions")
        for one, fact in zip(LENGTHS, facts, strict=True)
    ]


def _build_form(check: CohortCheck | None = None) -> CheckForm:
    cohort, form = current_cohort(), CheckForm()
    zone = cohort_zone(cohort)
    if not form.is_submitted():
        now = utc_now().astimezone(zone)
        opens = check.opens_at.astimezone(zone) if check else now
        closes = check.closes_at.astimezone(zone) if check else now + USUAL_TIME
        form = CheckForm(
            name=check.name if check else "Entry assessment",
            purpose=check.purpose.value if check else CheckPurpose.ENTRY.value,
            length=check.length.value if check else SittingLength.STANDARD.value,
            areas=check.areas if check else [],
            opens_on=opens.date(),
            opens_time=opens.time(),
            closes_on=closes.date(),
            closes_time=closes.time()
            if check
            else closes.replace(hour=18, minute=0).time(),
            is_supervised=check.is_supervised if check else False,
        )
    form.offer(_list_areas(cohort), _list_lengths())
    return form


def _ask_about(form: CheckForm, area: str) -> None:
    """Fill in a short check about one area, which the instructor can still change."""
    form.name.data = current_catalogue().area_name(area)
    form.purpose.data = CheckPurpose.OTHER.value
    form.length.data = SittingLength.QUICK.value
    form.areas.data = [area]


def _read_details(form: CheckForm) -> CheckDetails:
    zone = cohort_zone(current_cohort())
    return CheckDetails(
        name=form.name.data or "",
        purpose=CheckPurpose(form.purpose.data),
        length=SittingLength(form.length.data),
        areas=form.areas.data or None,
        opens_at=form.read_opening(zone),
        closes_at=form.read_closing(zone),
        is_supervised=bool(form.is_supervised.data),
    )


def _render_form(form: CheckForm, check: CohortCheck | None = None) -> str:
    cohort = current_cohort()
    begun = queries.count_sittings(request_session(), check) if check else 0
    return render_template(
        "cohorts/check_form.html", form=form, cohort=cohort, check=check, begun=begun
    )
