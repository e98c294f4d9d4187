"""The form to report a problem with a question."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.bank.rendering import build_taker_view
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.moderation import services as moderation_services
from quiz.sittings.current import current_sitting, may_answer_sitting
from quiz.sittings.enums import ProblemKind
from quiz.sittings.events import transitions
from quiz.sittings.forms import ProblemReportForm
from quiz.sittings.models import Sitting
from quiz.sittings.presenters import build_sitting_links
from quiz.web.access import declare_access
from quiz.web.transactions import request_session

bp = Blueprint("moderation", __name__)


@bp.get("/sittings/<key>/flag")
@declare_access(may_answer_sitting)
def show_problem_form(key: str) -> ResponseReturnValue:
    return _render_problem_form(current_sitting(key), ProblemReportForm())


@bp.post("/sittings/<key>/flag")
@declare_access(may_answer_sitting)
def submit_problem_report(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    form = ProblemReportForm()
    position = transitions.current_attempt_item(sitting.positions)
    if not form.validate_on_submit():
        return _render_problem_form(sitting, form), 422
    if position is not None:
        moderation_services.report_problem(
            request_session(),
            position,
            person_id=sitting.person_id,
            kind=ProblemKind(form.kind.data),
            note=form.note.data or "",
            now=utc_now(),
        )
        flash("Thank you. Someone will look at this question. You can continue.")
    return redirect(url_for("sittings.show_sitting", key=key), 303)


def _render_problem_form(sitting: Sitting, form: ProblemReportForm) -> str:
    position = transitions.current_attempt_item(sitting.positions)
    if position is None:
        raise NotFound("There is no question to report.")
    question = build_taker_view(position.question, position.option_order)
    return render_template(
        "moderation/problem_form.html",
        form=form,
        question_html=question.question_html,
        links=build_sitting_links(sitting),
    )
