"""Ways to join as instructors make them: a code or link for everybody, slips and emails for entries of the roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from quiz.accounts.sessions.login import required_account
from quiz.cohorts.calendar_days import format_moment
from quiz.cohorts.joining import services
from quiz.cohorts.joining.forms import LifetimeForm
from quiz.cohorts.joining.queries import find_way
from quiz.cohorts.login import (
    cohort_zone,
    current_cohort,
    require_cohort,
)
from quiz.cohorts.members.queries import list_members
from quiz.cohorts.models import CohortMember, JoinLinkKind
from quiz.core.clock import utc_now
from quiz.core.text import format_count
from quiz.errors import NotFound, NotValid
from quiz.mail.current import send_mail
from quiz.web.access import declare_access
from quiz.web.current_settings import external_url
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("ways", __name__)

#: A slip of paper or an email may lie about for as long.
PERSONAL_LIFETIME = timedelta(days=30)
#: Emails that one press of the button sends; the rest goes with the next press.
MOST_EMAILS = 200


@dataclass(frozen=True)
class Slip:
    """A slip of paper for one person."""

    name: str
    external_id: str
    group: str
    code: str
    qr: Markup


@bp.post("/cohorts/<key>/ways/code")
@declare_access(require_cohort)
def create_code(key: str) -> ResponseReturnValue:
    return _create_shared(key, JoinLinkKind.CODE)


@bp.post("/cohorts/<key>/ways/link")
@declare_access(require_cohort)
def create_link(key: str) -> ResponseReturnValue:
    return _create_shared(key, JoinLinkKind.LINK)


@bp.post("/cohorts/<key>/ways/slips")
@declare_access(require_cohort)
def create_slips(key: str) -> ResponseReturnValue:
    """Make a slip for everybody on the roster who has not joined, as a page to print."""
    cohort, now = current_cohort(), utc_now()
    if not ConfirmForm().validate_on_submit():
        return _back_to_setup(key)
    expires_at = now + PERSONAL_LIFETIME
    slips = []
    for member in _list_waiting():
        code = services.create_way(
            request_session(),
            cohort,
            JoinLinkKind.SLIP,
            made_by_id=required_account().id,
            expires_at=expires_at,
            now=now,
            member=member,
        )
        slips.append(
            Slip(
                member.name,
                member.external_id or "",
                member.group_name or "",
                code,
                _draw_qr(_join_url(code), scale=3),
            )
        )
    if not slips:
        flash("Nobody on the roster is waiting to join. Add people first.", "error")
        return _back_to_setup(key)
    return render_template(
        "cohorts/slips.html",
        cohort=cohort,
        slips=slips,
        address=external_url("joining.show_code_form"),
        until=format_moment(expires_at, cohort_zone(cohort)),
    )


@bp.post("/cohorts/<key>/ways/emails")
@declare_access(require_cohort)
def send_invitations(key: str) -> ResponseReturnValue:
    """Invite everybody on the roster who has an address and neither joined nor was invited."""
    cohort, now = current_cohort(), utc_now()
    if not ConfirmForm().validate_on_submit():
        return _back_to_setup(key)
    waiting = [one for one in _list_waiting() if one.email and one.invited_at is None]
    sent = sum(_invite(member, now=now) for member in waiting[:MOST_EMAILS])
    left = len(waiting) - min(len(waiting), MOST_EMAILS)
    more = f" {left} more wait for the next press." if left else ""
    count = format_count(sent, "invitation is", "invitations are")
    flash(f"{count} on the way to people of {cohort.name}.{more}")
    return redirect(url_for("members.list_members", key=key), 303)


@bp.post("/cohorts/<key>/members/<member_key>/invite")
@declare_access(require_cohort)
def send_one_invitation(key: str, member_key: str) -> ResponseReturnValue:
    member = next((one for one in _list_waiting() if one.key == member_key), None)
    if member is None:
        raise NotFound("There is no such person in this cohort.")
    if ConfirmForm().validate_on_submit():
        if member.email and _invite(member, now=utc_now()):
            flash(f"An invitation is on its way to {member.name}.")
        else:
            flash(f"{member.name} has no email address here.", "error")
    return redirect(url_for("members.list_members", key=key), 303)


@bp.post("/cohorts/<key>/ways/<way_key>/end")
@declare_access(require_cohort)
def end_way(key: str, way_key: str) -> ResponseReturnValue:
    way = find_way(request_session(), current_cohort(), way_key)
    if way is None:
        raise NotFound("There is no such code or link.")
    if ConfirmForm().validate_on_submit():
        services.revoke_way(way, now=utc_now())
        flash("It is turned off. People who have joined stay.")
    return _back_to_setup(key)


def _create_shared(key: str, kind: JoinLinkKind) -> ResponseReturnValue:
    """Make a code or link for everybody and show it large; it is shown only now."""
    cohort, form, now = current_cohort(), LifetimeForm(), utc_now()
    if not form.validate_on_submit():
        return _back_to_setup(key)
    expires_at = now + timedelta(days=int(form.days.data))
    secret = services.create_way(
        request_session(),
        cohort,
        kind,
        made_by_id=required_account().id,
        expires_at=expires_at,
        now=now,
    )
    link = _join_url(secret)
    return render_template(
        "cohorts/board.html",
        cohort=cohort,
        code=secret if kind is JoinLinkKind.CODE else "",
        link=link,
        address=external_url("joining.show_code_form"),
        qr=_draw_qr(link, scale=6),
        until=format_moment(expires_at, cohort_zone(cohort)),
    )


def _invite(member: CohortMember, *, now: datetime) -> bool:
    """Send one invitation; say whether the address is one."""
    cohort = current_cohort()
    secret = services.create_way(
        request_session(),
        cohort,
        JoinLinkKind.EMAIL,
        made_by_id=required_account().id,
        expires_at=now + PERSONAL_LIFETIME,
        now=now,
        member=member,
    )
    try:
        send_mail(
            "cohort-invitation",
            member.email or "",
            person_id=member.person_id,
            lifetime=PERSONAL_LIFETIME,
            cohort=cohort.name,
            organisation=cohort.organisation.name,
            link=_join_url(secret),
            days=PERSONAL_LIFETIME.days,
        )
    except NotValid:
        return False
    member.invited_at = now
    return True


def _list_waiting() -> Sequence[CohortMember]:
    """Return who is on the roster and has not joined."""
    members = list_members(request_session(), current_cohort())
    return [one for one in members if one.person_id is None]


def _join_url(secret: str) -> str:
    return external_url("joining.show_invitation", secret=secret)


def _draw_qr(link: str, *, scale: int) -> Markup:
    drawn = segno.make(link, error="m").svg_inline(scale=scale, border=2)
    return Markup(drawn)  # noqa: S704  # made here


def _back_to_setup(key: str) -> ResponseReturnValue:
    return redirect(url_for("cohorts.show_setup", key=key, _anchor="people"), 303)
