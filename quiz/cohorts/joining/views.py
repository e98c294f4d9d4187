"""Joining a cohort: type a code or follow a link, say who one is, read what is seen, and join."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from quiz.accounts import login
from quiz.accounts.models import Person
from quiz.accounts.services import create_bare_person
from quiz.accounts.sessions.login import known_account
from quiz.accounts.sessions.models import Account, SignInMethod
from quiz.accounts.sessions.queries import find_account_by_sign_in_name
from quiz.accounts.sessions.services import AccountDetails, create_account
from quiz.cohorts.joining import services
from quiz.cohorts.joining.codes import tidy_join_code
from quiz.cohorts.joining.forms import (
    NEW_ACCOUNT,
    NEW_ENTRY,
    SIGNED_IN,
    THIS_BROWSER,
    CodeEntryForm,
    JoinForm,
    WhoForm,
)
from quiz.cohorts.joining.presenters import describe_entry
from quiz.cohorts.joining.queries import find_join_link
from quiz.cohorts.members.queries import (
    find_free_entry,
    find_member,
    list_free_entries_named,
)
from quiz.cohorts.models import CohortMember, JoinLink
from quiz.core.clock import utc_now
from quiz.credentials.passwords.hashing import hash_password
from quiz.credentials.sign_in.login import complete_sign_in
from quiz.errors import NotValid
from quiz.privacy.models import PRIVACY_NOTICE_VERSION, ConsentSubject
from quiz.privacy.services import record_consent
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import current_settings
from quiz.web.transactions import (
    release_session,
    request_session,
    separate_session,
)

bp = Blueprint("joining", __name__)


@bp.get("/join")
@declare_access(allow_everyone)
def show_code_form() -> str:
    return render_template("cohorts/join_code.html", form=CodeEntryForm())


@bp.post("/join")
@declare_access(allow_everyone)
def enter_code() -> ResponseReturnValue:
    form = CodeEntryForm()
    if not form.validate_on_submit():
        return render_template("cohorts/join_code.html", form=form), 422
    code = tidy_join_code(form.code.data or "")
    if find_join_link(request_session(), code, now=utc_now()) is None:
        form.reject()
        return render_template("cohorts/join_code.html", form=form), 422
    return redirect(url_for("joining.show_invitation", secret=code), 303)


@bp.get("/join/<secret>")
@declare_access(allow_everyone)
def show_invitation(secret: str) -> ResponseReturnValue:
    way = find_join_link(request_session(), secret, now=utc_now())
    if way is None:
        return render_template("cohorts/dead_way.html"), 404
    if way.member is not None:
        return _render_confirmation(way, secret, _build_join_form(way, way.member.name))
    account = known_account()
    form = WhoForm(name=account.name if account else None)
    return render_template("cohorts/join.html", way=way, secret=secret, form=form)


@bp.post("/join/<secret>")
@declare_access(allow_everyone)
def find_entry(secret: str) -> ResponseReturnValue:
    way, form = find_join_link(request_session(), secret, now=utc_now()), WhoForm()
    if way is None:
        return render_template("cohorts/dead_way.html"), 404
    if not form.validate_on_submit():
        page = render_template("cohorts/join.html", way=way, secret=secret, form=form)
        return page, 422
    confirmation = _build_join_form(way, form.name.data or "", form.number.data or "")
    return _render_confirmation(way, secret, confirmation)


@bp.post("/join/<secret>/confirm")
@declare_access(allow_everyone)
def join(secret: str) -> ResponseReturnValue:
    now, hashed = utc_now(), ""
    # Looked at first, and hashed while nothing of the database is held.
    with separate_session(writes=False) as reading:
        way = find_join_link(reading, secret, now=now)
        if way is None:
            return render_template("cohorts/dead_way.html"), 404
        form = _build_join_form(way, session=reading)
        is_acceptable = form.validate_on_submit()
        if is_acceptable and form.way.data == NEW_ACCOUNT:
            is_acceptable = _is_account_acceptable(reading, form)
        if not is_acceptable:
            form.explain_entry()
            return _render_confirmation(way, secret, form), 422
    if form.way.data == NEW_ACCOUNT:
        release_session()
        hashed = hash_password(form.password.data or "")
    session = request_session()
    way = find_join_link(session, secret, now=now)
    if way is None:
        return render_template("cohorts/dead_way.html"), 404
    person, account = _find_or_create_person(session, form, hashed)
    member = services.join_cohort(
        session,
        way.cohort,
        person,
        name=form.name.data or "",
        member=_find_chosen(session, way, form),
        way=way,
        now=now,
    )
    flash("You have joined. You can undo this within a day, and leave at any time.")
    target = url_for("membership.show_membership", key=member.key)
    if account is not None:
        return complete_sign_in(account, SignInMethod.PASSWORD, next_page=target)
    return redirect(target, 303)


def _list_ways() -> list[str]:
    if known_account() is not None:
        return [SIGNED_IN]
    if current_settings().oidc_only:
        return [THIS_BROWSER]
    return [NEW_ACCOUNT, THIS_BROWSER]


def _build_join_form(
    way: JoinLink,
    name: str | None = None,
    number: str | None = None,
    *,
    session: Session | None = None,
) -> JoinForm:
    """Return the form that confirms who somebody is; with a name it is shown first, without it was sent."""
    form = JoinForm(formdata=None) if name is not None else JoinForm()
    if name is not None:
        form.name.data, form.number.data = name, number or ""
    session = session or request_session()
    form.offer(_list_entries(session, way, form), _list_ways())
    return form


def _list_entries(
    session: Session, way: JoinLink, form: JoinForm
) -> list[tuple[str, str]]:
    """Return whom somebody may say they are: the one whom the way is for; else who has their number or name, or none."""
    if way.member is not None:
        return [(way.member.key, describe_entry(way.member))]
    name, number = form.name.data or "", form.number.data or ""
    found = find_free_entry(session, way.cohort, number) if number else None
    entries = (
        [found] if found else list(list_free_entries_named(session, way.cohort, name))
    )
    return [
        *((one.key, describe_entry(one)) for one in entries),
        (NEW_ENTRY, f"{name}, and not on the list yet" if entries else name),
    ]


def _find_chosen(
    session: Session, way: JoinLink, form: JoinForm
) -> CohortMember | None:
    if form.entry.data == NEW_ENTRY:
        return None
    return find_member(session, way.cohort, form.entry.data, lock=True)


def _is_account_acceptable(session: Session, form: JoinForm) -> bool:
    if not form.is_account_acceptable([form.name.data or ""]):
        return False
    taken = find_account_by_sign_in_name(session, form.read_sign_in_name())
    if taken is not None:
        form.reject_sign_in_name()
    return taken is None


def _find_or_create_person(
    session: Session, form: JoinForm, hashed: str
) -> tuple[Person, Account | None]:
    """Return who joins, and the account that was made for them if they asked for one."""
    now = utc_now()
    if form.way.data != NEW_ACCOUNT:
        return login.ensure_person(now=now), None
    name = form.read_sign_in_name()
    if find_account_by_sign_in_name(session, name) is not None:
        raise NotValid("Somebody chose this sign-in name a moment ago.")
    person = create_bare_person(session, now=now)
    record_consent(
        session,
        person,
        ConsentSubject.PRIVACY_NOTICE,
        PRIVACY_NOTICE_VERSION,
        now=now,
    )
    details = AccountDetails(
        sign_in_name=name, name=form.name.data or None, password_hash=hashed
    )
    return person, create_account(session, person, details, now=now)


def _render_confirmation(way: JoinLink, secret: str, form: JoinForm) -> str:
    return render_template(
        "cohorts/join_confirm.html",
        way=way,
        secret=secret,
        form=form,
        entries=form.entry.choices,
        ways=_list_ways(),
        account=known_account(),
        person=login.find_current(),
    )
