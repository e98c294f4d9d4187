"""Pages about goals and results: the landing page, choosing a goal, before the start, the result."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import current
from quiz.assess.plan import Length
from quiz.bank.calibrations import current_row
from quiz.bank.measures import coverage_of, measures_of
from quiz.bank.proof.store import read_proofs
from quiz.bank.skills import Goal
from quiz.clock import utc_now
from quiz.config import assets
from quiz.drawing.example import EXAMPLE_ROWS
from quiz.drawing.outlines import section
from quiz.drawing.strips import profile_rows
from quiz.errors import NotFound
from quiz.gaps.claims import claim_rows
from quiz.gaps.confidence import matrix_of, misconceptions_of
from quiz.gaps.goals import goal_for, goals_for, skills_shown
from quiz.gaps.history import since_last
from quiz.gaps.queries import evidence_of, own_goal
from quiz.gaps.readings import levels_of, readings_of, rows_against
from quiz.gaps.result import ResultView, result_view
from quiz.gaps.settle import questions_that_settle
from quiz.gaps.timeline import history_of
from quiz.gaps.words import DOUBT_SENTENCES, rescoring_sentence
from quiz.sittings import events, queries
from quiz.sittings.current import catalogue, own_sitting_or_404, tools
from quiz.sittings.forms import LENGTHS, start_form
from quiz.sittings.languages import languages_of
from quiz.sittings.measuring import fit_of
from quiz.sittings.models import Sitting
from quiz.sittings.progress import LengthFacts, length_facts
from quiz.web.rules import access, everyone
from quiz.web.transactions import session

bp = Blueprint("gaps", __name__)


@bp.get("/")
@access(everyone)
def home() -> str:
    return render_template(
        "gaps/home.html",
        example={
            "name": "Maren",
            "answered": 36,
            "goal_name": "Junior generalist",
            "rows": profile_rows(EXAMPLE_ROWS),
        },
        facts=facts_of("standard"),
    )


@bp.get("/goals")
@access(everyone)
def goals() -> str:
    offered = goals_for(session(), current.current_person(), catalogue()).values()
    drawn = [(goal, section(_levels(goal), name=goal.name)) for goal in offered]
    return render_template(
        "gaps/goals.html",
        goals=[pair for pair in drawn if pair[0].key in catalogue().goals],
        own=[pair for pair in drawn if pair[0].key not in catalogue().goals],
        area_count=len(catalogue().areas),
        open_sitting=_latest_open_sitting(),
    )


@bp.get("/goals/<key>/start")
@access(everyone)
def start(key: str) -> str:
    person = current.current_person()
    goal = goal_for(session(), person, catalogue(), key)
    if goal is None:
        raise NotFound("There is no such goal.")
    return render_template(
        "gaps/start.html",
        goal=goal,
        form=start_form(
            languages_of(catalogue()),
            list(catalogue().areas.values()),
            goal=goal.key,
            length="standard",
        ),
        areas=catalogue().areas.values(),
        lengths=[facts_of(length) for length in LENGTHS],
        open_sitting=queries.open_sitting_for(session(), person, key)
        if person
        else None,
    )


@bp.get("/sittings/<key>/result")
@access(current.known_person)
def result(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    person = current.required_person()
    offered = goals_for(session(), person, catalogue())
    goal = offered.get(request.args.get("goal", ""))
    found = view_of(sitting, goal)
    answered = events.answered_positions(sitting.positions)
    named = own_goal(session(), person, found.goal_key)
    return render_template(
        "gaps/result.html",
        result=found,
        own_goal=sitting.goal_key,
        readings=readings_of(
            sitting,
            tools(),
            offered.values(),
            shown=goal.key if goal else sitting.goal_key,
        ),
        since=since_last(sitting, queries.sitting_before(session(), sitting), tools()),
        matrix=matrix_of(answered, catalogue()),
        mended=misconceptions_of(answered, catalogue()),
        skills=skills_shown(sitting, named.skills if named else {}, catalogue()),
        claims=claim_rows(
            [row.data for row in found.rows],
            sitting.claimed or {},
            evidence_of(session(), person.id),
        ),
    )


@bp.get("/history")
@access(everyone)
def history() -> str:
    person = current.current_person()
    sittings = queries.sittings_of(session(), person) if person else []
    return render_template(
        "gaps/history.html",
        history=history_of(
            sittings,
            tools(),
            before=request.args.get("before", ""),
            after=request.args.get("after", ""),
        ),
    )


@bp.get("/method")
@access(everyone)
def method() -> str:
    return render_template("gaps/method.html", calibration=current_row(session()))


@bp.get("/sources")
@access(everyone)
def sources() -> str:
    return render_template(
        "gaps/sources.html",
        profiles=catalogue().profiles,
        figures=catalogue().figures.values(),
    )


@bp.get("/bank")
@access(everyone)
def bank() -> str:
    proofs = read_proofs(assets() / "questions")
    coverage = coverage_of(catalogue())
    return render_template(
        "gaps/bank.html",
        measures=measures_of(catalogue(), proofs, today=utc_now().date()),
        areas=[
            (
                area,
                [one for one in coverage.objectives if one.objective.area == area.id],
            )
            for area in catalogue().areas.values()
        ],
        rows=coverage.rows,
        languages=languages_of(catalogue()),
    )


def view_of(sitting: Sitting, goal: Goal | None = None) -> ResultView:
    """Return what is said of a finished sitting of the person who asks, against its goal or another."""
    other = goal is not None and goal.key != sitting.goal_key
    return result_view(
        sitting,
        catalogue(),
        to_settle={} if other else questions_that_settle(sitting, tools()),
        is_example=current.required_person().is_example,
        rows=rows_against(sitting, tools(), levels_of(goal))
        if goal and other
        else None,
        goal=goal if other else None,
        notes=_notes(sitting),
    )


def shared_view_of(sitting: Sitting) -> ResultView:
    """Return what others are told of a shared result."""
    return result_view(
        sitting, catalogue(), to_settle={}, is_example=False, notes=_notes(sitting)
    )


def facts_of(length: Length) -> LengthFacts:
    """Return what a person is told of a length, from the questions as they are today."""
    return length_facts(length, tools().for_everyone)


def _notes(sitting: Sitting) -> list[str]:
    return [
        *(DOUBT_SENTENCES[doubt] for doubt in fit_of(sitting).doubts),
        *(
            rescoring_sentence(one.rescoring.created_at, one.changes)
            for one in queries.rescored_results(session(), sitting)
        ),
    ]


def _levels(goal: Goal) -> list[float]:
    return [float(goal.levels.get(area, 0)) for area in catalogue().areas]


def _latest_open_sitting() -> Sitting | None:
    person = current.current_person()
    if person is None:
        return None
    return next(
        (one for one in queries.sittings_of(session(), person) if one.state == "open"),
        None,
    )
