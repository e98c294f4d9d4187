"""The page of levels."""

from flask import Blueprint, render_template

from quiz.cohorts.insight.current import load_current_snapshot, note_seen_levels
from quiz.cohorts.insight.levels.current import asked_values, read_levels
from quiz.cohorts.login import current_cohort, require_cohort
from quiz.privacy.models import AuditAction
from quiz.web.access import declare_access

bp = Blueprint("levels", __name__)


@bp.get("/cohorts/<key>")
@declare_access(require_cohort)
def show_levels(key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    snapshot = load_current_snapshot()
    form, view = read_levels(snapshot)
    note_seen_levels(
        [snapshot.by_key[row.key] for row in view.heat.rows], AuditAction.SAW_LEVELS
    )
    return render_template(
        "cohorts/levels.html",
        cohort=current_cohort(),
        snapshot=snapshot,
        form=form,
        view=view,
        asked=asked_values(form),
    )
