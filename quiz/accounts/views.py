"""Pages by which a browser is known again, and by which a person is forgotten."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from quiz.accounts import current, services
from quiz.accounts.forms import ResumeForm
from quiz.clock import utc_now
from quiz.config import Settings
from quiz.errors import NotValid
from quiz.web.forms import ConfirmForm
from quiz.web.limits import count_or_stop
from quiz.web.rules import access, everyone
from quiz.web.transactions import session

bp = Blueprint("accounts", __name__)


@bp.get("/resume")
@access(everyone)
def resume() -> str:
    return render_template("accounts/resume.html", form=ResumeForm())


@bp.post("/resume")
@access(everyone)
def resume_by_code() -> ResponseReturnValue:
    _count_try()
    form = ResumeForm()
    if not form.validate_on_submit():
        return render_template("accounts/resume.html", form=form), 422
    try:
        return _be_known_by(form.code.data or "")
    except NotValid as error:
        form.code.errors = [str(error)]
        return render_template("accounts/resume.html", form=form), 422


@bp.get("/resume/<secret>")
@access(everyone)
def resume_link(secret: str) -> str:
    # Opening the link changes nothing: mail programs and chats open links by themselves.
    return render_template(
        "accounts/resume_confirm.html", form=ConfirmForm(), secret=secret
    )


@bp.post("/resume/<secret>")
@access(everyone)
def resume_by_link(secret: str) -> ResponseReturnValue:
    _count_try()
    return _be_known_by(secret)


@bp.get("/forget")
@access(everyone)
def forget() -> str:
    return render_template(
        "accounts/forget.html", form=ConfirmForm(), known=current.current_person()
    )


@bp.post("/forget")
@access(current.known_person)
def forget_now() -> ResponseReturnValue:
    services.forget_person(session(), current.required_person())
    current.forget()
    flash(
        "Your data is deleted: sittings, answers and results, here and on your other devices."
    )
    return redirect(url_for("gaps.home"), 303)


def _be_known_by(secret: str) -> ResponseReturnValue:
    _person, own_secret = services.resume(session(), secret, now=utc_now())
    current.remember(own_secret)
    return redirect(url_for("sittings.mine"), 303)


def _count_try() -> None:
    settings: Settings = current_app.extensions["trigpoint_settings"]
    count_or_stop("resume", RateLimitItemPerHour(settings.hourly_codes_per_address))
