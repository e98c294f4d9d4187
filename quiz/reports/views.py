"""The report of one sitting: on screen for the browser's printer, and as PDF."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import login
from quiz.reports.content import (
    PrintedEvidence,
    SupportingEvidence,
    build_report_content,
    draw_report_strips,
)
from quiz.reports.pdf import typeset_pdf
from quiz.results.confidence import build_confidence_matrix, summarise_confidence_matrix
from quiz.results.current import load_result_view
from quiz.results.evidence.claims import list_area_names
from quiz.results.queries import list_evidence
from quiz.sittings import transitions
from quiz.sittings.current import current_catalogue, own_sitting_or_404
from quiz.sittings.models import Sitting
from quiz.web.access import declare_access
from quiz.web.transactions import request_session

bp = Blueprint("reports", __name__)


@bp.get("/sittings/<key>/report")
@declare_access(login.require_known_person)
def show_report(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show_sitting", key=key))
    links = {
        "back": url_for("results.show_result", key=key),
        "pdf": url_for("reports.download_pdf", key=key),
    }
    return render_template(
        "reports/print.html",
        result=load_result_view(sitting),
        beside=_load_supporting_evidence(sitting),
        links=links,
    )


@bp.get("/sittings/<key>/report.pdf")
@declare_access(login.require_known_person)
def download_pdf(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show_sitting", key=key))
    result = load_result_view(sitting)
    content = build_report_content(result, _load_supporting_evidence(sitting))
    document = typeset_pdf("result.typ", content, draw_report_strips(result))
    name = f"trigpoint-{sitting.goal_key}-{result.finished_on:%Y-%m-%d}.pdf"
    return Response(
        document,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _load_supporting_evidence(sitting: Sitting) -> SupportingEvidence:
    answered = transitions.answered_attempt_items(sitting.positions)
    evidence = list_evidence(request_session(), sitting.person_id)
    return SupportingEvidence(
        tuple(
            PrintedEvidence(
                one.note,
                one.url,
                tuple(list_area_names(one.areas, current_catalogue())),
            )
            for one in evidence
        ),
        summarise_confidence_matrix(
            build_confidence_matrix(answered, current_catalogue())
        ),
    )
