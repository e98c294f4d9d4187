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
    record_visit,
)
from quiz.bank.render import build_taker_view
from quiz.clock import utc_now
from quiz.config import Settings
from quiz.errors import NotFound, NotValid
from quiz.sittings import events, queries, services, starting
from quiz.sittings.current import (
    assessment_context,
    own_live_sitting,
    own_sitting_or_404,
    require_own_sitting,
)
from quiz.sittings.forms import AnswerForm, ProblemReportForm, build_filter_form
from quiz.sittings.live.queries import load_locked_answer
from quiz.sittings.live.rows import LiveSitting
from quiz.sittings.live.saving import StalePageError
from quiz.sittings.pages import (
    build_sitting_links,
    is_script_request,
    read_sent_fields,
    render_question_page,
    render_stale_page,
)
from quiz.sittings.progress import FIRST_SKETCH_UNDER, count_decided_areas
from quiz.sittings.reading import read_answer
from quiz.sittings.review import (
    build_reviewed_answers,
    filter_by_area_and_confidence,
    filter_by_outcome,
)
from quiz.web.forms import ConfirmForm
from quiz.web.rules import allow_everyone, declare_access
from quiz.web.transactions import request_session

bp = Blueprint("sittings", __name__)


@bp.post("/sittings/<key>/settle/<area>")
@declare_access(current.require_known_person)
def create_area_sitting(key: str, area: str) -> ResponseReturnValue:
    finished = own_sitting_or_404(key)
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("gaps.show_result", key=key), 303)
    sitting = starting.start_area_sitting(
        request_session(),
        finished,
        current.required_person(),
        area,
        tools=assessment_context(),
        now=utc_now(),
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # (the same)
    )
    return redirect(url_for("sittings.show_sitting", key=sitting.key), 303)


