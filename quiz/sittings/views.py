"""The pages of a sitting: question after question, pause, finish, look back."""

import random
import secrets
from functools import partial

import segno
from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from quiz.accounts import login
from quiz.accounts.services import (
    make_resume_code,
    make_resume_link,
)
from quiz.bank.proofs.proof_store import read_proofs
from quiz.bank.publishing.statistics import compute_statistics, measure_coverage
from quiz.config import assets_folder
from quiz.core.clock import utc_now
from quiz.errors import NotValid
from quiz.sittings import queries, services
from quiz.sittings.assessment.context import offer_more_questions
from quiz.sittings.assessment.ending import describe_ending
from quiz.sittings.assessment.languages import list_languages
from quiz.sittings.assessment.progress import FIRST_SKETCH_UNDER
from quiz.sittings.current import (
    assessment_context,
    current_catalogue,
    current_sitting,
    may_answer_sitting,
)
from quiz.sittings.enums import Confidence, SittingLength
from quiz.sittings.events import starting, transitions
from quiz.sittings.events.answer_reading import read_answer
from quiz.sittings.forms import AnswerForm, LengthForm
from quiz.sittings.models import Sitting
from quiz.sittings.presenters import (
    is_script_request,
    list_area_names,
    read_sent_fields,
    render_question_page,
    render_stale_page,
)
from quiz.sittings.store import list_excluded_keys
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import external_url, local_today
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("sittings", __name__)


@bp.post("/sittings/<key>/settle")
@declare_access(may_answer_sitting)
def create_area_sitting(key: str) -> ResponseReturnValue:
    finished, now = current_sitting(key), utc_now()
    additions = queries.list_additions(request_session(), finished)
    if additions:
        # A second one would not know the answers of the first.
        return redirect(url_for("sittings.show_sitting", key=additions[-1].key), 303)
    barred = list_excluded_keys(request_session(), finished.person_id, now=now)
    offer = offer_more_questions(finished, assessment_context(), barred=barred)
    if offer is None or not ConfirmForm().validate_on_submit():
        return redirect(url_for("results.show_result", key=key), 303)
    sitting = starting.start_area_sitting(
        request_session(),
        finished,
        login.required_person(),
        offer.areas,
        tools=assessment_context(),
        now=now,
        rng=random.Random(secrets.randbits(64)),  # noqa: S311  # (the same)
    )
    return redirect(url_for("sittings.show_sitting", key=sitting.key), 303)


