"""The report of one result: a page for the browser's printer, a PDF, and the form for its paper and parts."""

from hashlib import sha256

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.reports.current import load_report, load_supporting_evidence, load_weeks
from quiz.reports.forms import ReportForm
from quiz.reports.options import Paper, guess_paper, read_paper
from quiz.reports.weeks import NEXT_WEEKS
from quiz.results.current import (
    load_evaluation,
    load_newer,
    load_result_view,
    own_finished_sitting,
)
from quiz.results.verification.current import (
    find_report_code,
    make_report_code,
    note_report_file,
)
from quiz.results.verification.queries import find_working_code
from quiz.typesetting.pdf import typeset_pdf
from quiz.web.access import declare_access
from quiz.web.current_settings import current_settings, local_day
from quiz.web.transactions import request_session

bp = Blueprint("reports", __name__)
PAPER_COOKIE = "trigpoint_paper"
PAPER_COOKIE_SECONDS = 365 * 24 * 60 * 60


@bp.get("/sittings/<key>/report")
@declare_access(require_owner("sitting"))
def show_report(key: str) -> ResponseReturnValue:
    sitting = own_finished_sitting(key)
    links = {
        "back": url_for("results.show_result", key=key),
        "pdf": url_for("reports.download_pdf", key=key),
    }
    weeks = load_weeks(sitting)
    return render_template(
        "reports/print.html",
        result=load_result_view(load_evaluation(sitting), newer=load_newer(sitting)),
        supporting=load_supporting_evidence(sitting),
        weeks=weeks.weeks[:NEXT_WEEKS] if weeks else [],
        code=find_working_code(request_session(), sitting.id),
        links=links,
    )


@bp.get("/sittings/<key>/report/parts")
@declare_access(require_owner("sitting"))
def choose_parts(key: str) -> ResponseReturnValue:
    sitting = own_finished_sitting(key)
    form = ReportForm(formdata=None, data={"paper": _usual_paper().value})
    return render_template("reports/parts.html", sitting=sitting, form=form)


@bp.get("/sittings/<key>/report.pdf")
@declare_access(require_owner("sitting"))
def download_pdf(key: str) -> ResponseReturnValue:
    sitting, form = own_finished_sitting(key), ReportForm(request.args)
    code = find_report_code(sitting.id)
    if code is None:
        code = make_report_code(sitting.id)
        sitting = own_finished_sitting(key)
    options = form.read_options(_usual_paper())
    content, drawings = load_report(sitting, options, code)
    finished_on = local_day(sitting.finished_at or sitting.started_at)
    name = f"trigpoint-{sitting.goal_key}-{finished_on:%Y-%m-%d}.pdf"
    document = typeset_pdf("reports/result.typ", content, drawings)
    note_report_file(code, sha256(document).hexdigest())
    answer = Response(
        document,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    if form.paper.data:
        _remember_paper(answer, options.paper)
    return answer


def _usual_paper() -> Paper:
    """Return the paper that was chosen last, or the usual one where the browser's language is spoken."""
    chosen = read_paper(request.cookies.get(PAPER_COOKIE, ""))
    return chosen or guess_paper([word for word, _ in request.accept_languages])


def _remember_paper(answer: Response, paper: Paper) -> None:
    answer.set_cookie(
        PAPER_COOKIE,
        paper.value,
        max_age=PAPER_COOKIE_SECONDS,
        httponly=True,
        secure=current_settings().is_https,
        samesite="Lax",
    )
