"""The pages of hard questions: the list, and one question for a projector."""

from flask import Blueprint, render_template, request

from quiz.cohorts.analysis.hard_questions import find_hard_questions
from quiz.cohorts.insight.current import load_current_snapshot
from quiz.cohorts.insight.questions.answers import (
    compare_answers,
    list_given,
    load_sittings,
)
from quiz.cohorts.insight.questions.presenters import (
    build_projected,
    build_question_rows,
)
from quiz.cohorts.login import current_cohort, require_cohort
from quiz.errors import NotFound
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.web.access import declare_access
from quiz.web.transactions import request_session

bp = Blueprint("hard_questions", __name__)

#: What the projector shows, one after the other.
STEPS = ("question", "answers", "explanation")


@bp.get("/cohorts/<key>/questions")
@declare_access(require_cohort)
def list_questions(key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    snapshot = load_current_snapshot()
    sittings = load_sittings(request_session(), snapshot)
    residuals = find_hard_questions(compare_answers(sittings, assessment_context()))
    questions = {one.question.key: one.question for one in list_given(sittings)}
    return render_template(
        "cohorts/hard_questions.html",
        cohort=current_cohort(),
        snapshot=snapshot,
        rows=build_question_rows(residuals, questions, current_catalogue()),
        compared=len(residuals),
        asked=len(questions),
    )


@bp.get("/cohorts/<key>/questions/<question_key>")
@declare_access(require_cohort)
def project_question(key: str, question_key: str) -> str:  # noqa: ARG001  # (the same)
    """Show one question that the check asked: alone, then how it was answered, then why."""
    snapshot = load_current_snapshot()
    answers = [
        one
        for one in list_given(load_sittings(request_session(), snapshot))
        if one.question.key == question_key
    ]
    if not answers:
        raise NotFound("This check did not ask this question.")
    step = request.args.get("step", "")
    return render_template(
        "cohorts/projector.html",
        cohort=current_cohort(),
        snapshot=snapshot,
        key=question_key,
        step=step if step in STEPS else STEPS[0],
        steps=STEPS,
        one=build_projected(answers[0].question, answers, current_catalogue()),
    )
