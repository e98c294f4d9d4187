"""The page of who needs help, and its thresholds."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from quiz.cohorts.insight.current import (
    current_area_names,
    load_current_snapshot,
    note_seen_levels,
)
from quiz.cohorts.insight.support.forms import ThresholdsForm
from quiz.cohorts.insight.support.presenters import build_support_view
from quiz.cohorts.insight.support.services import change_thresholds, reset_thresholds
from quiz.cohorts.insight.thresholds import read_support_thresholds
from quiz.cohorts.login import current_cohort, require_cohort
from quiz.privacy.models import AuditAction
from quiz.web.access import declare_access
from quiz.web.forms import ConfirmForm

bp = Blueprint("support", __name__)


@bp.get("/cohorts/<key>/support")
@declare_access(require_cohort)
def show_support(key: str) -> str:  # noqa: ARG001  # the access rule loads the cohort
    return _render_page(_build_form())


@bp.post("/cohorts/<key>/support")
@declare_access(require_cohort)
def save_thresholds(key: str) -> ResponseReturnValue:
    form = ThresholdsForm()
    if not form.validate_on_submit():
        return _render_page(form), 422
    change_thresholds(current_cohort(), form.read_values())
    flash("The thresholds are saved.")
    return redirect(url_for("support.show_support", key=key), 303)


@bp.post("/cohorts/<key>/support/reset")
@declare_access(require_cohort)
def forget_thresholds(key: str) -> ResponseReturnValue:
    if ConfirmForm().validate_on_submit():
        reset_thresholds(current_cohort())
        flash("The usual thresholds apply again.")
    return redirect(url_for("support.show_support", key=key), 303)


def _build_form() -> ThresholdsForm:
    return ThresholdsForm.from_thresholds(
        read_support_thresholds(current_cohort().thresholds)
    )


def _render_page(form: ThresholdsForm) -> str:
    cohort = current_cohort()
    snapshot = load_current_snapshot()
    group = request.args.get("group", "")
    group = group if group in snapshot.groups else ""
    thresholds = read_support_thresholds(cohort.thresholds)
    view = build_support_view(snapshot, current_area_names(), thresholds, group=group)
    note_seen_levels(
        [snapshot.by_key[row.key] for row in view.cases], AuditAction.SAW_LEVELS
    )
    return render_template(
        "cohorts/support.html",
        cohort=cohort,
        snapshot=snapshot,
        view=view,
        form=form,
        group=group,
        thresholds=thresholds,
    )
