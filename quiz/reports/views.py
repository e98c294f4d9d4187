"""The report of one result: a page for the browser's printer, and a PDF."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.reports.presenters import (
    PrintedEvidence,
    SupportingEvidence,
    build_report_content,
    draw_report_strips,
)
from quiz.results.confidence import build_confidence_matrix
from quiz.results.current import load_evaluation, load_result_view, own_finished_sitting
from quiz.results.queries import list_evidence
from quiz.sittings.current import current_catalogue
from quiz.sittings.events.transitions import answered_attempt_items
from quiz.sittings.models import Sitting
from quiz.typesetting.pdf import typeset_pdf
from quiz.web.access import declare_access
from quiz.web.transactions import request_session

bp = Blueprint("reports", __name__)


@bp.get("/sittings/<key>/report")
@declare_access(require_owner("sitting"))
def show_report(key: str) -> ResponseReturnValue:
    sitting = own_finished_sitting(key)
    links = {
        "back": url_for("results.show_result", key=key),
        "pdf": url_for("reports.download_pdf", key=key),
    }
    return render_template(
        "reports/print.html",
        result=load_result_view(load_evaluation(sitting)),
        supporting=_load_supporting_evidence(sitting),
        links=links,
    )


@bp.get("/sittings/<key>/report.pdf")
@declare_access(require_owner("sitting"))
def download_pdf(key: str) -> ResponseReturnValue:
    sitting = own_finished_sitting(key)
    result = load_result_view(load_evaluation(sitting))
    content = build_report_content(result, _load_supporting_evidence(sitting))
    document = typeset_pdf("reports/result.typ", content, draw_report_strips(result))
    name = f"trigpoint-{sitting.goal_key}-{result.finished_on:%Y-%m-%d}.pdf"
    return Response(
        document,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _load_supporting_evidence(sitting: Sitting) -> SupportingEvidence:
    catalogue = current_catalogue()
    answered = answered_attempt_items(sitting.positions)
    return SupportingEvidence(
        evidence=tuple(
            PrintedEvidence(
                one.note, one.url, tuple(map(catalogue.area_name, one.areas))
            )
            for one in list_evidence(request_session(), sitting.person_id)
        ),
        matrix=tuple(build_confidence_matrix(answered, catalogue)),
    )
