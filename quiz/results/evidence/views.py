"""Evidence, shared results, the signed file, and career context."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from quiz.accounts import login
from quiz.config import Settings
from quiz.core.clock import utc_now
from quiz.errors import NotFound
from quiz.goals.forms import EvidenceForm, ShareForm, build_evidence_form
from quiz.goals.models import Evidence
from quiz.results import queries as results_queries
from quiz.results import services as results_services
from quiz.results.current import load_result_view, load_shared_result_view
from quiz.results.evidence.claims import build_claim_rows, list_area_names
from quiz.results.signed_result import SigningKeys, build_payload, sign_result
from quiz.sittings.current import current_catalogue, own_sitting_or_404
from quiz.web.access import allow_everyone, declare_access
from quiz.web.forms import ConfirmForm
from quiz.web.rate_limits import count_or_stop
from quiz.web.transactions import request_session

bp = Blueprint("evidence", __name__)

#: reads of shared results from one address in an hour; far above what people do
SHARED_READS_PER_HOUR = 300


@bp.get("/evidence")
@declare_access(login.require_known_person)
def show_evidence() -> str:
    return _render_evidence_page(_prefilled_form())


@bp.post("/evidence")
@declare_access(login.require_known_person)
def create_evidence() -> ResponseReturnValue:
    form = _prefilled_form()
    if not form.validate_on_submit():
        return _render_evidence_page(form), 422
    results_services.add_evidence(
        request_session(),
        login.required_person(),
        url=form.url.data or "",
        note=form.note.data or "",
        areas=form.areas.data or [],
        now=utc_now(),
    )
    flash(
        "Added. It stands beside what was measured, for you and for whom you share a result with."
    )
    return redirect(url_for("evidence.show_evidence"), 303)


@bp.get("/evidence/<key>/change")
@declare_access(login.require_known_person)
def edit_evidence(key: str) -> str:
    one = _find_evidence_or_404(key)
    return _render_edit_page(one, _prefilled_form(one))


@bp.post("/evidence/<key>/change")
@declare_access(login.require_known_person)
def update_evidence(key: str) -> ResponseReturnValue:
    one, form = _find_evidence_or_404(key), _prefilled_form()
    if not form.validate_on_submit():
        return _render_edit_page(one, form), 422
    results_services.change_evidence(
        one, url=form.url.data or "", note=form.note.data or "", areas=form.areas.data
    )
    flash("Changed.")
    return redirect(url_for("evidence.show_evidence"), 303)


@bp.post("/evidence/<key>/remove")
@declare_access(login.require_known_person)
def delete_evidence(key: str) -> ResponseReturnValue:
    found = _find_evidence_or_404(key)
    if ConfirmForm().validate_on_submit():
        request_session().delete(found)
        flash(f"Removed: {found.url}")
    return redirect(url_for("evidence.show_evidence"), 303)


@bp.get("/sittings/<key>/share")
@declare_access(login.require_known_person)
def show_share_links(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show_sitting", key=key))
    return _render_share_page(key, ShareForm())


@bp.post("/sittings/<key>/share")
@declare_access(login.require_known_person)
def create_link(key: str) -> ResponseReturnValue:
    sitting, form = own_sitting_or_404(key, lock=True), ShareForm()
    if not form.validate_on_submit():
        return _render_share_page(key, form), 422
    secret = results_services.create_share_link(
        request_session(), sitting, days=int(form.days.data), now=utc_now()
    )
    request_session().flush()
    return _render_share_page(
        key, ShareForm(formdata=None), link=_shared_result_url(secret)
    )


@bp.post("/sittings/<key>/share/<link_key>/end")
@declare_access(login.require_known_person)
def revoke_link(key: str, link_key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if ConfirmForm().validate_on_submit():
        results_services.revoke_share_link(request_session(), sitting, link_key)
        flash("The link is taken back. Whoever has it sees nothing from now on.")
    return redirect(url_for("evidence.show_share_links", key=key), 303)


@bp.get("/shared/<secret>")
@declare_access(allow_everyone)
def show_shared_result(secret: str) -> ResponseReturnValue:
    count_or_stop("shared", RateLimitItemPerHour(SHARED_READS_PER_HOUR))
    sitting = results_queries.find_shared_sitting(
        request_session(), secret, now=utc_now()
    )
    if sitting is None:
        raise NotFound("This link leads nowhere: it is wrong, expired or taken back.")
    result = load_shared_result_view(sitting)
    claims = build_claim_rows(
        [row.data for row in result.rows],
        sitting.claimed or {},
        results_queries.list_evidence(request_session(), sitting.person_id),
    )
    page = Response(
        render_template("results/shared.html", result=result, claims=claims)
    )
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


@bp.get("/sittings/<key>/result.json")
@declare_access(login.require_known_person)
def download_signed_result(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show_sitting", key=key))
    result = load_result_view(sitting)
    claims = build_claim_rows(
        [row.data for row in result.rows],
        sitting.claimed or {},
        results_queries.list_evidence(request_session(), sitting.person_id),
    )
    settings: Settings = current_app.extensions["trigpoint_settings"]
    text = sign_result(
        build_payload(result, claims),
        SigningKeys(settings.secret_key, settings.old_secret_keys),
    )
    name = f"trigpoint-{result.goal_key}-{result.finished_on:%Y-%m-%d}.json"
    return Response(
        text + "\n",
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _prefilled_form(one: Evidence | None = None) -> EvidenceForm:
    said = {"url": one.url, "note": one.note, "areas": one.areas} if one else None
    return build_evidence_form(list(current_catalogue().areas.values()), said)


def _find_evidence_or_404(key: str) -> Evidence:
    found = results_queries.find_evidence(
        request_session(), login.required_person(), key
    )
    if found is None:
        raise NotFound("There is no such evidence.")
    return found


def _render_edit_page(one: Evidence, form: EvidenceForm) -> str:
    return render_template("results/evidence_change.html", one=one, form=form)


def _render_evidence_page(form: EvidenceForm) -> str:
    found = results_queries.list_evidence(request_session(), login.required_person().id)
    return render_template(
        "results/evidence.html",
        form=form,
        evidence=[
            (one, list_area_names(one.areas, current_catalogue())) for one in found
        ],
    )


def _render_share_page(key: str, form: ShareForm, link: str = "") -> str:
    sitting = own_sitting_or_404(key)
    return render_template(
        "results/share.html",
        sitting=sitting,
        form=form,
        link=link,
        links=results_queries.list_share_links(
            request_session(), sitting, now=utc_now()
        ),
    )


def _shared_result_url(secret: str) -> str:
    settings: Settings = current_app.extensions["trigpoint_settings"]
    base = settings.base_url or request.host_url.rstrip("/")
    return base + url_for("evidence.show_shared_result", secret=secret)
