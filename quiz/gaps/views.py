"""Pages about goals and results: the landing page, choosing a goal, before the start, the result."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import current
from quiz.assess.plan import Length
from quiz.bank.calibrations import find_current_calibration
from quiz.bank.measures import compute_statistics, measure_coverage
from quiz.bank.proof.store import read_proofs
from quiz.bank.skills import Goal
from quiz.clock import utc_now
from quiz.config import assets_folder
from quiz.drawing.example import EXAMPLE_ROWS
from quiz.drawing.outlines import draw_goal_section
from quiz.drawing.strips import build_profile_rows
from quiz.errors import NotFound
from quiz.gaps.claims import build_claim_rows
from quiz.gaps.confidence import build_confidence_matrix, collect_misconceptions
from quiz.gaps.goals import find_goal, list_goals, summarise_skills
from quiz.gaps.history import compare_with_previous
from quiz.gaps.queries import find_own_goal, list_evidence
from quiz.gaps.readings import (
    build_profile_against,
    read_against_goals,
    required_levels,
)
from quiz.gaps.result import ResultView, build_result_view
from quiz.gaps.settle import count_questions_to_decide
from quiz.gaps.timeline import build_history
from quiz.gaps.words import DOUBT_SENTENCES, describe_rescoring
from quiz.sittings import events, queries
from quiz.sittings.current import (
    assessment_context,
    current_catalogue,
    own_sitting_or_404,
)
from quiz.sittings.forms import LENGTHS, build_start_form
from quiz.sittings.languages import list_languages
from quiz.sittings.measuring import evaluate_person_fit
from quiz.sittings.models import Sitting
from quiz.sittings.progress import LengthFacts, build_length_facts
from quiz.web.rules import allow_everyone, declare_access
from quiz.web.transactions import request_session

bp = Blueprint("gaps", __name__)


@bp.get("/")
@declare_access(allow_everyone)
def show_home() -> str:
    return render_template(
        "gaps/home.html",
        example={
            "name": "Maren",
            "answered": 36,
            "goal_name": "Junior generalist",
            "rows": build_profile_rows(EXAMPLE_ROWS),
        },
        facts=load_length_facts("standard"),
    )


@bp.get("/goals")
@declare_access(allow_everyone)
def show_goals() -> str:
    offered = list_goals(
        request_session(), current.current_person(), current_catalogue()
    ).values()
    drawn = [
        (goal, draw_goal_section(_levels_by_area(goal), name=goal.name))
        for goal in offered
    ]
    return render_template(
        "gaps/goals.html",
        goals=[pair for pair in drawn if pair[0].key in current_catalogue().goals],
        own=[pair for pair in drawn if pair[0].key not in current_catalogue().goals],
        area_count=len(current_catalogue().areas),
        open_sitting=_find_latest_open_sitting(),
    )


@bp.get("/goals/<key>/start")
@declare_access(allow_everyone)
def show_start(key: str) -> str:
    person = current.current_person()
    goal = find_goal(request_session(), person, current_catalogue(), key)
    if goal is None:
        raise NotFound("There is no such goal.")
    return render_template(
        "gaps/start.html",
        goal=goal,
        form=build_start_form(
            list_languages(current_catalogue()),
            list(current_catalogue().areas.values()),
            goal=goal.key,
            length="standard",
        ),
        areas=current_catalogue().areas.values(),
        lengths=[load_length_facts(length) for length in LENGTHS],
        open_sitting=queries.find_open_sitting(request_session(), person, key)
        if person
        else None,
    )


@bp.get("/sittings/<key>/result")
@declare_access(current.require_known_person)
def show_result(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show_sitting", key=key))
    person = current.required_person()
    offered = list_goals(request_session(), person, current_catalogue())
    goal = offered.get(request.args.get("goal", ""))
    found = load_result_view(sitting, goal)
    answered = events.answered_attempt_items(sitting.positions)
    named = find_own_goal(request_session(), person, found.goal_key)
    return render_template(
        "gaps/result.html",
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
    person = current.current_person()
    sittings = queries.list_sittings(request_session(), person) if person else []
    return render_template(
        "gaps/history.html",
        history=build_history(
            sittings,
            assessment_context(),
            before=request.args.get("before", ""),
            after=request.args.get("after", ""),
        ),
    )


@bp.get("/method")
@declare_access(allow_everyone)
def show_method() -> str:
    return render_template(
        "gaps/method.html", calibration=find_current_calibration(request_session())
    )


@bp.get("/sources")
@declare_access(allow_everyone)
def show_sources() -> str:
    return render_template(
        "gaps/sources.html",
        profiles=current_catalogue().profiles,
        figures=current_catalogue().figures.values(),
    )


@bp.get("/bank")
@declare_access(allow_everyone)
def show_bank() -> str:
    proofs = read_proofs(assets_folder() / "questions")
    coverage = measure_coverage(current_catalogue())
    return render_template(
        "gaps/bank.html",
        measures=compute_statistics(
            current_catalogue(), proofs, today=utc_now().date()
        ),
        areas=[
            (
                area,
                [one for one in coverage.objectives if one.objective.area == area.id],
            )
            for area in current_catalogue().areas.values()
        ],
        rows=coverage.rows,
        languages=list_languages(current_catalogue()),
    )


def load_result_view(sitting: Sitting, goal: Goal | None = None) -> ResultView:
    """Return what is said of a finished sitting of the person who asks, against its goal or another."""
    other = goal is not None and goal.key != sitting.goal_key
    return build_result_view(
        sitting,
        current_catalogue(),
        to_settle={}
        if other
        else count_questions_to_decide(sitting, assessment_context()),
        is_example=current.required_person().is_example,
        rows=build_profile_against(sitting, assessment_context(), required_levels(goal))
        if goal and other
        else None,
        goal=goal if other else None,
        notes=_result_notes(sitting),
    )


def load_shared_result_view(sitting: Sitting) -> ResultView:
    """Return what others are told of a shared result."""
    return build_result_view(
        sitting,
        current_catalogue(),
        to_settle={},
        is_example=False,
        notes=_result_notes(sitting),
    )


def load_length_facts(length: Length) -> LengthFacts:
    """Return what a person is told of a length, from the questions as they are today."""
    return build_length_facts(length, assessment_context().for_everyone)


def _result_notes(sitting: Sitting) -> list[str]:
    return [
        *(DOUBT_SENTENCES[doubt] for doubt in evaluate_person_fit(sitting).flags),
        *(
            describe_rescoring(one.rescoring.created_at, one.changes)
            for one in queries.list_active_rescorings(request_session(), sitting)
        ),
    ]


def _levels_by_area(goal: Goal) -> list[float]:
    return [float(goal.levels.get(area, 0)) for area in current_catalogue().areas]


def _find_latest_open_sitting() -> Sitting | None:
    person = current.current_person()
    if person is None:
        return None
    return next(
        (
            one
            for one in queries.list_sittings(request_session(), person)
            if one.state == "open"
        ),
        None,
    )
