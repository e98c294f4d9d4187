"""The pages of a sitting: question after question, pause, finish, look back."""

import random
import secrets

import segno
from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from quiz.accounts import current
from quiz.accounts.services import (
    make_resume_code,
    make_resume_link,
    note_visit,
)
from quiz.bank.render import taker_view
from quiz.clock import utc_now
from quiz.config import Settings
from quiz.errors import NotFound, NotValid
from quiz.sittings import events, queries, services, starting
from quiz.sittings.current import (
    own_live_sitting,
    own_sitting_or_404,
    own_step,
    tools,
)
from quiz.sittings.forms import AnswerForm, FlagForm, narrow_form
from quiz.sittings.live.queries import read_closed
from quiz.sittings.live.rows import LiveSitting
from quiz.sittings.live.saving import StalePage
from quiz.sittings.pages import by_script, links, question_page, sent_fields, stale_page
from quiz.sittings.progress import FIRST_SKETCH_UNDER, settled_areas
from quiz.sittings.reading import read_answer
from quiz.sittings.review import filtered, narrowed, reviewed_answers
from quiz.web.forms import ConfirmForm
from quiz.web.rules import access, everyone
from quiz.web.transactions import session

bp = Blueprint("sittings", __name__)


@bp.post("/sittings/<key>/settle/<area>")
@access(current.known_person)
def settle(key: str, area: str) -> ResponseReturnValue:
    finished = own_sitting_or_404(key)
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("gaps.result", key=key), 303)
    sitting = starting.settle_area(
        session(),
        finished,
        current.required_person(),
        area,
        tools=tools(),
        now=utc_now(),
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # (the same)
    )
    return redirect(url_for("sittings.show", key=sitting.key), 303)


