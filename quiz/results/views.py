"""The home page with an example, the result of an assessment, and levels over time."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.results.confidence import build_confidence_matrix, collect_misconceptions
from quiz.results.current import (
    load_change_since_last,
    load_claim_rows,
    load_evaluation,
    load_newer,
    load_offered_goals,
    load_result_view,
    load_skill_summaries,
    load_starting_point,
    own_finished_sitting,
)
from quiz.results.example_profile import (
    EXAMPLE_ANSWERS,
    EXAMPLE_GOAL,
    EXAMPLE_LENGTH,
    EXAMPLE_OUTCOMES,
    EXAMPLE_PERSON,
)
from quiz.results.gaps.readings import find_next_goal, read_against_goals
from quiz.results.history.presenters import build_timelines
from quiz.results.history.timeline import build_history, list_checks
from quiz.results.presenters import build_profile_rows
from quiz.sittings.assessment.progress import build_length_facts
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.enums import SittingMode
from quiz.sittings.events.transitions import answered_attempt_items
from quiz.sittings.merged_items import list_merged_items
from quiz.sittings.queries import (
    find_latest_finished,
    find_latest_open,
    list_sittings,
)
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import current_settings
from quiz.web.transactions import request_session

bp = Blueprint("results", __name__)


@bp.get("/")
@declare_access(allow_everyone)
def show_home() -> str:
    known, questions = login.current_person(), assessment_context().for_everyone
    return render_template(
        "results/home.html",
        person=EXAMPLE_PERSON,
        goal_name=EXAMPLE_GOAL,
        rows=build_profile_rows(EXAMPLE_OUTCOMES),
        example_length=EXAMPLE_LENGTH,
        answered=EXAMPLE_ANSWERS,
        quick=build_length_facts("quick", questions),
        standard=build_length_facts("standard", questions),
        open_sitting=find_latest_open(request_session(), known) if known else None,
        latest=find_latest_finished(request_session(), known) if known else None,
        keep_days=current_settings().keep_days,
    )


@bp.get("/sittings/<key>/result")
@declare_access(require_owner("sitting"))
def show_result(key: str) -> ResponseReturnValue:
    sitting, goals = own_finished_sitting(key), load_offered_goals()
    is_check = sitting.mode is SittingMode.CHECK
    if is_check and request.args.keys().isdisjoint({"areas", "goal"}):
        return redirect(url_for("plan.show_check", key=key))
    evaluation, newer = load_evaluation(sitting), load_newer(sitting)
    goal = goals.get(request.args.get("goal", ""))
    result = load_result_view(evaluation, goal, newer=newer)
    readings = read_against_goals(evaluation, goals.values())
    answered = answered_attempt_items(list_merged_items(sitting))
    return render_template(
        "results/result.html",
        result=result,
        own_goal=sitting.goal_key,
        # Without it the address of a progress check leads to its own page.
        areas="all" if is_check else None,
        newer=newer,
        starting_point=load_starting_point(sitting),
        can_retake=result.goal_key in goals,
        readings=readings,
        next_goal=find_next_goal(readings, result.goal_key),
        since=load_change_since_last(evaluation),
        given_answers=len(answered),
        matrix=build_confidence_matrix(answered, current_catalogue()),
        misconceptions=collect_misconceptions(answered, current_catalogue()),
        skills=load_skill_summaries(sitting, result.goal_key),
        claims=load_claim_rows(sitting, result),
    )


@bp.get("/history")
@declare_access(allow_everyone)
def show_history() -> str:
    person = login.current_person()
    sittings = list_sittings(request_session(), person) if person else []
    history = build_history(
        sittings,
        assessment_context(),
        before=request.args.get("before", ""),
        after=request.args.get("after", ""),
    )
    return render_template(
        "results/history.html",
        history=history,
        checks=list_checks(sittings),
        timelines=build_timelines(history) if history else [],
    )
