"""The pages of administrators: find an account, see its roles, give and take them, hand out a one-time link."""

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts.sessions.login import required_account
from quiz.accounts.sessions.models import Account
from quiz.accounts.sessions.queries import (
    find_account,
    list_account_sessions,
)
from quiz.administration import queries, services
from quiz.administration.forms import NewAccountForm, RoleForm, SearchForm
from quiz.administration.login import (
    require_administrator,
    require_recent_administrator,
)
from quiz.administration.services import Caretaker
from quiz.core.clock import utc_now
from quiz.credentials.links.current import notify_account
from quiz.credentials.queries import has_second_factor
from quiz.errors import NotFound, NotNow
from quiz.jobs.queries import count_troubled_jobs
from quiz.organisations.models import MemberRole
from quiz.organisations.queries import (
    find_organisation,
    list_memberships,
    list_organisations,
    list_site_roles,
)
from quiz.privacy.current import note_seen
from quiz.privacy.models import ActorRole, AuditAction
from quiz.web.access import declare_access
from quiz.web.current_settings import external_url
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("administration", __name__)

#: A waiting job that nobody took for so long, and failures that are still news.
OVERDUE, RECENT = timedelta(minutes=10), timedelta(days=7)


@bp.get("/administration")
@declare_access(require_administrator)
def show_administration() -> str:
    session, now = request_session(), utc_now()
    return render_template(
        "administration/overview.html",
        accounts=queries.count_accounts(session),
        organisations=list_organisations(session),
        jobs=count_troubled_jobs(
            session, overdue_since=now - OVERDUE, failed_since=now - RECENT, now=now
        ),
    )


@bp.get("/administration/accounts")
@declare_access(require_administrator)
def list_accounts() -> str:
    form = SearchForm(request.args, meta={"csrf": False})
    words = (form.q.data or "") if form.validate() else ""
    page = max(1, min(request.args.get("page", 1, type=int), 100_000))
    session = request_session()
    found = queries.search_accounts(session, words, page=page)
    shown = found[: queries.PAGE_SIZE]
    return render_template(
        "administration/accounts.html",
        form=form,
        new_form=NewAccountForm(),
        accounts=shown,
        role_counts=queries.count_roles(session, [one.id for one in shown]),
        words=words,
        page=page,
        has_more=len(found) > len(shown),
    )


@bp.post("/administration/accounts")
@declare_access(require_recent_administrator)
def create_account() -> ResponseReturnValue:
    form, session, now = NewAccountForm(), request_session(), utc_now()
    email = form.read_address()
    if email is None:
        page = render_template("administration/new_account.html", form=form)
        return page, 422
    account = services.ensure_account(session, email, now=now)
    flash("This is the account. Give it roles, or make a link for its owner.")
    return redirect(url_for("administration.show_account", key=account.key), 303)


@bp.get("/administration/accounts/<key>")
@declare_access(require_administrator)
def show_account(key: str) -> str:
    account = _account_or_404(key)
    note_seen(account.person_id, AuditAction.SAW_ACCOUNT, ActorRole.ADMINISTRATOR)
    return _render_account(account)


@bp.post("/administration/accounts/<key>/link")
@declare_access(require_recent_administrator)
def create_password_link(key: str) -> ResponseReturnValue:
    account = _account_or_404(key)
    if not ConfirmForm().validate_on_submit():
        return _back_to(account)
    secret = services.hand_out_link(
        request_session(), account, _caretaker(), now=utc_now()
    )
    link = external_url("links.show_password_form", secret=secret)
    return _render_account(account, link=link)


@bp.post("/administration/accounts/<key>/roles")
@declare_access(require_recent_administrator)
def grant_role(key: str) -> ResponseReturnValue:
    account, session, now = _account_or_404(key), request_session(), utc_now()
    form = RoleForm()
    form.offer(list_organisations(session))
    if not form.validate_on_submit():
        return _render_account(account, form=form), 422
    role, organisation_key = form.read_role()
    if isinstance(role, MemberRole):
        organisation = find_organisation(session, organisation_key)
        if organisation is None:
            raise NotFound("There is no such organisation.")
        services.make_instructor(session, account, organisation, _caretaker(), now=now)
    else:
        services.give_site_role(session, account, role, _caretaker(), now=now)
    flash("The role is given. Its owner signs in again to use it.")
    if account.id == required_account().id:
        # Nobody is signed in here any more.
        return redirect(url_for("sign_in.show_form"), 303)
    return _back_to(account)


@bp.post("/administration/accounts/<key>/roles/<kind>/<int:row_id>/end")
@declare_access(require_recent_administrator)
def revoke_role(key: str, kind: str, row_id: int) -> ResponseReturnValue:
    account = _account_or_404(key)
    held = queries.find_role_by_id(request_session(), account.id, kind, row_id)
    if held is None:
        raise NotFound("There is no such role.")
    if ConfirmForm().validate_on_submit():
        services.take_role(
            request_session(), account, held, _caretaker(), now=utc_now()
        )
        flash("The role is taken away.")
    return _back_to(account)


@bp.post("/administration/accounts/<key>/sign-out")
@declare_access(require_recent_administrator)
def sign_out_account(key: str) -> ResponseReturnValue:
    account = _account_or_404(key)
    if ConfirmForm().validate_on_submit():
        _act(services.sign_out_everywhere, account)
        flash("Every browser of this account is signed out.")
    return _back_to(account)


@bp.post("/administration/accounts/<key>/second-step/remove")
@declare_access(require_recent_administrator)
def remove_second_step(key: str) -> ResponseReturnValue:
    account = _account_or_404(key)
    if ConfirmForm().validate_on_submit():
        _act(services.take_second_step, account)
        notify_account(account, "second-step-off")
        flash("The second step is off. The password alone lets its owner in.")
    return _back_to(account)


@bp.post("/administration/accounts/<key>/close")
@declare_access(require_recent_administrator)
def close_account(key: str) -> ResponseReturnValue:
    account = _account_or_404(key)
    if account.id == required_account().id:
        raise NotNow("You cannot close your own account here.")
    if ConfirmForm().validate_on_submit():
        _act(services.close_account, account)
        flash("The account is closed. Nothing is deleted.")
    return _back_to(account)


@bp.post("/administration/accounts/<key>/open")
@declare_access(require_recent_administrator)
def open_account(key: str) -> ResponseReturnValue:
    account = _account_or_404(key)
    if ConfirmForm().validate_on_submit():
        _act(services.open_account, account)
        flash("The account is open again.")
    return _back_to(account)


def _account_or_404(key: str) -> Account:
    account = find_account(request_session(), key)
    if account is None:
        raise NotFound("There is no such account.")
    return account


def _act(work: Callable[..., None], account: Account) -> None:
    work(request_session(), account, _caretaker(), now=utc_now())


def _caretaker() -> Caretaker:
    return Caretaker(ActorRole.ADMINISTRATOR, required_account().id)


def _back_to(account: Account) -> ResponseReturnValue:
    return redirect(url_for("administration.show_account", key=account.key), 303)


def _render_account(
    account: Account, *, form: RoleForm | None = None, link: str = ""
) -> str:
    session = request_session()
    if form is None:
        form = RoleForm(formdata=None)
        form.offer(list_organisations(session))
    return render_template(
        "administration/account.html",
        account=account,
        form=form,
        link=link,
        is_own=account.id == required_account().id,
        site_roles=list_site_roles(session, account.id),
        memberships=list_memberships(session, account.id),
        has_second_factor=has_second_factor(session, account.id),
        sessions=list_account_sessions(session, account.id, now=utc_now()),
    )