@bp.get("/sittings/<key>")
@declare_access(require_own_sitting)
def show_sitting(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    if sitting.state != "open":
        return redirect(url_for("gaps.show_result", key=key))
    position = events.current_attempt_item(sitting.positions)
    if position is None:
        return redirect(url_for("sittings.confirm_finish", key=key))
    return render_question_page(sitting, position)


@bp.post("/sittings/<key>/answer")
@declare_access(require_own_sitting)
def submit_answer(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    form = AnswerForm(request.form)
    position = events.find_attempt_item(sitting.positions, form.token.data or "")
    if not form.validate() or position is None:
        raise StalePageError("This page does not belong to your sitting.")
    if position.state == "closed":
        load_locked_answer(request_session(), position)
    now, token = utc_now(), form.token.data or ""
    record_visit(request_session(), sitting.person_id, seen_on=sitting.seen_on, now=now)
    if request.form.get("action") == "skip":
        services.skip_question(
            request_session(), sitting, token, tools=assessment_context(), now=now
        )
        return _render_next(sitting)
    try:
        given = read_answer(
            position.question,
            position.option_order,
            read_sent_fields(),
            form.confidence.data or None,
        )
        services.record_answer(
            request_session(),
            sitting,
            token,
            given,
            tools=assessment_context(),
            now=now,
        )
    except NotValid as error:
        if position is not events.current_attempt_item(sitting.positions):
            return render_stale_page(sitting, position), 409
        form.reject_answer(str(error))
        return render_question_page(sitting, position, sent=form), 422
    except StalePageError:
        return render_stale_page(sitting, position), 409
    return _render_next(sitting)


@bp.post("/sittings/<key>/change")
@declare_access(require_own_sitting)
def reopen_answer(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    if ConfirmForm().validate_on_submit():
        services.reopen_last(request_session(), sitting)
    return _render_next(sitting)


@bp.post("/sittings/<key>/confidence")
@declare_access(require_own_sitting)
def toggle_confidence(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    form = AnswerForm(request.form)
    position = events.current_attempt_item(sitting.positions)
    if form.validate():
        wanted = request.form.get("ask") == "yes"
        services.ask_confidence(request_session(), sitting, wanted=wanted)
    if form.errors or position is None or position.token != form.token.data:
        return redirect(url_for("sittings.show_sitting", key=key), 303)
    # The same page again, with what was chosen and not sent yet.
    return render_question_page(sitting, position, sent=form)


@bp.get("/sittings/<key>/pause")
@declare_access(current.require_known_person)
def pause_sitting(key: str) -> str:
    return render_template(
        "sittings/paused.html", sitting=own_sitting_or_404(key), form=ConfirmForm()
    )


@bp.post("/sittings/<key>/pause")
@declare_access(current.require_known_person)
def create_resume_tokens(key: str) -> str:
    sitting = own_sitting_or_404(key)
    person, now = current.required_person(), utc_now()
    link = _external_url(
        "accounts.confirm_resume_link",
        make_resume_link(request_session(), person, now=now),
    )
    return render_template(
        "sittings/paused.html",
        sitting=sitting,
        form=ConfirmForm(),
        link=link,
        code=make_resume_code(request_session(), person, now=now),
        qr=Markup(segno.make(link, error="m").svg_inline(scale=4, border=2)),  # noqa: S704  # made here
    )


@bp.get("/sittings/<key>/finish")
@declare_access(current.require_known_person)
def confirm_finish(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "open":
        return redirect(url_for("gaps.show_result", key=key))
    return render_template(
        "sittings/finish.html",
        sitting=sitting,
        form=ConfirmForm(),
        answered=sitting.answered,
        settled=count_decided_areas(sitting, assessment_context()),
        areas=len(sitting.required),
        is_over=events.current_attempt_item(sitting.positions) is None,
        is_sketch=sitting.answered < FIRST_SKETCH_UNDER,
        can_change=events.changeable_attempt_item(sitting.positions) is not None,
    )


@bp.post("/sittings/<key>/finish")
@declare_access(current.require_known_person)
def finish_sitting(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key, lock=True)
    if ConfirmForm().validate_on_submit():
        services.finish_sitting(
            request_session(), sitting, tools=assessment_context(), now=utc_now()
        )
    return redirect(url_for("gaps.show_result", key=key), 303)


@bp.get("/sittings/<key>/answers")
@declare_access(current.require_known_person)
def show_answers(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
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
        "sittings/answers.html",
        sitting=sitting,
        answers=filter_by_outcome(here, shown),
        here=here,
        show=shown,
        form=form,
        asked_how_sure=any(one.confidence for one in reviewed),
    )


@bp.get("/sittings")
@declare_access(allow_everyone)
def show_sittings() -> str:
    person = current.current_person()
    sittings = queries.list_sittings(request_session(), person) if person else []
    return render_template(
        "sittings/mine.html", sittings=sittings, answered=events.answered_attempt_items
    )


@bp.get("/sittings/<key>/flag")
@declare_access(require_own_sitting)
def show_problem_form(key: str) -> ResponseReturnValue:
    return _render_problem_form(own_live_sitting(key), ProblemReportForm())


@bp.post("/sittings/<key>/flag")
@declare_access(require_own_sitting)
def submit_problem_report(key: str) -> ResponseReturnValue:
    sitting = own_live_sitting(key)
    form = ProblemReportForm()
    position = events.current_attempt_item(sitting.positions)
    if not form.validate_on_submit():
        return _render_problem_form(sitting, form), 422
    if position is not None:
        services.report_problem(
            request_session(),
            position,
            kind=form.kind.data,
            note=form.note.data or "",
            now=utc_now(),
        )
        flash("Thank you. Someone will look at this question. Go on as you like.")
    return redirect(url_for("sittings.show_sitting", key=key), 303)


def _render_problem_form(sitting: LiveSitting, form: ProblemReportForm) -> str:
    position = events.current_attempt_item(sitting.positions)
    if position is None:
        raise NotFound("There is no question before you.")
    question = build_taker_view(position.question, position.option_order)
    return render_template(
        "sittings/flag.html",
        form=form,
        question_html=question.question_html,
        links=build_sitting_links(sitting),
    )


def _render_next(sitting: LiveSitting) -> ResponseReturnValue:
    """Return what comes after an event: to the script the next question at once, by a redirect otherwise."""
    position = events.current_attempt_item(sitting.positions)
    if position is None or not is_script_request():
        return redirect(url_for("sittings.show_sitting", key=sitting.key), 303)
    return render_question_page(sitting, position)


def _external_url(endpoint: str, secret: str) -> str:
    settings: Settings = current_app.extensions["trigpoint_settings"]
    path = url_for(endpoint, secret=secret)
    return (settings.base_url or request.host_url.rstrip("/")) + path
