"""The roster of a cohort: list, change, remove, and hand out a new way to sign in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.queries import find_account_of_person
from quiz.cohorts.checks.services import give_more_time
from quiz.cohorts.joining.services import add_entry
from quiz.cohorts.login import (
    cohort_zone,
    current_cohort,
    record_action,
    require_cohort,
    require_cohort_recently,
)
from quiz.cohorts.members import queries, services
from quiz.cohorts.members.forms import MemberForm
from quiz.cohorts.models import CohortMember
from quiz.core.clock import utc_now
from quiz.errors import NotFound, NotNow, NotValid
from quiz.privacy.models import AuditAction
from quiz.web.access import declare_access
from quiz.web.current_settings import external_url
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("members", __name__)


@bp.get("/cohorts/<key>/members")
@declare_access(require_cohort)
def list_members(key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    members = queries.list_members(request_session(), current_cohort(), with_tests=True)
    return render_template(
        "cohorts/members.html", cohort=current_cohort(), members=members
    )


@bp.get("/cohorts/<key>/members/new")
@declare_access(require_cohort)
def show_new_form(key: str) -> str:  # noqa: ARG001  # (the same)
    return _render_form(MemberForm(extra_days=0), None)


@bp.post("/cohorts/<key>/members/new")
@declare_access(require_cohort)
def create_member(key: str) -> ResponseReturnValue:
    form, cohort = MemberForm(), current_cohort()
    if not form.validate_on_submit():
        return _render_form(form, None), 422
    member = add_entry(request_session(), cohort, form.name.data or "", now=utc_now())
    if not _save(form, member):
        return _render_form(form, None), 422
    flash(f"{member.name} is on the roster.")
    return redirect(url_for("members.list_members", key=key), 303)


@bp.get("/cohorts/<key>/members/<member_key>/change")
@declare_access(require_cohort)
def show_member(key: str, member_key: str) -> str:  # noqa: ARG001  # (the same)
    member = _member_or_404(member_key)
    form = MemberForm(
        name=member.name,
        external_id=member.external_id,
        email=member.email,
        group_name=member.group_name,
        extra_days=member.extra_days,
    )
    return _render_form(form, member)


@bp.post("/cohorts/<key>/members/<member_key>/change")
@declare_access(require_cohort)
def change_member(key: str, member_key: str) -> ResponseReturnValue:
    member, form = _member_or_404(member_key), MemberForm()
    if not form.validate_on_submit() or not _save(form, member):
        return _render_form(form, member), 422
    flash("The entry is saved.")
    return redirect(url_for("members.list_members", key=key), 303)


@bp.get("/cohorts/<key>/members/<member_key>/remove")
@declare_access(require_cohort)
def confirm_removal(key: str, member_key: str) -> str:  # noqa: ARG001  # (the same)
    return render_template(
        "cohorts/member_remove.html",
        cohort=current_cohort(),
        member=_member_or_404(member_key),
        form=ConfirmForm(),
    )


@bp.post("/cohorts/<key>/members/<member_key>/remove")
@declare_access(require_cohort)
def remove_member(key: str, member_key: str) -> ResponseReturnValue:
    member = _member_or_404(member_key)
    if ConfirmForm().validate_on_submit():
        record_action(member.person_id, AuditAction.REMOVED_FROM_COHORT)
        services.remove_entry(request_session(), member)
        flash(f"{member.name} is off the roster.")
    return redirect(url_for("members.list_members", key=key), 303)


@bp.post("/cohorts/<key>/members/<member_key>/password-link")
@declare_access(require_cohort_recently)
def create_password_link(key: str, member_key: str) -> ResponseReturnValue:
    """Make a one-time link for a learner who forgot name or password, to be shown to them."""
    member, session = _member_or_404(member_key), request_session()
    if not ConfirmForm().validate_on_submit():
        return redirect(
            url_for("members.show_member", key=key, member_key=member_key), 303
        )
    account = _find_account(member)
    if account is None:
        raise NotNow("This person has no account that could be reset.")
    secret = services.hand_out_password_link(
        session, account, current_cohort().organisation_id, now=utc_now()
    )
    record_action(member.person_id, AuditAction.MADE_SIGN_IN_LINK)
    return render_template(
        "cohorts/password_link.html",
        cohort=current_cohort(),
        member=member,
        login_name=account.login_name,
        link=external_url("links.show_password_form", secret=secret),
    )


def _find_account(member: CohortMember) -> Account | None:
    if member.person_id is None or not member.is_active:
        return None
    return find_account_of_person(request_session(), member.person_id)


def _member_or_404(member_key: str) -> CohortMember:
    member = queries.find_member(request_session(), current_cohort(), member_key)
    if member is None:
        raise NotFound("There is no such person in this cohort.")
    return member


def _save(form: MemberForm, member: CohortMember) -> bool:
    """Store what was typed; say whether that was possible, with errors at the fields."""
    session, days = request_session(), int(form.extra_days.data or 0)
    try:
        email = form.read_email()
        with session.begin_nested():
            is_changed = services.change_entry(
                member,
                name=form.name.data or "",
                external_id=form.external_id.data,
                email=email,
                group_name=form.group_name.data,
            )
    except NotValid:
        return False
    except IntegrityError:
        form.reject_double()
        return False
    if is_changed:
        record_action(member.person_id, AuditAction.CHANGED_ENTRY)
    if days != member.extra_days:
        give_more_time(session, member, days, zone=cohort_zone(current_cohort()))
        record_action(member.person_id, AuditAction.GAVE_MORE_TIME)
    return True


def _render_form(form: MemberForm, member: CohortMember | None) -> str:
    return render_template(
        "cohorts/member_form.html",
        form=form,
        cohort=current_cohort(),
        member=member,
        account=_find_account(member) if member else None,
    )
