"""The pages of a member: the cohort's checks, who sees what, sharing, undoing and leaving."""

import random
import secrets

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import login
from quiz.cohorts.checks.queries import list_check_sittings
from quiz.cohorts.checks.services import find_closing_time, start_check
from quiz.cohorts.joining import queries, services
from quiz.cohorts.joining.forms import SharingForm
from quiz.cohorts.joining.login import current_membership, require_membership
from quiz.cohorts.login import cohort_zone
from quiz.cohorts.membership.presenters import describe_group
from quiz.cohorts.models import CohortCheck
from quiz.cohorts.notes.queries import list_notes, list_sign_offs
from quiz.cohorts.presenters import describe_check
from quiz.cohorts.queries import find_check, list_checks
from quiz.core.clock import utc_now
from quiz.core.text import format_day
from quiz.errors import NotFound
from quiz.jobs.queries import read_database_clock
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.web.access import declare_access
from quiz.web.current_settings import local_day
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("membership", __name__)


@bp.get("/groups/<key>")
@declare_access(require_membership)
def show_membership(key: str) -> str:  # noqa: ARG001  # the access rule loads the entry
    member, session, now = current_membership(), request_session(), utc_now()
    zone = cohort_zone(member.cohort)
    names = {area.id: area.name for area in current_catalogue().areas.values()}
    sittings = list_check_sittings(session, member)
    rows = [
        (
            describe_check(
                check,
                zone,
                names,
                now=now,
                closes_at=find_closing_time(check, member, zone=zone),
            ),
            sittings.get(check.id),
        )
        for check in list_checks(session, member.cohort)
    ]
    return render_template(
        "cohorts/group.html",
        member=member,
        cohort=member.cohort,
        rows=rows,
        standing=describe_group(session, member.cohort, names),
        form=_build_sharing_form(),
        notes=list_notes(session, member),
        sign_offs=list_sign_offs(session, member),
        may_undo=services.may_undo(member, now=now),
    )


@bp.get("/groups/<key>/checks/<check_key>")
@declare_access(require_membership)
def show_check(key: str, check_key: str) -> str:  # noqa: ARG001  # (the same)
    member, check = current_membership(), _check_or_404(check_key)
    zone = cohort_zone(member.cohort)
    names = {area.id: area.name for area in current_catalogue().areas.values()}
    return render_template(
        "cohorts/check_start.html",
        member=member,
        cohort=member.cohort,
        check=describe_check(
            check,
            zone,
            names,
            now=utc_now(),
            closes_at=find_closing_time(check, member, zone=zone),
        ),
        sitting=list_check_sittings(request_session(), member).get(check.id),
    )


@bp.post("/groups/<key>/checks/<check_key>/start")
@declare_access(require_membership)
def start(key: str, check_key: str) -> ResponseReturnValue:
    member, check = current_membership(), _check_or_404(check_key)
    if not ConfirmForm().validate_on_submit():
        return redirect(
            url_for("membership.show_check", key=key, check_key=check_key), 303
        )
    sitting = start_check(
        request_session(),
        member,
        login.required_person(),
        check,
        tools=assessment_context(),
        zone=cohort_zone(member.cohort),
        # Hosts whose clocks differ agree on when it opens and closes.
        now=read_database_clock(request_session()),
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # chooses questions, guards nothing
    )
    target = "sittings.show_sitting" if sitting.is_open else "results.show_result"
    return redirect(url_for(target, key=sitting.key), 303)


@bp.post("/groups/<key>/sharing")
@declare_access(require_membership)
def change_sharing(key: str) -> ResponseReturnValue:
    member, session = current_membership(), request_session()
    form = _build_sharing_form()
    if form.validate_on_submit():
        member.shares_answers = bool(form.answers.data)
        services.choose_shared(
            session,
            member,
            queries.list_shareable(session, member),
            form.sittings.data or (),
            now=utc_now(),
        )
        flash("Your choice is saved. Instructors see what you ticked.")
    return redirect(url_for("membership.show_membership", key=key), 303)


@bp.post("/groups/<key>/undo")
@declare_access(require_membership)
def undo(key: str) -> ResponseReturnValue:
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("membership.show_membership", key=key), 303)
    services.undo_join(request_session(), current_membership(), now=utc_now())
    flash(
        "It is as if you had not joined. To join as somebody else, enter the code again."
    )
    return redirect(url_for("joining.show_code_form"), 303)


@bp.get("/groups/<key>/leave")
@declare_access(require_membership)
def confirm_leaving(key: str) -> str:  # noqa: ARG001  # (the same)
    member = current_membership()
    return render_template(
        "cohorts/leave.html", member=member, cohort=member.cohort, form=ConfirmForm()
    )


@bp.post("/groups/<key>/leave")
@declare_access(require_membership)
def leave(key: str) -> ResponseReturnValue:
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("membership.show_membership", key=key), 303)
    services.leave_cohort(request_session(), current_membership(), now=utc_now())
    flash("You have left the group. Its instructors no longer see your results.")
    return redirect(url_for("results.show_home"), 303)


def _check_or_404(check_key: str) -> CohortCheck:
    check = find_check(request_session(), current_membership().cohort, check_key)
    if check is None:
        raise NotFound("There is no such check.")
    return check


def _build_sharing_form() -> SharingForm:
    member, session, form = current_membership(), request_session(), SharingForm()
    offered = queries.list_shareable(session, member)
    if not form.is_submitted():
        shared = {one.sitting_id for one in queries.list_shared(session, member)}
        form = SharingForm(
            answers=member.shares_answers,
            sittings=[one.key for one in offered if one.id in shared],
        )
    form.sittings.choices = [
        (
            one.key,
            f"{one.goal_name}, {format_day(local_day(one.finished_at or one.started_at))}",
        )
        for one in offered
    ]
    return form
