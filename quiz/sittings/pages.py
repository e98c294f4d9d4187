"""The page of a question, whole or as the part that the script swaps in, and the page of an old one."""

from flask import render_template, request, url_for

from quiz.bank.given import page_from_given
from quiz.bank.questions import Question
from quiz.bank.render import taker_view
from quiz.drawing.outlines import ticks
from quiz.sittings import events
from quiz.sittings.current import tools
from quiz.sittings.forms import CONFIDENCE, AnswerForm
from quiz.sittings.live.rows import LivePosition, LiveSitting
from quiz.sittings.measuring import AnySitting
from quiz.sittings.progress import progress_of

#: Sent by the script that swaps questions in place.
STEP_HEADER = "X-Step"
WORDS = ("answer", "change", "confidence", "pause", "finish", "flag")


def by_script() -> bool:
    """Say whether the script asks, which takes over the title and the main part of what comes."""
    return STEP_HEADER in request.headers


def question_page(
    sitting: LiveSitting, position: LivePosition, *, sent: AnswerForm | None = None
) -> str:
    """Return the page of a question; `sent` is what came from it and is shown again."""
    question, stored = position.question, position.answer
    typed = typed_again(question) if sent else None
    progress = progress_of(sitting, position, tools())
    return render_template(
        "sittings/question.html",
        layout="layouts/step.html" if by_script() else "layouts/quiz.html",
        sitting=sitting,
        position=position,
        q=taker_view(question, position.option_order),
        sent=sent,
        confidences=CONFIDENCE,
        sure=sent.confidence.data if sent else stored and stored.confidence,
        given=typed
        or page_from_given(
            question, position.option_order, stored.given if stored else None
        ),
        progress=progress,
        ticks=ticks(settled=progress.settled, areas=progress.areas),
        links=links(sitting),
        changing=position.state == "changing",
        can_skip=events.may_skip(position),
        can_change=position.state == "served"
        and events.changeable_position(sitting.positions) is not None,
        skipped_before=position.skips > 0,
        switched="ask" in request.form,
    )


def stale_page(sitting: LiveSitting, position: LivePosition) -> str:
    """Return the page that says that a question is no longer the present one."""
    return render_template(
        "sittings/stale.html",
        sitting=sitting,
        links=links(sitting),
        what="answered" if position.answer else "changed",
    )


def links(sitting: AnySitting) -> dict[str, str]:
    """Return the addresses of what can be done to a sitting."""
    # The others stand below this one, and each would be built by itself on every question page.
    show = url_for("sittings.show", key=sitting.key)
    return {"show": show} | {word: f"{show}/{word}" for word in WORDS}


def sent_fields() -> dict[str, list[str]]:
    """Return the fields of the page that was sent."""
    return {name: request.form.getlist(name) for name in request.form}


def typed_again(question: Question) -> str | list[str] | dict[str, str] | None:
    """Return what stood in the fields of a page that was sent and refused, so that nothing is lost."""
    if request.method != "POST":
        return None
    values = request.form.getlist("answer")
    match question.type:
        case "multiple":
            return values
        case "ordering" | "matching":
            rows = {
                name.partition("-")[2]: value for name, value in request.form.items()
            }
            return {row: value for row, value in rows.items() if row}
        case _:
            return values[0] if values else None
