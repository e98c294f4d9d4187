"""The pages of booklets: make one, print it, find the sheet whose answers are to be entered."""

import random
import secrets
from datetime import datetime

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.accounts.models import Person
from quiz.core.clock import utc_now
from quiz.errors import NotFound, NotValid
from quiz.goals.repository import list_goals
from quiz.paper import queries, services
from quiz.paper.forms import (
    OTHERS,
    BookletForm,
    build_booklet_form,
    build_print_form,
    read_print_options,
)
from quiz.paper.models import Booklet, BookletKind, Sheet
from quiz.paper.presenters import TEMPLATE, build_document, estimate_minutes
from quiz.paper.printed import print_version
from quiz.paper.sheets.codes import parse_code
from quiz.paper.sheets.forms import SheetCodeForm
from quiz.sittings.assessment.languages import list_languages
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.queries import list_quarantined_keys
from quiz.sittings.store import SEEN_WITHIN
from quiz.typesetting.pdf import typeset_pdf
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import (
    external_url,
)
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("paper", __name__)


@bp.get("/paper")
@declare_access(allow_everyone)
def show_booklets() -> str:
    return _render_booklets(SheetCodeForm())


@bp.post("/paper")
@declare_access(login.require_known_person)
def find_sheet() -> ResponseReturnValue:
    form = SheetCodeForm()
    if form.validate_on_submit():
        try:
            sheet = _find_own_sheet(form.code.data or "")
            return redirect(url_for("answer_sheets.show_sheet", key=sheet.key), 303)
        except NotValid as error:
            form.code.errors = [str(error)]
    return _render_booklets(form), 422


@bp.get("/paper/new")
@declare_access(allow_everyone)
def show_booklet_form() -> str:
    return _render_booklet_form(_booklet_form(goal=request.args.get("goal", "")))


@bp.post("/paper/new")
@declare_access(allow_everyone)
def create_booklet() -> ResponseReturnValue:
    form, now = _booklet_form(), utc_now()
    if not form.validate_on_submit():
        return _render_booklet_form(form), 422
    person = login.ensure_person(now=now)
    login.note_visit(person.id, seen_on=person.seen_on)
    try:
        booklet = services.create_booklet(
            request_session(),
            person,
            _read_order(form, person),
            tools=assessment_context(),
            excluded=_excluded_questions(form, person, now),
            now=now,
            rng=random.Random(secrets.randbits(64)),  # noqa: S311  # chooses questions, guards nothing
        )
    except NotValid as error:
        form.areas.errors = [str(error)]
        return _render_booklet_form(form), 422
    return redirect(url_for("paper.show_booklet", key=booklet.key), 303)


@bp.get("/paper/booklets/<key>")
@declare_access(require_owner("paper_booklet"))
def show_booklet(key: str) -> str:
    booklet = _booklet_or_404(key)
    questions = [one.question for one in print_version(booklet, 0)]
    return render_template(
        "paper/booklet.html",
        booklet=booklet,
        area_names=list(map(current_catalogue().area_name, booklet.required)),
        minutes=estimate_minutes(questions),
        form=build_print_form(request.args, is_test=booklet.is_test),
    )


@bp.get("/paper/booklets/<key>/print.pdf")
@declare_access(require_owner("paper_booklet"))
def download_pdf(key: str) -> ResponseReturnValue:
    booklet = _booklet_or_404(key)
    options = read_print_options(
        build_print_form(request.args, is_test=booklet.is_test)
    )
    content = build_document(
        booklet,
        options,
        current_catalogue(),
        site=external_url("paper.show_booklets").partition("://")[2],
    )
    name = f"trigpoint-paper-{booklet.code}-{options.kind.value}.pdf"
    return Response(
        typeset_pdf(TEMPLATE, content, {}),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/paper/booklets/<key>/delete")
@declare_access(require_owner("paper_booklet"))
def confirm_deletion(key: str) -> str:
    return render_template(
        "paper/delete.html", booklet=_booklet_or_404(key), form=ConfirmForm()
    )


@bp.post("/paper/booklets/<key>/delete")
@declare_access(require_owner("paper_booklet"))
def delete_booklet(key: str) -> ResponseReturnValue:
    booklet = _booklet_or_404(key)
    if ConfirmForm().validate_on_submit():
        services.delete_booklet(request_session(), booklet)
        flash("The booklet is deleted. Results from its sheets stay.")
    return redirect(url_for("paper.show_booklets"), 303)


def _booklet_form(**data: str) -> BookletForm:
    goals = list_goals(request_session(), login.current_person(), current_catalogue())
    return build_booklet_form(
        list(goals.values()),
        list(current_catalogue().areas.values()),
        list_languages(current_catalogue()),
        **{name: value for name, value in data.items() if value in goals},
    )


def _read_order(form: BookletForm, person: Person) -> services.BookletOrder:
    goal = list_goals(request_session(), person, current_catalogue())[form.goal.data]
    wanted = set(form.areas.data or goal.required_levels)
    return services.BookletOrder(
        goal_key=goal.key,
        goal_name=goal.name,
        required={
            area: level
            for area, level in goal.required_levels.items()
            if area in wanted
        },
        language=form.language.data or None,
        questions=form.questions.read_count(),
        kind=BookletKind(form.kind.data),
        versions=form.versions.read_count(),
        names=form.read_names(),
        for_others=form.whom.data == OTHERS,
    )


def _excluded_questions(
    form: BookletForm, person: Person, now: datetime
) -> frozenset[str]:
    """Return what a booklet must not ask: withdrawn questions, and for oneself those met lately."""
    session = request_session()
    quarantined = list_quarantined_keys(session)
    if form.whom.data == OTHERS:
        return quarantined
    return quarantined | queries.list_met_questions(
        session, person.id, since=now - SEEN_WITHIN
    )


def _booklet_or_404(key: str) -> Booklet:
    booklet = queries.find_booklet(request_session(), key)
    if booklet is None:
        raise NotFound("There is no such booklet.")
    return booklet


def _find_own_sheet(typed: str) -> Sheet:
    """Return the sheet with a typed code; raises `NotValid` with what to do where there is none."""
    code = parse_code(typed)
    person = login.required_known_person()
    sheet = queries.find_sheet_by_number(
        request_session(), person.id, code.booklet, code.number
    )
    if sheet is None:
        raise NotValid("None of your booklets has a sheet with this code.")
    if sheet.letter != code.letter:
        raise NotValid(
            f"Sheet {sheet.number} is of version {sheet.letter}: its code is {sheet.code}. Check the code."
        )
    return sheet


def _render_booklets(form: SheetCodeForm) -> str:
    person = login.current_person()
    booklets = queries.list_booklets(request_session(), person.id) if person else []
    return render_template("paper/booklets.html", booklets=booklets, form=form)


def _render_booklet_form(form: BookletForm) -> str:
    return render_template("paper/new.html", form=form)
