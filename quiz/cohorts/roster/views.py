"""Rosters as files: upload, see what would change, store it, download."""

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from quiz.cohorts.login import current_cohort, record_action, require_cohort
from quiz.cohorts.roster import services
from quiz.cohorts.roster.comparison import compare_roster
from quiz.cohorts.roster.export import write_roster
from quiz.cohorts.roster.forms import RosterForm, StoreForm
from quiz.cohorts.roster.lines import read_lines, write_lines
from quiz.cohorts.roster.parsing import MOST_BYTES, RosterFile, read_roster
from quiz.core.clock import utc_now
from quiz.errors import NotValid
from quiz.web.access import declare_access
from quiz.web.transactions import request_session

bp = Blueprint("roster", __name__)
#: Lines of the preview that are shown; all of them are stored.
MOST_SHOWN = 200
MOST_FORM_BYTES = 2 * MOST_BYTES


@bp.url_value_preprocessor
def allow_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a roster be longer than what other forms send."""
    request.max_content_length = MOST_FORM_BYTES
    request.max_form_memory_size = MOST_FORM_BYTES
    request.max_form_parts = 2000


@bp.get("/cohorts/<key>/roster")
@declare_access(require_cohort)
def show_roster_form(key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    return render_template(
        "cohorts/roster.html", cohort=current_cohort(), form=RosterForm()
    )


@bp.post("/cohorts/<key>/roster")
@declare_access(require_cohort)
def preview_roster(key: str) -> ResponseReturnValue:  # noqa: ARG001  # (the same)
    form, cohort = RosterForm(), current_cohort()
    upload = form.file.data
    if not form.validate_on_submit() or not upload or not upload.filename:
        form.file.errors = ["Choose a file."]
        return render_template("cohorts/roster.html", cohort=cohort, form=form), 422
    try:
        file = read_roster(upload.filename, upload.read(MOST_BYTES + 1))
    except NotValid as error:
        form.file.errors = [str(error)]
        return render_template("cohorts/roster.html", cohort=cohort, form=form), 422
    return _render_preview(file)


@bp.post("/cohorts/<key>/roster/store")
@declare_access(require_cohort)
def store_roster(key: str) -> ResponseReturnValue:
    form, cohort, session = StoreForm(), current_cohort(), request_session()
    if not form.validate_on_submit():
        return redirect(url_for("roster.show_roster_form", key=key), 303)
    try:
        file = read_lines(form.content.data or "")
    except NotValid as error:
        flash(str(error), "error")
        return redirect(url_for("roster.show_roster_form", key=key), 303)
    compared = compare_roster(file, services.list_known_entries(session, cohort))
    new, changed, removed = services.store_roster(
        session,
        cohort,
        compared,
        form.remove.data or (),
        now=utc_now(),
        record=record_action,
    )
    flash(f"Roster saved: {new} new, {changed} changed, {removed} removed.")
    return redirect(url_for("members.list_members", key=key), 303)


@bp.get("/cohorts/<key>/roster.csv")
@declare_access(require_cohort)
def download_roster(key: str) -> Response:  # noqa: ARG001  # (the same)
    entries = services.list_known_entries(request_session(), current_cohort())
    answer = Response(write_roster(entries), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="roster.csv")
    return answer


def _render_preview(file: RosterFile) -> str:
    cohort = current_cohort()
    compared = compare_roster(
        file, services.list_known_entries(request_session(), cohort)
    )
    form = StoreForm(formdata=None, content=write_lines(file))
    form.remove.choices = [
        (one.key, ", ".join(filter(None, (one.name, one.external_id, one.group))))
        for one in compared.missing
    ]
    # What needs a look comes first.
    order = {"faulty": 0, "changed": 1, "new": 2, "unchanged": 3}
    lines = sorted(compared.lines, key=lambda one: order[one.fate.value])
    return render_template(
        "cohorts/roster_preview.html",
        cohort=cohort,
        compared=compared,
        lines=lines[:MOST_SHOWN],
        form=form,
    )
