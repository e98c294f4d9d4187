"""The page of a question, whole or as the part that the script swaps in, and the page of an old one."""

from flask import render_template, request, url_for

from quiz.bank.answers.form_answers import fill_form_answer, keep_form_answer
from quiz.bank.questions import Question
from quiz.bank.rendering import build_taker_view
from quiz.bank.repository import Catalogue
from quiz.bank.types.protocol import FormValue
from quiz.charts.outlines import draw_area_ticks
from quiz.sittings.assessment.languages import find_foreign_language
from quiz.sittings.assessment.progress import build_progress
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.enums import ItemState
from quiz.sittings.events import transitions
from quiz.sittings.forms import CONFIDENCE, AnswerForm
from quiz.sittings.models import AttemptItem, Sitting

#: Sent by the script that swaps questions in place.
STEP_HEADER = "X-Step"
STEP_PATHS = ("answer", "change", "keep", "confidence", "pause", "finish", "flag")


def is_script_request() -> bool:
    """Say whether the script asks, which takes over the title and the main part of what comes."""
    return STEP_HEADER in request.headers


def render_question_page(
    sitting: Sitting, position: AttemptItem, *, sent: AnswerForm | None = None
) -> str:
    """Return the page of a question; `sent` is what came from it and is shown again."""
    question, stored = position.question, position.answer
    typed = restore_typed_answer(question) if sent else None
    progress = build_progress(sitting, position, assessment_context())
    return render_template(
        "sittings/question.html",
        layout="layouts/step.html" if is_script_request() else "layouts/quiz.html",
        sitting=sitting,
        position=position,
        q=build_taker_view(question, position.option_order),
        sent=sent,
        confidences=CONFIDENCE,
        sure=sent.confidence.data if sent else stored and stored.confidence,
        given=typed
        or fill_form_answer(
            question, position.option_order, stored.given if stored else None
        ),
        progress=progress,
        foreign_language=find_foreign_language(
            question, sitting.language, current_catalogue()
        ),
        ticks=draw_area_ticks(asked=progress.asked_areas, areas=progress.areas),
        links=build_sitting_links(sitting),
        changing=position.state is ItemState.CHANGING,
        can_skip=transitions.may_skip(position),
        can_change=position.state is ItemState.PRESENTED
        and transitions.changeable_attempt_item(sitting.positions) is not None,
        skipped_before=position.skips > 0,
        switched="ask" in request.form,
    )


def render_stale_page(sitting: Sitting, position: AttemptItem) -> str:
    """Return the page that says that a question is no longer the present one."""
    return render_template(
        "sittings/stale.html",
        sitting=sitting,
        links=build_sitting_links(sitting),
        what="answered" if position.answer else "changed",
        can_change=position is transitions.changeable_attempt_item(sitting.positions),
    )


def list_area_names(sitting: Sitting, catalogue: Catalogue) -> list[str]:
    """Return the names of the few areas that a sitting adds questions to; none for one about all areas."""
    return [catalogue.area_name(area) for area in sitting.areas or ()]


def build_sitting_links(sitting: Sitting) -> dict[str, str]:
    """Return the addresses of what can be done to a sitting."""
    # The others stand below this one, and each would be built by itself on every question page.
    show = url_for("sittings.show_sitting", key=sitting.key)
    return {"show": show} | {word: f"{show}/{word}" for word in STEP_PATHS}


def read_sent_fields() -> dict[str, list[str]]:
    """Return the fields of the page that was sent."""
    return {name: request.form.getlist(name) for name in request.form}


def restore_typed_answer(question: Question) -> FormValue | None:
    """Return what stood in the fields of a page that was sent and refused, so that nothing is lost."""
    if request.method != "POST":
        return None
    return keep_form_answer(question, read_sent_fields())
