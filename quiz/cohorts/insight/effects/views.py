"""The pages of the effect."""

from flask import Blueprint, render_template, request

from quiz.cohorts.analysis.effect import METHOD
from quiz.cohorts.insight.current import note_seen_levels
from quiz.cohorts.insight.effects.current import load_asked_effect, load_effect
from quiz.cohorts.login import (
    current_cohort,
    led_organisations,
    require_cohort,
    require_instructor,
)
from quiz.cohorts.queries import list_cohorts
from quiz.privacy.models import AuditAction
from quiz.web.access import declare_access
from quiz.web.transactions import request_session

bp = Blueprint("effects", __name__)

#: The model of each cohort takes a moment, so not all at once.
MOST_COMPARED = 6


@bp.get("/cohorts/<key>/effect")
@declare_access(require_cohort)
def show_effect(key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    found = load_asked_effect(current_cohort())
    note_seen_levels(found.first.members, AuditAction.SAW_LEVELS)
    return render_template(
        "cohorts/effect.html",
        cohort=current_cohort(),
        first=found.first,
        last=found.last,
        view=found.view,
        method=METHOD,
    )


@bp.get("/cohorts/compare")
@declare_access(require_instructor)
def compare_cohorts() -> str:
    """Show cohorts side by side: those that are ticked, or the latest."""
    cohorts = list_cohorts(request_session(), led_organisations())
    asked = set(request.args.getlist("cohort"))
    chosen = [one for one in cohorts if not asked or one.key in asked][:MOST_COMPARED]
    return render_template(
        "cohorts/compare.html",
        cohorts=cohorts,
        chosen={one.key for one in chosen},
        most=MOST_COMPARED,
        rows=[(one, load_effect(one)) for one in chosen],
        method=METHOD,
    )