@bp.get("/sittings/<key>")
@declare_access(may_answer_sitting)
def show_sitting(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    if not sitting.is_open:
        return redirect(url_for("results.show_result", key=key))
    position = transitions.current_attempt_item(sitting.positions)
    if position is None:
        return redirect(url_for("sittings.confirm_finish", key=key))
    return render_question_page(sitting, position)


@bp.post("/sittings/<key>/answer")
@declare_access(may_answer_sitting)
def submit_answer(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    form = AnswerForm(request.form)
    position = transitions.find_attempt_item(sitting.positions, form.token.data or "")
    if not form.validate() or position is None:
        raise services.StalePageError("This page does not belong to your assessment.")
    now, token = utc_now(), form.token.data or ""
    person = login.required_known_person()
    login.note_visit(person.id, seen_on=person.seen_on)
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
            Confidence(form.confidence.data) if form.confidence.data else None,
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
        if position is not transitions.current_attempt_item(sitting.positions):
            return render_stale_page(sitting, position), 409
        form.reject_answer(str(error))
        return render_question_page(sitting, position, sent=form), 422
    except services.StalePageError:
        return render_stale_page(sitting, position), 409
    return _render_next(sitting)


@bp.post("/sittings/<key>/change")
@declare_access(may_answer_sitting)
def reopen_answer(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    if ConfirmForm().validate_on_submit():
        services.reopen_last(request_session(), sitting)
    return _render_next(sitting)


@bp.post("/sittings/<key>/keep")
@declare_access(may_answer_sitting)
def keep_answer(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    if ConfirmForm().validate_on_submit():
        services.keep_answer(
            request_session(), sitting, tools=assessment_context(), now=utc_now()
        )
    return _render_next(sitting)


@bp.post("/sittings/<key>/extend")
@declare_access(may_answer_sitting)
def extend_sitting(key: str) -> ResponseReturnValue:
    sitting, form = current_sitting(key), LengthForm()
    if form.validate_on_submit():
        services.extend_sitting(
            request_session(),
            sitting,
            SittingLength(form.length.data or ""),
            tools=assessment_context(),
            now=utc_now(),
        )
    return redirect(url_for("sittings.show_sitting", key=key), 303)


@bp.post("/sittings/<key>/confidence")
@declare_access(may_answer_sitting)
def toggle_confidence(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    form = AnswerForm(request.form)
    position = transitions.current_attempt_item(sitting.positions)
    if form.validate():
        wanted = request.form.get("ask") == "yes"
        services.ask_confidence(request_session(), sitting, wanted=wanted)
    if form.errors or position is None or position.token != form.token.data:
        return redirect(url_for("sittings.show_sitting", key=key), 303)
    # The same page again, with what was chosen and not sent yet.
    return render_question_page(sitting, position, sent=form)


@bp.get("/sittings/<key>/pause")
@declare_access(may_answer_sitting)
def pause_sitting(key: str) -> str:
    return render_template(
        "sittings/paused.html", sitting=current_sitting(key), form=ConfirmForm()
    )


@bp.post("/sittings/<key>/pause")
@declare_access(may_answer_sitting)
def create_resume_tokens(key: str) -> str:
    sitting = current_sitting(key)
    person, now = login.required_person(), utc_now()
    link = external_url(
        "accounts.confirm_resume_link",
        secret=make_resume_link(request_session(), person, now=now),
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
@declare_access(may_answer_sitting)
def confirm_finish(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    if not sitting.is_open:
        return redirect(url_for("results.show_result", key=key))
    is_over = transitions.current_attempt_item(sitting.positions) is None
    return render_template(
        "sittings/finish.html",
        sitting=sitting,
        form=ConfirmForm(),
        answered=sitting.answered,
        ending=describe_ending(sitting, assessment_context()) if is_over else None,
        area_names=list_area_names(sitting, current_catalogue()),
        is_early=sitting.is_full and sitting.answered < FIRST_SKETCH_UNDER,
        early_under=FIRST_SKETCH_UNDER,
        can_change=transitions.changeable_attempt_item(sitting.positions) is not None,
    )


@bp.post("/sittings/<key>/finish")
@declare_access(may_answer_sitting)
def finish_sitting(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    if ConfirmForm().validate_on_submit():
        services.finish_sitting(
            request_session(), sitting, tools=assessment_context(), now=utc_now()
        )
    return redirect(url_for("results.show_result", key=key), 303)


@bp.get("/sittings")
@declare_access(allow_everyone)
def show_sittings() -> str:
    person = login.current_person()
    sittings = queries.list_sittings(request_session(), person) if person else []
    return render_template(
        "sittings/list.html",
        sittings=sittings,
        area_names=partial(list_area_names, catalogue=current_catalogue()),
    )


@bp.get("/sittings/<key>/delete")
@declare_access(may_answer_sitting)
def confirm_sitting_deletion(key: str) -> str:
    sitting = current_sitting(key)
    return render_template(
        "sittings/delete.html",
        sitting=sitting,
        additions=queries.list_additions(request_session(), sitting),
        area_names=partial(list_area_names, catalogue=current_catalogue()),
        form=ConfirmForm(),
    )


@bp.post("/sittings/<key>/delete")
@declare_access(may_answer_sitting)
def delete_one_sitting(key: str) -> ResponseReturnValue:
    sitting = current_sitting(key)
    if ConfirmForm().validate_on_submit():
        services.check_deletable(sitting, now=utc_now())
        services.delete_sitting(request_session(), sitting)
        flash("The assessment is deleted.")
    return redirect(url_for("sittings.show_sittings"), 303)


def _render_next(sitting: Sitting) -> ResponseReturnValue:
    """Return what comes after an event: to the script the next question at once, by a redirect otherwise."""
    position = transitions.current_attempt_item(sitting.positions)
    if position is None or not is_script_request():
        return redirect(url_for("sittings.show_sitting", key=sitting.key), 303)
    return render_question_page(sitting, position)


@bp.get("/bank")
@declare_access(allow_everyone)
def show_bank() -> str:
    proofs = read_proofs(assets_folder() / "questions")
    coverage = measure_coverage(current_catalogue())
    return render_template(
        "sittings/bank.html",
        measures=compute_statistics(current_catalogue(), proofs, today=local_today()),
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
