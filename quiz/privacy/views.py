"""Pages of privacy: what is stored and why, what is stored about me, the download, and who looked."""

import json

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import login
from quiz.accounts.leaving import leave_browser_empty
from quiz.accounts.sessions.login import require_recent_if_signed_in
from quiz.core.clock import utc_now
from quiz.core.db import flush_log
from quiz.privacy import queries, services
from quiz.privacy.export import PersonalData, collect_personal_data
from quiz.privacy.presenters import build_stored_tables
from quiz.web.access import allow_everyone, declare_access, name_rule
from quiz.web.current_settings import current_settings
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import call_after_commit, request_session

bp = Blueprint("privacy", __name__)


@name_rule("known person, signed in lately if at all")
def require_recent_person() -> None:
    """Access rule: the browser is known; one that is signed in has shown lately who is behind it."""
    login.require_known_person()
    require_recent_if_signed_in()


@bp.get("/privacy/stored")
@declare_access(allow_everyone)
def show_register() -> str:
    return render_template("privacy/stored.html", tables=build_stored_tables())


@bp.get("/my-data")
@declare_access(login.require_known_person)
def show_my_data() -> str:
    person = login.required_person()
    return render_template(
        "privacy/my_data.html",
        seen=queries.list_seen(request_session(), person.id),
        consents=queries.list_consents(request_session(), person.id),
    )


@bp.get("/my-data/download.json")
@declare_access(require_recent_person)
def download_json() -> ResponseReturnValue:
    text = json.dumps(_collect().as_content(), ensure_ascii=False, indent=2)
    return _attach(text, "application/json", "my-data.json")


@bp.get("/my-data/download.html")
@declare_access(require_recent_person)
def download_page() -> ResponseReturnValue:
    page = render_template("privacy/download.html", data=_collect())
    return _attach(page, "text/html", "my-data.html")


@bp.get("/forget")
@declare_access(allow_everyone)
def confirm_deletion() -> str:
    require_recent_if_signed_in()
    return render_template(
        "privacy/forget.html", form=ConfirmForm(), known=login.current_person()
    )


@bp.post("/forget")
@declare_access(require_recent_person)
def delete_own_data() -> ResponseReturnValue:
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("privacy.confirm_deletion"), 303)
    delete_files = services.erase_person(
        request_session(), login.required_person(), current_settings()
    )
    call_after_commit(flush_log)
    call_after_commit(lambda _engine: delete_files())
    flash(
        "Your data is deleted: assessments, answers and results, here and on your other devices."
    )
    return leave_browser_empty()


def _collect() -> PersonalData:
    return collect_personal_data(
        request_session(), login.required_person(), now=utc_now()
    )


def _attach(text: str, kind: str, name: str) -> Response:
    response = Response(text, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
