"""The page about the questions: reports of problems, what is not asked, and how the bank stands."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.administration.login import (
    require_administrator,
    require_recent_administrator,
)
from quiz.bank.item_calibration.queries import find_current_calibration
from quiz.bank.publishing.statistics import measure_coverage
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.moderation import services
from quiz.operations.question_health import queries
from quiz.operations.question_health.forms import QuarantineForm
from quiz.sittings.current import current_catalogue
from quiz.web.access import declare_access
from quiz.web.current_settings import local_today
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("question_health", __name__)

MAX_PAGE = 100_000


@bp.get("/administration/questions")
@declare_access(require_administrator)
def show_questions() -> str:
    return _render(QuarantineForm(formdata=None))


@bp.post("/administration/questions/quarantine")
@declare_access(require_recent_administrator)
def quarantine_question() -> ResponseReturnValue:
    form = QuarantineForm()
    if not form.validate_on_submit():
        return _render(form), 422
    key = str(form.key.data)
    try:
        current_catalogue().find_question(key)
    except NotFound:
        form.key.errors = ["There is no question with this key."]
        return _render(form), 422
    affected = services.quarantine_question(
        request_session(), key, why=str(form.why.data), now=utc_now()
    )
    flash(
        f"{key} is not asked any more. Results with an answer to it, which stay as they are: {affected}"
    )
    return redirect(url_for("question_health.show_questions"), 303)


@bp.post("/administration/questions/<name>/release")
@declare_access(require_recent_administrator)
def release_question(name: str) -> ResponseReturnValue:
    if ConfirmForm().validate_on_submit():
        if not services.release_question(request_session(), name):
            raise NotFound("This question is asked already.")
        flash(f"{name} is asked again.")
    return redirect(url_for("question_health.show_questions"), 303)


def _render(form: QuarantineForm) -> str:
    session, catalogue = request_session(), current_catalogue()
    page = max(1, min(request.args.get("page", 1, type=int), MAX_PAGE))
    found = queries.list_reported_questions(session, page=page)
    held = queries.list_quarantined(session)
    coverage = measure_coverage(catalogue)
    today = local_today()
    return render_template(
        "operations/questions.html",
        form=form,
        reported=found[: queries.PAGE_SIZE],
        held=held,
        held_keys={one.question_key for one in held},
        total=len(catalogue.questions),
        past_review=sum(one.review_by < today for one in catalogue.questions.values()),
        thin=[each for each in coverage.objectives if each.is_thin],
        calibration=find_current_calibration(session),
        page=page,
        has_more=len(found) > queries.PAGE_SIZE,
    )
