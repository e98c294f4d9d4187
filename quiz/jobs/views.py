"""The page of a job: how far it is, how it ended, and a button that cancels it. Its owner alone sees it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.jobs import queries, services
from quiz.jobs.models import Job
from quiz.jobs.presenters import build_job_view
from quiz.web.access import declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("jobs", __name__)


@bp.get("/jobs/<key>")
@declare_access(require_owner("job"))
def show_job(key: str) -> str:
    return render_template(
        "jobs/job.html", job=build_job_view(_find_own_job(key)), form=ConfirmForm()
    )


@bp.post("/jobs/<key>/cancel")
@declare_access(require_owner("job"))
def cancel_job(key: str) -> ResponseReturnValue:
    job = _find_own_job(key)
    if ConfirmForm().validate_on_submit():
        services.cancel_job(request_session(), job, now=utc_now())
    return redirect(url_for("jobs.show_job", key=key), 303)


def _find_own_job(key: str) -> Job:
    person = login.required_person()
    job = queries.find_job_of_owner(request_session(), key, person.id)
    if job is None:
        raise NotFound("There is no such work here.")
    return job
