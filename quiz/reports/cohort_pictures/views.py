"""The picture of a cohort's levels as a download."""

from flask import Blueprint, Response, request

from quiz.cohorts.insight.current import load_current_snapshot, note_seen_levels
from quiz.cohorts.insight.levels.current import read_levels
from quiz.cohorts.login import current_cohort, require_cohort
from quiz.errors import NotFound
from quiz.privacy.models import AuditAction
from quiz.reports.cohort_pictures.presenters import draw_levels_picture
from quiz.typesetting.pdf import render_drawing
from quiz.web.access import declare_access

bp = Blueprint("cohort_pictures", __name__)

PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@bp.get("/cohorts/<key>/picture.<kind>")
@declare_access(require_cohort)
def download_picture(key: str, kind: str) -> Response:  # noqa: ARG001  # the access rule loads the cohort
    """Return the heat map with the filter of the address as one picture; `names=no` leaves the names out."""
    if kind not in PICTURE_TYPES:
        raise NotFound("There is no picture of this kind.")
    snapshot = load_current_snapshot()
    _, view = read_levels(snapshot)
    note_seen_levels(
        [snapshot.by_key[row.key] for row in view.heat.rows],
        AuditAction.DOWNLOADED_LEVELS,
    )
    drawn = draw_levels_picture(
        view.heat,
        title=current_cohort().name,
        check_name=snapshot.check.name if snapshot.check else "",
        has_names=request.args.get("names") != "no",
    )
    content = drawn.encode() if kind == "svg" else render_drawing(drawn)
    answer = Response(content, mimetype=PICTURE_TYPES[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=f"levels.{kind}")
    return answer
