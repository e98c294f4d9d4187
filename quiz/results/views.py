"""The home page with an example, the result of an assessment, and levels over time."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.results.confidence import build_confidence_matrix, collect_misconceptions
from quiz.results.current import (
    load_change_since_last,
    load_claim_rows,
    load_evaluation,
    load_offered_goals,
    load_result_view,
    load_skill_summaries,
    own_finished_sitting,
)
from quiz.results.example_profile import (
    ANSWERS_PER_AREA,
    EXAMPLE_GOAL,
    EXAMPLE_OUTCOMES,
    EXAMPLE_PERSON,
)
from quiz.results.gaps.readings import read_against_goals
from quiz.results.history.presenters import build_timelines
from quiz.results.history.timeline import build_history
from quiz.results.presenters import build_profile_rows
from quiz.sittings.assessment.progress import build_length_facts
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.events.transitions import answered_attempt_items
from quiz.sittings.queries import list_sittings
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import current_settings
from quiz.web.transactions import request_session

bp = Blueprint("results", __name__)


@bp.get("/")
@declare_access(allow_everyone)
def show_home() -> str:
    return render_template(
        "results/home.html",
        person=EXAMPLE_PERSON,
        goal_name=EXAMPLE_GOAL,
        rows=build_profile_rows(EXAMPLE_OUTCOMES),
        answered=ANSWERS_PER_AREA * len(EXAMPLE_OUTCOMES),
        facts=build_length_facts("standard", assessment_context().for_everyone),
        keep_days=current_settings().keep_days,
    )


@bp.get("/sittings/<key>/result")
@declare_access(require_owner("sitting"))
def show_result(key: str) -> ResponseReturnValue:
    sitting, goals = own_finished_sitting(key), load_offered_goals()
    evaluation = load_evaluation(sitting)
    result = load_result_view(evaluation, goals.get(request.args.get("goal", "")))
    answered = answered_attempt_items(sitting.positions)
    return render_template(
        "results/result.html",
        result=result,
        own_goal=sitting.goal_key,
        can_retake=result.goal_key in goals,
        readings=read_against_goals(evaluation, goals.values()),
        since=load_change_since_last(evaluation),
        matrix=build_confidence_matrix(answered, current_catalogue()),
        misconceptions=collect_misconceptions(answered, current_catalogue()),
        skills=load_skill_summaries(sitting, result.goal_key),
        claims=load_claim_rows(sitting, result),
    )


@bp.get("/history")
@declare_access(allow_everyone)
def show_history() -> str:
    person = login.current_person()
    history = build_history(
        list_sittings(request_session(), person) if person else [],
        assessment_context(),
        before=request.args.get("before", ""),
        after=request.args.get("after", ""),
    )
    return render_template(
        "results/history.html",
        history=history,
        timelines=build_timelines(history) if history else [],
    )
