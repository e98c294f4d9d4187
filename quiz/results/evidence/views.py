"""The portfolio: what a person adds to show what questions cannot."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.results import queries, services
from quiz.results.evidence.forms import EvidenceForm, build_evidence_form
from quiz.results.models import Evidence
from quiz.sittings.current import current_catalogue
from quiz.web.access import declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.transactions import request_session

bp = Blueprint("evidence", __name__)


@bp.get("/evidence")
@declare_access(login.require_known_person)
def show_evidence() -> str:
    return _render_portfolio(_build_form())


@bp.post("/evidence")
@declare_access(login.require_known_person)
def create_evidence() -> ResponseReturnValue:
    form = _build_form()
    if not form.validate_on_submit():
        return _render_portfolio(form), 422
    services.add_evidence(
        request_session(), login.required_person(), form.read_draft(), now=utc_now()
    )
    flash(
        "Added. It appears next to what was measured, on your results and on those that you share."
    )
    return redirect(url_for("evidence.show_evidence"), 303)


@bp.get("/evidence/<key>/change")
@declare_access(require_owner("evidence"))
def edit_evidence(key: str) -> str:
    evidence = _find_evidence_or_404(key)
    return _render_edit_page(evidence, _build_form(evidence))


@bp.post("/evidence/<key>/change")
@declare_access(require_owner("evidence"))
def update_evidence(key: str) -> ResponseReturnValue:
    evidence, form = _find_evidence_or_404(key), _build_form()
    if not form.validate_on_submit():
        return _render_edit_page(evidence, form), 422
    services.change_evidence(evidence, form.read_draft())
    flash("Saved.")
    return redirect(url_for("evidence.show_evidence"), 303)


@bp.post("/evidence/<key>/remove")
@declare_access(require_owner("evidence"))
def delete_evidence(key: str) -> ResponseReturnValue:
    evidence = _find_evidence_or_404(key)
    if ConfirmForm().validate_on_submit():
        services.remove_evidence(request_session(), evidence)
        flash(f"Removed: {evidence.url}")
    return redirect(url_for("evidence.show_evidence"), 303)


def _find_evidence_or_404(key: str) -> Evidence:
    evidence = queries.find_evidence(request_session(), login.required_person(), key)
    if evidence is None:
        raise NotFound("There is no such evidence.")
    return evidence


def _build_form(evidence: Evidence | None = None) -> EvidenceForm:
    return build_evidence_form(list(current_catalogue().areas.values()), evidence)


def _render_edit_page(evidence: Evidence, form: EvidenceForm) -> str:
    return render_template("results/evidence_change.html", evidence=evidence, form=form)


def _render_portfolio(form: EvidenceForm) -> str:
    listed = queries.list_evidence(request_session(), login.required_person().id)
    names = current_catalogue().area_name
    return render_template(
        "results/evidence.html",
        form=form,
        portfolio=[(one, [names(area) for area in one.areas]) for one in listed],
    )