@bp.get("/sittings/<key>")
@access(own_step)
def show(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    if sitting.state != "open":
        return redirect(url_for("gaps.result", key=key))
    position = events.current_position(sitting.positions)
    if position is None:
        return redirect(url_for("sittings.finish", key=key))
    return question_page(sitting, position)


@bp.post("/sittings/<key>/answer")
@access(own_step)
def answer(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    form = AnswerForm(request.form)
    position = events.position_shown_with(sitting.positions, form.token.data or "")
    if not form.validate() or position is None:
        raise StalePage("This page does not belong to your sitting.")
    if position.state == "closed":
        read_closed(session(), position)
    now, token = utc_now(), form.token.data or ""
    note_visit(session(), sitting.person_id, seen_on=sitting.seen_on, now=now)
    if request.form.get("action") == "skip":
        services.skip(session(), sitting, token, tools=tools(), now=now)
        return _following(sitting)
    try:
        given = read_answer(
            position.question,
            position.option_order,
            sent_fields(),
            form.confidence.data or None,
        )
        services.answer(session(), sitting, token, given, tools=tools(), now=now)
    except NotValid as error:
        if position is not events.current_position(sitting.positions):
            return stale_page(sitting, position), 409
        form.refuse(str(error))
        return question_page(sitting, position, sent=form), 422
    except StalePage:
        return stale_page(sitting, position), 409
    return _following(sitting)


@bp.post("/sittings/<key>/change")
@access(own_step)
def change(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    if ConfirmForm().validate_on_submit():
        services.reopen_last(session(), sitting)
    return _following(sitting)


@bp.post("/sittings/<key>/confidence")
@access(own_step)
def confidence(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    form = AnswerForm(request.form)
    position = events.current_position(sitting.positions)
    if form.validate():
        wanted = request.form.get("ask") == "yes"
        services.ask_confidence(session(), sitting, wanted=wanted)
    if form.errors or position is None or position.token != form.token.data:
        return redirect(url_for("sittings.show", key=key), 303)
    # The same page again, with what was chosen and not sent yet.
    return question_page(sitting, position, sent=form)


@bp.get("/sittings/<key>/pause")
@access(current.known_person)
def pause(key: str) -> str:
    return render_template(
        "sittings/paused.html", sitting=own_sitting_or_404(key), form=ConfirmForm()
    )


@bp.post("/sittings/<key>/pause")
@access(current.known_person)
def make_ways(key: str) -> str:
    sitting = own_sitting_or_404(key)
    person, now = current.required_person(), utc_now()
    link = _outside_address(
        "accounts.resume_link", make_resume_link(session(), person, now=now)
    )
    return render_template(
        "sittings/paused.html",
        sitting=sitting,
        form=ConfirmForm(),
        link=link,
        code=make_resume_code(session(), person, now=now),
        qr=Markup(segno.make(link, error="m").svg_inline(scale=4, border=2)),  # noqa: S704  # made here
    )


@bp.get("/sittings/<key>/finish")
@access(current.known_person)
def finish(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "open":
        return redirect(url_for("gaps.result", key=key))
    return render_template(
        "sittings/finish.html",
        sitting=sitting,
        form=ConfirmForm(),
        answered=sitting.answered,
        settled=settled_areas(sitting, tools()),
        areas=len(sitting.required),
        is_over=events.current_position(sitting.positions) is None,
        is_sketch=sitting.answered < FIRST_SKETCH_UNDER,
        can_change=events.changeable_position(sitting.positions) is not None,
    )


@bp.post("/sittings/<key>/finish")
@access(current.known_person)
def finish_now(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key, lock=True)
    if ConfirmForm().validate_on_submit():
        services.finish(session(), sitting, tools=tools(), now=utc_now())
    return redirect(url_for("gaps.result", key=key), 303)


@bp.get("/sittings/<key>/answers")
@access(current.known_person)
def answers(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    reviewed = reviewed_answers(sitting, tools().catalogue)
    shown = request.args.get("show", "")
    form = narrow_form({one.area_key: one.area_name for one in reviewed}, request.args)
    here = narrowed(reviewed, area=form.area.data or "", sure=form.sure.data or "")
    return render_template(
        "sittings/answers.html",
        sitting=sitting,
        answers=filtered(here, shown),
        here=here,
        show=shown,
        form=form,
        asked_how_sure=any(one.confidence for one in reviewed),
    )


@bp.get("/sittings")
@access(everyone)
def mine() -> str:
    person = current.current_person()
    sittings = queries.sittings_of(session(), person) if person else []
    return render_template(
        "sittings/mine.html", sittings=sittings, answered=events.answered_positions
    )


@bp.get("/sittings/<key>/flag")
@access(own_step)
def flag(key: str) -> ResponseReturnValue:
    return _flag_page(own_live_sitting(key), FlagForm())


@bp.post("/sittings/<key>/flag")
@access(own_step)
def flag_now(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    form = FlagForm()
    position = events.current_position(sitting.positions)
    if not form.validate_on_submit():
        return _flag_page(sitting, form), 422
    if position is not None:
        services.report_problem(
            session(),
            position,
            kind=form.kind.data,
            note=form.note.data or "",
            now=utc_now(),
        )
        flash("Thank you. Someone will look at this question. Go on as you like.")
    return redirect(url_for("sittings.show", key=key), 303)


def _flag_page(sitting: LiveSitting, form: FlagForm) -> str:
    position = events.current_position(sitting.positions)
    if position is None:
        raise NotFound("There is no question before you.")
    question = taker_view(position.question, position.option_order)
    return render_template(
        "sittings/flag.html",
        form=form,
        question_html=question.question_html,
        links=links(sitting),
    )


def _following(sitting: LiveSitting) -> ResponseReturnValue:
    """Return what comes after an event: to the script the next question at once, by a redirect otherwise."""
    position = events.current_position(sitting.positions)
    if position is None or not by_script():
        return redirect(url_for("sittings.show", key=sitting.key), 303)
    return question_page(sitting, position)


def _outside_address(endpoint: str, secret: str) -> str:
    settings: Settings = current_app.extensions["trigpoint_settings"]
    path = url_for(endpoint, secret=secret)
    return (settings.base_url or request.host_url.rstrip("/")) + path
