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

from quiz.accounts import current
from quiz.clock import utc_now
from quiz.config import Settings
from quiz.errors import NotFound
from quiz.gaps import queries, services
from quiz.gaps.career import career_of
from quiz.gaps.claims import area_names, claim_rows
from quiz.gaps.forms import EvidenceForm, ShareForm, evidence_form
from quiz.gaps.models import Evidence
from quiz.gaps.signed import Keys, payload_of, signed
from quiz.gaps.views import shared_view_of, view_of
from quiz.sittings.current import catalogue, own_sitting_or_404
from quiz.web.forms import ConfirmForm
from quiz.web.limits import count_or_stop
from quiz.web.rules import access, everyone
from quiz.web.transactions import session

bp = Blueprint("evidence", __name__)

#: reads of shared results from one address in an hour; far above what people do
SHARED_READS_PER_HOUR = 300


@bp.get("/evidence")
@access(current.known_person)
def show() -> str:
    return _page(_form())


@bp.post("/evidence")
@access(current.known_person)
def add() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    services.add_evidence(
        session(),
        current.required_person(),
        url=form.url.data or "",
        note=form.note.data or "",
        areas=form.areas.data or [],
        now=utc_now(),
    )
    flash(
        "Added. It stands beside what was measured, for you and for whom you share a result with."
    )
    return redirect(url_for("evidence.show"), 303)


@bp.get("/evidence/<key>/change")
@access(current.known_person)
def change(key: str) -> str:
    one = _evidence_or_404(key)
    return _change_page(one, _form(one))


@bp.post("/evidence/<key>/change")
@access(current.known_person)
def keep_change(key: str) -> ResponseReturnValue:
    one, form = _evidence_or_404(key), _form()
    if not form.validate_on_submit():
        return _change_page(one, form), 422
    services.change_evidence(
        one, url=form.url.data or "", note=form.note.data or "", areas=form.areas.data
    )
    flash("Changed.")
    return redirect(url_for("evidence.show"), 303)


@bp.post("/evidence/<key>/remove")
@access(current.known_person)
def remove(key: str) -> ResponseReturnValue:
    found = _evidence_or_404(key)
    if ConfirmForm().validate_on_submit():
        session().delete(found)
        flash(f"Removed: {found.url}")
    return redirect(url_for("evidence.show"), 303)


@bp.get("/sittings/<key>/share")
@access(current.known_person)
def share(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    return _share_page(key, ShareForm())


@bp.post("/sittings/<key>/share")
@access(current.known_person)
def make_link(key: str) -> ResponseReturnValue:
    sitting, form = own_sitting_or_404(key, lock=True), ShareForm()
    if not form.validate_on_submit():
        return _share_page(key, form), 422
    secret = services.share(session(), sitting, days=int(form.days.data), now=utc_now())
    session().flush()
    return _share_page(key, ShareForm(formdata=None), link=_address(secret))


@bp.post("/sittings/<key>/share/<link_key>/end")
@access(current.known_person)
def end_link(key: str, link_key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if ConfirmForm().validate_on_submit():
        services.take_back(session(), sitting, link_key)
        flash("The link is taken back. Whoever has it sees nothing from now on.")
    return redirect(url_for("evidence.share", key=key), 303)


@bp.get("/shared/<secret>")
@access(everyone)
def shared(secret: str) -> ResponseReturnValue:
    count_or_stop("shared", RateLimitItemPerHour(SHARED_READS_PER_HOUR))
    sitting = queries.shared_sitting(session(), secret, now=utc_now())
    if sitting is None:
        raise NotFound("This link leads nowhere: it is wrong, expired or taken back.")
    result = shared_view_of(sitting)
    claims = claim_rows(
        [row.data for row in result.rows],
        sitting.claimed or {},
        queries.evidence_of(session(), sitting.person_id),
    )
    page = Response(render_template("gaps/shared.html", result=result, claims=claims))
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


@bp.get("/sittings/<key>/result.json")
@access(current.known_person)
def download(key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if sitting.state != "finished":
        return redirect(url_for("sittings.show", key=key))
    result = view_of(sitting)
    claims = claim_rows(
        [row.data for row in result.rows],
        sitting.claimed or {},
        queries.evidence_of(session(), sitting.person_id),
    )
    settings: Settings = current_app.extensions["trigpoint_settings"]
    text = signed(
        payload_of(result, claims), Keys(settings.secret_key, settings.old_secret_keys)
    )
    name = f"trigpoint-{result.goal_key}-{result.finished_on:%Y-%m-%d}.json"
    return Response(
        text + "\n",
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/career")
@access(everyone)
def career() -> str:
    return render_template(
        "gaps/career.html",
        career=career_of(catalogue(), utc_now().date()),
        profiles=catalogue().profiles,
    )


def _form(one: Evidence | None = None) -> EvidenceForm:
    said = {"url": one.url, "note": one.note, "areas": one.areas} if one else None
    return evidence_form(list(catalogue().areas.values()), said)


def _evidence_or_404(key: str) -> Evidence:
    found = queries.one_evidence(session(), current.required_person(), key)
    if found is None:
        raise NotFound("There is no such evidence.")
    return found


def _change_page(one: Evidence, form: EvidenceForm) -> str:
    return render_template("gaps/evidence_change.html", one=one, form=form)


def _page(form: EvidenceForm) -> str:
    found = queries.evidence_of(session(), current.required_person().id)
    return render_template(
        "gaps/evidence.html",
        form=form,
        evidence=[(one, area_names(one.areas, catalogue())) for one in found],
    )


def _share_page(key: str, form: ShareForm, link: str = "") -> str:
    sitting = own_sitting_or_404(key)
    return render_template(
        "gaps/share.html",
        sitting=sitting,
        form=form,
        link=link,
        links=queries.links_to(session(), sitting, now=utc_now()),
    )


def _address(secret: str) -> str:
    settings: Settings = current_app.extensions["trigpoint_settings"]
    base = settings.base_url or request.host_url.rstrip("/")
    return base + url_for("evidence.shared", secret=secret)
