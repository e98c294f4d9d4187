"""Pages about goals and results: the landing page, choosing a goal, before the start, the result."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import login
from quiz.goals.queries import find_own_goal
from quiz.goals.repository import list_goals
from quiz.results.confidence import build_confidence_matrix, collect_misconceptions
from quiz.results.current import load_result_view
from quiz.results.evidence.claims import build_claim_rows
from quiz.results.gaps.readings import (
    read_against_goals,
)
from quiz.results.gaps.skills import summarise_skills
from quiz.results.history.change import compare_with_previous
from quiz.results.history.timeline import build_history
from quiz.results.queries import list_evidence
from quiz.sittings import queries, transitions
from quiz.sittings.current import (
    assessment_context,
    current_catalogue,
    own_sitting_or_404,
)
from quiz.web.access import allow_everyone, declare_access
from quiz.web.transactions import request_session

bp = Blueprint("results", __name__)


@bp.get("/sittings/<key>/result")
@declare_access(login.require_known_person)
def show_result(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show_sitting", key=key))
    person = login.required_person()
    offered = list_goals(request_session(), person, current_catalogue())
    goal = offered.get(request.args.get("goal", ""))
    found = load_result_view(sitting, goal)
    answered = transitions.answered_attempt_items(sitting.positions)
    named = find_own_goal(request_session(), person, found.goal_key)
    return render_template(
        "results/result.html",
        result=found,
        own_goal=sitting.goal_key,
        readings=read_against_goals(
            sitting,
            assessment_context(),
            offered.values(),
            shown=goal.key if goal else sitting.goal_key,
        ),
        since=compare_with_previous(
            sitting,
            queries.find_previous_sitting(request_session(), sitting),
            assessment_context(),
        ),
        matrix=build_confidence_matrix(answered, current_catalogue()),
        mended=collect_misconceptions(answered, current_catalogue()),
        skills=summarise_skills(
            sitting, named.skills if named else {}, current_catalogue()
        ),
        claims=build_claim_rows(
            [row.data for row in found.rows],
            sitting.claimed or {},
            list_evidence(request_session(), person.id),
        ),
    )


@bp.get("/history")
@declare_access(allow_everyone)
def show_history() -> str:
    person = login.current_person()
    sittings = queries.list_sittings(request_session(), person) if person else []
    return render_template(
        "results/history.html",
        history=build_history(
            sittings,
            assessment_context(),
            before=request.args.get("before", ""),
            after=request.args.get("after", ""),
        ),
    )
