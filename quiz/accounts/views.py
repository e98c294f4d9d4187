"""Pages by which a browser is known again, and by which a person is forgotten."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from quiz.accounts import login, services
from quiz.accounts.forms import ResumeForm
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.errors import NotValid
from quiz.web.access import allow_everyone, declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.rate_limits import count_or_stop
from quiz.web.transactions import request_session

bp = Blueprint("accounts", __name__)


@bp.get("/resume")
@declare_access(allow_everyone)
def show_resume_form() -> str:
    return render_template("accounts/resume.html", form=ResumeForm())


@bp.post("/resume")
@declare_access(allow_everyone)
def resume_by_code() -> ResponseReturnValue:
    _count_resume_attempt()
    form = ResumeForm()
    if not form.validate_on_submit():
        return render_template("accounts/resume.html", form=form), 422
    try:
        return _resume_with_secret(form.code.data or "")
    except NotValid as error:
        form.code.errors = [str(error)]
        return render_template("accounts/resume.html", form=form), 422


@bp.get("/resume/<secret>")
@declare_access(allow_everyone)
def confirm_resume_link(secret: str) -> str:
    # Opening the link changes nothing: mail programs and chats open links by themselves.
    return render_template(
        "accounts/resume_confirm.html", form=ConfirmForm(), secret=secret
    )


@bp.post("/resume/<secret>")
@declare_access(allow_everyone)
def resume_by_link(secret: str) -> ResponseReturnValue:
    _count_resume_attempt()
    return _resume_with_secret(secret)


@bp.get("/forget")
@declare_access(allow_everyone)
def confirm_deletion() -> str:
    return render_template(
        "accounts/forget.html", form=ConfirmForm(), known=login.current_person()
    )


@bp.post("/forget")
@declare_access(login.require_known_person)
def delete_own_data() -> ResponseReturnValue:
    services.delete_person(request_session(), login.required_person())
    login.forget_browser()
    flash(
        "Your data is deleted: sittings, answers and results, here and on your other devices."
    )
    return redirect(url_for("goals.show_home"), 303)


def _resume_with_secret(secret: str) -> ResponseReturnValue:
    _person, own_secret = services.resume_person(
        request_session(), secret, now=utc_now()
    )
    login.remember_person(own_secret)
    return redirect(url_for("sittings.show_sittings"), 303)


def _count_resume_attempt() -> None:
    settings: Settings = current_app.extensions["trigpoint_settings"]
    count_or_stop("resume", RateLimitItemPerHour(settings.hourly_codes_per_address))
