"""The report of one sitting: on screen for the browser's printer, and as PDF."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.accounts import current
from quiz.gaps.claims import area_names
from quiz.gaps.confidence import matrix_of, matrix_sentence
from quiz.gaps.queries import evidence_of
from quiz.gaps.views import view_of
from quiz.reports.content import Beside, Shown, report_content, report_drawings
from quiz.reports.pdf import typeset
from quiz.sittings import events
from quiz.sittings.current import catalogue, own_sitting_or_404
from quiz.sittings.models import Sitting
from quiz.web.rules import access
from quiz.web.transactions import session

bp = Blueprint("reports", __name__)


@bp.get("/sittings/<key>/report")
@access(current.known_person)
def show(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    links = {
        "back": url_for("gaps.result", key=key),
        "pdf": url_for("reports.pdf", key=key),
    }
    return render_template(
        "reports/print.html",
        result=view_of(sitting),
        beside=_beside(sitting),
        links=links,
    )


@bp.get("/sittings/<key>/report.pdf")
@access(current.known_person)
def pdf(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    result = view_of(sitting)
    content = report_content(result, _beside(sitting))
    document = typeset("result.typ", content, report_drawings(result))
    name = f"trigpoint-{sitting.goal_key}-{result.finished_on:%Y-%m-%d}.pdf"
    return Response(
        document,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _beside(sitting: Sitting) -> Beside:
    answered = events.answered_positions(sitting.positions)
    evidence = evidence_of(session(), sitting.person_id)
    return Beside(
        tuple(
            Shown(one.note, one.url, tuple(area_names(one.areas, catalogue())))
            for one in evidence
        ),
        matrix_sentence(matrix_of(answered, catalogue())),
    )
