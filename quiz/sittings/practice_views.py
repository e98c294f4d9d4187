"""The pages of practice: a question, and what there is to learn from the answer."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import current
from quiz.bank.given import page_from_given
from quiz.bank.marking import Marked
from quiz.bank.questions import Question
from quiz.bank.render import review_view, taker_view
from quiz.clock import utc_now
from quiz.errors import NotFound, NotValid
from quiz.sittings import practice
from quiz.sittings.current import catalogue, own_sitting_or_404
from quiz.sittings.forms import PracticeForm
from quiz.sittings.pages import sent_fields, typed_again
from quiz.sittings.reading import read_answer
from quiz.sittings.review import Reviewed
from quiz.web.rules import access
from quiz.web.transactions import session

bp = Blueprint("practice", __name__)


@bp.get("/practice/<kind>/<name>")
@access(current.known_person)
def show(kind: str, name: str) -> ResponseReturnValue:
    questions, title = _set_or_404(kind, name)
    turn = practice.next_turn(
        session(), current.required_person(), questions, now=utc_now()
    )
    if turn is None:
        return render_template(
            "sittings/practice_done.html",
            title=title,
            count=len(questions),
            is_over=bool(questions),
        )
    form = PracticeForm(data={"question": turn.question.key, "turn": turn.number})
    return _question_page(kind, name, title, turn, form)


@bp.post("/practice/<kind>/<name>")
@access(current.known_person)
def answer(kind: str, name: str) -> ResponseReturnValue:
    questions, title = _set_or_404(kind, name)
    form, person = PracticeForm(), current.required_person()
    asked = {one.key: one for one in questions}.get(form.question.data or "")
    if not form.validate_on_submit() or asked is None:
        raise NotFound("There is no such question to practise now.")
    turn = practice.Turn(asked, form.turn.data or 0)
    if turn.number > practice.turns(session(), person, asked.key):
        raise NotFound("There is no such question to practise now.")
    try:
        given = read_answer(asked, turn.order(person), sent_fields())
    except NotValid as error:
        form.refuse(str(error))
        return _question_page(kind, name, title, turn, form), 422
    kept = practice.keep(session(), person, turn, given, now=utc_now())
    return redirect(
        url_for("practice.answered", key=kept.key, kind=kind, name=name), 303
    )


@bp.get("/practice/answers/<key>")
@access(current.known_person)
def answered(key: str) -> str:
    person = current.required_person()
    kept = practice.practised_answer(session(), person, key)
    if kept is None:
        raise NotFound("There is no such answer.")
    question = kept.question
    turn = practice.Turn(question, kept.turn)
    objective = catalogue().objectives.get(question.objective)
    view = review_view(
        question,
        turn.order(person),
        kept.given,
        Marked(kept.score, kept.dont_know),
        catalogue().misconceptions,
    )
    area = catalogue().areas.get(question.area)
    return render_template(
        "sittings/practised.html",
        answer=Reviewed(
            1,
            question.area,
            area.name if area else question.area,
            objective.name if objective else question.objective,
            view,
        ),
        kind=request.args.get("kind", "objective"),
        name=request.args.get("name", question.objective),
    )


def _set_or_404(kind: str, name: str) -> tuple[list[Question], str]:
    """Return the questions of an objective or of what was missed, and what the set is called."""
    person = current.required_person()
    if kind == "missed":
        sitting = own_sitting_or_404(name)
        if sitting.state != "finished":
            raise NotFound("There is nothing to practise before the end.")
        found = practice.of_missed(session(), person, catalogue(), sitting)
        return found, f"What you missed: {sitting.goal_name}"
    objective = catalogue().objectives.get(name)
    if kind != "objective" or objective is None:
        raise NotFound("There is no such objective.")
    found = practice.of_objective(session(), person, catalogue(), name)
    return found, objective.name


def _question_page(
    kind: str, name: str, title: str, turn: practice.Turn, form: PracticeForm
) -> str:
    order = turn.order(current.required_person())
    return render_template(
        "sittings/practice.html",
        title=title,
        kind=kind,
        name=name,
        form=form,
        q=taker_view(turn.question, order),
        given=typed_again(turn.question) or page_from_given(turn.question, order, None),
    )
