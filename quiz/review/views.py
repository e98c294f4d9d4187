"""The pages of practice: a question, and what there is to learn from the answer."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.bank.answers.form_answers import fill_form_answer
from quiz.bank.answers.scoring import ScoredAnswer
from quiz.bank.questions import Question
from quiz.bank.rendering import build_review_view, build_taker_view, count_options
from quiz.core.clock import utc_now
from quiz.errors import NotFound, NotValid
from quiz.review import practice, queries, services
from quiz.review.answers import (
    ReviewedAnswer,
    build_reviewed_answers,
    filter_by_area_and_confidence,
    filter_by_outcome,
    sort_missed_first,
)
from quiz.sittings.current import (
    assessment_context,
    current_catalogue,
    current_sitting,
    may_see_sitting,
    own_sitting_or_404,
)
from quiz.sittings.events.answer_reading import read_answer
from quiz.sittings.forms import PracticeForm, build_filter_form
from quiz.sittings.presenters import read_sent_fields, restore_typed_answer
from quiz.web.access import allow_everyone, declare_access
from quiz.web.transactions import request_session

bp = Blueprint("review", __name__)


@bp.get("/practice/<kind>/<name>")
@declare_access(login.require_known_person)
def show_practice(kind: str, name: str) -> ResponseReturnValue:
    questions, title = _find_set_or_404(kind, name)
    turn = queries.find_next_turn(
        request_session(), login.required_person(), questions, now=utc_now()
    )
    if turn is None:
        return render_template(
            "review/practice_done.html",
            title=title,
            count=len(questions),
            is_over=bool(questions),
        )
    form = PracticeForm(data={"question": turn.question.key, "turn": turn.number})
    return _render_practice_page(kind, name, title, turn, form)


@bp.post("/practice/<kind>/<name>")
@declare_access(login.require_known_person)
def submit_practice_answer(kind: str, name: str) -> ResponseReturnValue:
    questions, title = _find_set_or_404(kind, name)
    form, person = PracticeForm(), login.required_person()
    asked = {one.key: one for one in questions}.get(form.question.data or "")
    if not form.validate_on_submit() or asked is None:
        raise NotFound("You cannot practise this question now.")
    turn = practice.PracticeTurn(asked, form.turn.data or 0)
    if turn.number > queries.count_turns(request_session(), person, asked.key):
        raise NotFound("You cannot practise this question now.")
    try:
        given = read_answer(asked, turn.shuffle_options(person), read_sent_fields())
    except NotValid as error:
        form.reject_answer(str(error))
        return _render_practice_page(kind, name, title, turn, form), 422
    kept = services.record_practice_answer(
        request_session(), person, turn, given, now=utc_now()
    )
    return redirect(
        url_for("review.show_practice_answer", key=kept.key, kind=kind, name=name),
        303,
    )


@bp.get("/practice/answers/<key>")
@declare_access(require_owner("practice_answer"))
def show_practice_answer(key: str) -> str:
    person = login.required_person()
    kept = queries.find_practice_answer(request_session(), person, key)
    if kept is None:
        raise NotFound("There is no such answer.")
    question = kept.question
    turn = practice.PracticeTurn(question, kept.turn)
    objective = current_catalogue().objectives.get(question.objective)
    view = build_review_view(
        question,
        turn.shuffle_options(person),
        kept.given,
        ScoredAnswer(kept.score, kept.dont_know),
        current_catalogue().misconceptions,
    )
    area = current_catalogue().areas.get(question.area)
    return render_template(
        "review/practised.html",
        answer=ReviewedAnswer(
            1,
            question.area,
            area.name if area else question.area,
            objective.name if objective else question.objective,
            view,
            question.level,
        ),
        kind=request.args.get("kind", "objective"),
        name=request.args.get("name", question.objective),
    )


def _find_set_or_404(kind: str, name: str) -> tuple[list[Question], str]:
    """Return the questions of an objective or of what was missed, and what the set is called."""
    person = login.required_person()
    if kind == "missed":
        sitting = own_sitting_or_404(name)
        if not sitting.is_finished:
            raise NotFound("You can practise once the assessment is finished.")
        found = queries.list_missed_questions(
            request_session(), person, current_catalogue(), sitting
        )
        return found, f"What you missed: {sitting.goal_name}"
    objective = current_catalogue().objectives.get(name)
    if kind != "objective" or objective is None:
        raise NotFound("There is no such objective.")
    found = queries.list_objective_questions(
        request_session(), person, current_catalogue(), name
    )
    return found, objective.name


def _render_practice_page(
    kind: str, name: str, title: str, turn: practice.PracticeTurn, form: PracticeForm
) -> str:
    order = turn.shuffle_options(login.required_person())
    return render_template(
        "review/practice.html",
        title=title,
        kind=kind,
        name=name,
        form=form,
        q=build_taker_view(turn.question, order),
        given=restore_typed_answer(turn.question)
        or fill_form_answer(turn.question, order, None),
    )


@bp.get("/bank/example")
@declare_access(allow_everyone)
def show_example_question() -> str:
    """Show one question of the bank with its answer, as it looks after an assessment."""
    catalogue = current_catalogue()
    question = catalogue.example_question
    if question is None:
        raise NotFound("The question bank has no example question.")
    order = list(range(count_options(question)))
    return render_template(
        "review/example.html",
        answer=ReviewedAnswer(
            1,
            question.area,
            catalogue.area_name(question.area),
            catalogue.objectives[question.objective].name,
            build_review_view(question, order, {}, None, catalogue.misconceptions),
            question.level,
        ),
    )


@bp.get("/sittings/<key>/answers")
@declare_access(may_see_sitting)
def show_answers(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    if not sitting.is_finished:
        return redirect(url_for("sittings.show_sitting", key=key))
    reviewed = build_reviewed_answers(sitting, assessment_context().catalogue)
    shown = request.args.get("show", "")
    form = build_filter_form(
        {one.area_key: one.area_name for one in reviewed}, request.args
    )
    here = filter_by_area_and_confidence(
        reviewed, area=form.area.data or "", sure=form.sure.data or ""
    )
    return render_template(
        "review/answers.html",
        sitting=sitting,
        answers=sort_missed_first(filter_by_outcome(here, shown)),
        here=here,
        show=shown,
        form=form,
        asked_how_sure=any(one.confidence for one in reviewed),
    )
