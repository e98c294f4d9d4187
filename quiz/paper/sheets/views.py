"""The pages of an answer sheet: its answers are typed in, read back, and corrected."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from quiz.access.rules import require_owner
from quiz.accounts.models import Person
from quiz.accounts.services import make_resume_link
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.paper import queries, services
from quiz.paper.models import Sheet
from quiz.paper.printed import PrintedQuestion, print_version
from quiz.paper.sheets.entry import count_answers, read_back, read_sheet, write_sheet
from quiz.paper.sheets.forms import SheetForm, build_sheet_form
from quiz.sittings.current import assessment_context
from quiz.sittings.paper.services import NothingAnsweredError
from quiz.web.access import declare_access
from quiz.web.current_settings import (
    current_settings,
    external_url,
    local_day,
    local_today,
)
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("answer_sheets", __name__)

NOON = time(12)


@bp.get("/paper/sheets/<key>")
@declare_access(require_owner("paper_sheet"))
def show_sheet(key: str) -> str:
    sheet = _sheet_or_404(key)
    printed = print_version(sheet.booklet, sheet.version)
    taken_on = _default_day(sheet)
    form = _sheet_form(
        sheet, printed, taken_on=taken_on, **write_sheet(printed, sheet.sitting)
    )
    return _render_sheet(sheet, printed, form)


@bp.post("/paper/sheets/<key>")
@declare_access(require_owner("paper_sheet"))
def save_sheet(key: str) -> ResponseReturnValue:
    sheet = _sheet_or_404(key, lock=True)
    printed = print_version(sheet.booklet, sheet.version)
    form, now = _sheet_form(sheet, printed), utc_now()
    is_valid = form.validate_on_submit()
    read = read_sheet(printed, form.read_texts())
    for field, message in read.errors.items():
        form[field].errors = [*form[field].errors, message]
    unasked = set(read.empties) - set((form.empties.data or "").split())
    if is_valid and not read.errors and read.has_answer and unasked:
        return _render_sheet(sheet, printed, form, empties=read.empties), 422
    if form.errors or not is_valid:
        return _render_sheet(sheet, printed, form), 422
    try:
        services.enter_sheet(
            request_session(),
            sheet,
            printed,
            read.answers,
            shown_version=form.entries.data or 0,
            taken_at=_moment_of(sheet, form.taken_on.data or local_today(), now),
            tools=assessment_context(),
            now=now,
        )
    except NothingAnsweredError as error:
        form[printed[0].boxes[0].field].errors = [str(error)]
        return _render_sheet(sheet, printed, form), 422
    except services.SheetChangedError:
        return _render_sheet(sheet, printed, form, is_overtaken=True), 409
    return redirect(url_for("answer_sheets.show_saved_sheet", key=key), 303)


@bp.get("/paper/sheets/<key>/saved")
@declare_access(require_owner("paper_sheet"))
def show_saved_sheet(key: str) -> ResponseReturnValue:
    sheet = _sheet_or_404(key)
    if not sheet.is_entered:
        return redirect(url_for("answer_sheets.show_sheet", key=key))
    return _render_saved_sheet(sheet)


@bp.post("/paper/sheets/<key>/link")
@declare_access(require_owner("paper_sheet"))
def create_result_link(key: str) -> ResponseReturnValue:
    sheet, session = _sheet_or_404(key), request_session()
    taker = session.get(Person, sheet.person_id) if sheet.person_id else None
    if taker is None or not sheet.is_entered or not ConfirmForm().validate_on_submit():
        return redirect(url_for("answer_sheets.show_saved_sheet", key=key), 303)
    if taker.id == sheet.booklet.person_id:
        raise NotFound("This result is in your own list.")
    secret = make_resume_link(session, taker, now=utc_now())
    return _render_saved_sheet(
        sheet, link=external_url("accounts.confirm_resume_link", secret=secret)
    )


def _sheet_or_404(key: str, *, lock: bool = False) -> Sheet:
    sheet = queries.find_sheet(request_session(), key, lock=lock)
    if sheet is None:
        raise NotFound("There is no such answer sheet.")
    return sheet


def _sheet_form(
    sheet: Sheet, printed: Sequence[PrintedQuestion], **data: date | str
) -> SheetForm:
    days = local_day(sheet.booklet.created_at), local_today()
    return build_sheet_form(printed, days=days, **data)


def _default_day(sheet: Sheet) -> date:
    """Return the day to begin with: the stored one, else that of the sheet before, else today."""
    if sheet.sitting is not None and sheet.sitting.finished_at is not None:
        return local_day(sheet.sitting.finished_at)
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return local_today()


def _moment_of(sheet: Sheet, day: date, now: datetime) -> datetime:
    """Return when a sheet was taken: the stored moment where the day is the same, now for today, else noon."""
    stored = sheet.sitting.finished_at if sheet.sitting else None
    if stored is not None and local_day(stored) == day:
        return stored
    if day == local_day(now):
        return now
    return datetime.combine(day, NOON, current_settings().zone).astimezone(UTC)


def _render_sheet(
    sheet: Sheet,
    printed: Sequence[PrintedQuestion],
    form: SheetForm,
    *,
    empties: Sequence[str] = (),
    is_overtaken: bool = False,
) -> str:
    return render_template(
        "paper/sheet.html",
        sheet=sheet,
        form=form,
        boxes=[box for question in printed for box in question.boxes],
        empties=empties,
        entries=services.count_entries(sheet),
        is_overtaken=is_overtaken,
    )


def _render_saved_sheet(sheet: Sheet, *, link: str = "") -> str:
    printed = print_version(sheet.booklet, sheet.version)
    texts = write_sheet(printed, sheet.sitting)
    sitting = sheet.sitting
    waiting = [one for one in sheet.booklet.sheets if not one.is_entered]
    # The next on the pile first, then those that were passed over.
    waiting.sort(key=lambda one: (one.number < sheet.number, one.number))
    return render_template(
        "paper/saved.html",
        sheet=sheet,
        is_own=sheet.person_id == sheet.booklet.person_id,
        counts=count_answers(read_sheet(printed, texts).answers),
        lines=read_back(printed, texts),
        next_sheet=waiting[0] if waiting else None,
        taken_on=local_day(sitting.finished_at)
        if sitting and sitting.finished_at
        else None,
        form=ConfirmForm(),
        link=link,
        qr=Markup(segno.make(link, error="m").svg_inline(scale=4, border=2))  # noqa: S704  # made here
        if link
        else "",
    )
