"""Pages by which a browser is known again, by which devices and links are looked after, and a person is forgotten."""

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login, queries, services
from quiz.accounts.forms import ResumeForm
from quiz.accounts.leaving import leave_browser_empty
from quiz.accounts.models import Person
from quiz.accounts.sessions.login import (
    known_account,
    load_account,
    rotate_browser,
)
from quiz.accounts.sessions.services import claim_person
from quiz.core.clock import utc_now
from quiz.core.keys import secret_hash
from quiz.errors import NotFound, NotValid
from quiz.web.access import allow_everyone, declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("accounts", __name__)


@bp.get("/resume")
@declare_access(allow_everyone)
def show_resume_form() -> str:
    return render_template("accounts/resume.html", form=ResumeForm())


@bp.post("/resume")
@declare_access(allow_everyone)
def resume_by_code() -> ResponseReturnValue:
    form = ResumeForm()
    if not form.validate_on_submit():
        return render_template("accounts/resume.html", form=form), 422
    known = login.current_person()
    token = queries.find_resume_token(
        request_session(), form.code.data or "", now=utc_now()
    )
    if token and known and token.person_id != known.id and not form.join.data:
        # Nothing has happened yet, and the code is not used up.
        return render_template("accounts/resume_join.html", form=form)
    try:
        return _resume_with_secret(form.code.data or "", known)
    except NotValid as error:
        form.code.errors = [str(error)]
        return render_template("accounts/resume.html", form=form), 422


@bp.get("/resume/<secret>")
@declare_access(allow_everyone)
def confirm_resume_link(secret: str) -> str:
    # Opening the link changes nothing: mail programs and chats open links by themselves.
    token = queries.find_resume_token(request_session(), secret, now=utc_now())
    known = login.current_person()
    return render_template(
        "accounts/resume_confirm.html",
        form=ConfirmForm(),
        secret=secret,
        joins=bool(token and known and token.person_id != known.id),
    )


@bp.post("/resume/<secret>")
@declare_access(allow_everyone)
def resume_by_link(secret: str) -> ResponseReturnValue:
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("accounts.confirm_resume_link", secret=secret), 303)
    return _resume_with_secret(secret, login.current_person())


@bp.get("/devices")
@declare_access(login.require_known_person)
def show_devices() -> ResponseReturnValue:
    if known_account() is not None:
        return redirect(url_for("account.show_account", _anchor="browsers"), 303)
    person, now = login.required_person(), utc_now()
    return render_template(
        "accounts/devices.html",
        devices=queries.list_devices(request_session(), person, now=now),
        links=queries.list_resume_tokens(request_session(), person, now=now),
        here=secret_hash(login.presented_secret()),
    )


@bp.post("/devices/leave")
@declare_access(login.require_known_person)
def leave_browser() -> ResponseReturnValue:
    person, here = login.required_person(), secret_hash(login.presented_secret())
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("accounts.show_devices"), 303)
    for device in queries.list_devices(request_session(), person, now=utc_now()):
        if device.secret_hash == here:
            services.end_device(request_session(), device)
    flash("This browser no longer shows your answers. They are still stored.")
    return leave_browser_empty()


@bp.post("/devices/<key>/end")
@declare_access(require_owner("person_secret"))
def end_device(key: str) -> ResponseReturnValue:
    device = queries.find_device(request_session(), login.required_person(), key)
    if device is None:
        raise NotFound("There is no such device.")
    if ConfirmForm().validate_on_submit():
        services.end_device(request_session(), device)
        flash("That device no longer shows your answers.")
    return redirect(url_for("accounts.show_devices"), 303)


@bp.post("/resume-links/<key>/end")
@declare_access(require_owner("resume_code"))
def withdraw_link(key: str) -> ResponseReturnValue:
    token = queries.find_own_resume_token(
        request_session(), login.required_person(), key
    )
    if token is None:
        raise NotFound("There is no such link.")
    if ConfirmForm().validate_on_submit():
        services.withdraw_resume_token(request_session(), token)
        flash(
            "The link or code is turned off. Devices that have used it keep access until you remove them."
        )
    return redirect(url_for("accounts.show_devices"), 303)


def _resume_with_secret(secret: str, known: Person | None) -> ResponseReturnValue:
    session, now = request_session(), utc_now()
    if known is None:
        _, own_secret = services.resume_person(
            session, secret, now=now, device=login.current_device_name()
        )
        login.remember_person(own_secret)
        return redirect(url_for("sittings.show_sittings"), 303)
    person = services.use_resume_token(session, secret, now=now, known=known)
    if person.id == known.id:
        flash("This browser already shows these answers.")
    else:
        _join(person, known)
        flash("Your answers from this browser and the other device are now combined.")
    return redirect(url_for("sittings.show_sittings"), 303)


def _join(person: Person, known: Person) -> None:
    """Make one of the person behind a link or code and the one this browser shows; an account stays what it is."""
    session, now, settle = request_session(), utc_now(), login.current_settle()
    if known_account() is not None:
        claim_person(session, load_account(), person, settle=settle, now=now)
        rotate_browser()
        return
    # The browser's own secret goes along, so its cookie stays good.
    services.join_people(session, person, known, settle=settle, now=now)
    login.rotate_session()
