"""Pages about job adverts: paste one, see what it asks for, correct it, keep it as a goal. The text is not kept."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import login
from quiz.adverts.corrections import find_corrections
from quiz.adverts.documents import MOST_BYTES, read_document
from quiz.adverts.forms import (
    MOST_ADVERTS,
    NEEDS,
    AdvertForm,
    CorrectionForm,
    build_correction_form,
)
from quiz.adverts.parsing.lexicon import load_lexicon
from quiz.adverts.parsing.reader import read_advert
from quiz.adverts.presenters import (
    AdvertsView,
    build_adverts_view,
    build_fit,
    suggest_name,
    write_draft,
)
from quiz.adverts.requirements import Advert, Unreadable
from quiz.core.clock import utc_now
from quiz.goals.services import add_goal
from quiz.results.current import load_evaluation
from quiz.sittings.current import current_catalogue
from quiz.sittings.models import Sitting
from quiz.sittings.queries import find_latest_finished
from quiz.web.access import allow_everyone, declare_access
from quiz.web.transactions import request_session

bp = Blueprint("adverts", __name__)
#: Five adverts at their longest, and a file.
MOST_FORM_BYTES = 3 * 1024 * 1024


@bp.url_value_preprocessor
def allow_long_forms(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let an advert be longer than the answers that other forms send."""
    request.max_content_length = MOST_BYTES + MOST_FORM_BYTES
    request.max_form_memory_size = MOST_FORM_BYTES
    request.max_form_parts = 400


@bp.get("/adverts")
@declare_access(allow_everyone)
def show_advert_form() -> str:
    return render_template("adverts/paste.html", form=AdvertForm(), unreadable=None)


@bp.post("/adverts")
@declare_access(allow_everyone)
def read_adverts() -> ResponseReturnValue:
    form, handed_in = build_correction_form(load_lexicon().rows), AdvertForm()
    texts = form.read_texts()
    text, advert = _read_new(handed_in)
    if advert and advert.is_advert and len(texts) < MOST_ADVERTS:
        texts.append(text)
    if not texts:
        why = advert.unreadable if advert else Unreadable.EMPTY
        return render_template(
            "adverts/paste.html", form=handed_in, unreadable=why
        ), 422
    unreadable = advert.unreadable if advert else None
    is_valid = form.validate()
    return (
        _render_reading(
            form,
            _build_view(form, texts),
            # What could not be read stays in its field.
            advert_form=handed_in if unreadable else AdvertForm(formdata=None),
            unreadable=unreadable,
        ),
        200 if is_valid and not unreadable else 422,
    )


@bp.post("/adverts/goal")
@declare_access(allow_everyone)
def keep_advert_goal() -> ResponseReturnValue:
    form = build_correction_form(load_lexicon().rows)
    texts = form.read_texts()
    if not texts:
        return redirect(url_for("adverts.show_advert_form"), 303)
    is_valid, view = form.validate(), _build_view(form, texts)
    if not is_valid or not view.levels:
        return _render_reading(form, view), 422
    now = utc_now()
    person = login.ensure_person(now=now)
    login.note_visit(person.id, seen_on=person.seen_on)
    draft = write_draft(view, form.name.data or suggest_name(view))
    goal = add_goal(request_session(), person, draft, now=now)
    flash("The goal is kept. You can change its levels at any time.")
    sitting = find_latest_finished(request_session(), person)
    if sitting:
        return redirect(
            url_for("results.show_result", key=sitting.key, goal=goal.key), 303
        )
    return redirect(url_for("goals.show_start", key=goal.key), 303)


def _read_new(form: AdvertForm) -> tuple[str, Advert | None]:
    """Return the advert that was handed in, if there is one: the file, or else the text."""
    upload = form.file.data
    if upload and upload.filename:
        return read_document(upload.filename, upload.read(MOST_BYTES + 1))
    text = (form.text.data or "").replace("\r\n", "\n")
    return (text, read_advert(text)) if text else ("", None)


def _build_view(form: CorrectionForm, texts: list[str]) -> AdvertsView:
    """Return what is shown of these texts; those that the form brings back have been shown already."""
    adverts, rows = [read_advert(text) for text in texts], load_lexicon().rows
    shown = adverts[: len(form.read_texts())]
    return build_adverts_view(
        texts,
        adverts,
        rows,
        current_catalogue().goals,
        corrections=find_corrections(form.read_needs(), form.read_level(), shown, rows),
    )


def _render_reading(
    form: CorrectionForm,
    view: AdvertsView,
    *,
    advert_form: AdvertForm | None = None,
    unreadable: Unreadable | None = None,
) -> str:
    form.name.data = form.name.data or suggest_name(view)
    form.level.data = view.level
    if not form.added.errors:
        # It is in the list now.
        form.added.data = ""
    return render_template(
        "adverts/reading.html",
        view=view,
        form=form,
        advert_form=advert_form or AdvertForm(formdata=None),
        needs=NEEDS,
        area_names={area.id: area.name for area in current_catalogue().areas.values()},
        unreadable=unreadable,
        can_add=len(view.texts) < MOST_ADVERTS,
        fit=_build_fit(view),
    )


def _build_fit(view: AdvertsView) -> dict[str, object] | None:
    sitting = _latest_result()
    if sitting is None or not view.levels:
        return None
    rows, counts = build_fit(load_evaluation(sitting), view.levels)
    return {"rows": rows, "counts": counts, "finished_on": sitting.finished_at}


def _latest_result() -> Sitting | None:
    person = login.current_person()
    return find_latest_finished(request_session(), person) if person else None
