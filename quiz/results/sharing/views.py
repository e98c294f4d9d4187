"""Links to a result, the page that others read, and the signed file."""

from flask import (
    Blueprint,
    Response,
    flash,
    get_template_attribute,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue

from quiz.access.rules import require_owner
from quiz.accounts import login
from quiz.core.clock import utc_now
from quiz.core.keys import new_secret, secret_hash
from quiz.results import queries, services
from quiz.results.current import (
    load_claim_rows,
    load_evaluation,
    load_shared_result_view,
    own_finished_sitting,
)
from quiz.results.presenters import ResultNotes
from quiz.results.sharing.forms import ResultNameForm, ShareForm
from quiz.results.sharing.signed_result import (
    Issue,
    SigningKeys,
    build_payload,
    sign_result,
)
from quiz.results.verification.current import find_report_code, make_report_code
from quiz.results.verification.queries import find_working_code
from quiz.sittings.current import own_sitting_or_404
from quiz.sittings.models import Sitting
from quiz.web.access import allow_everyone, declare_access
from quiz.web.current_settings import current_settings, external_url
from quiz.web.forms import ConfirmForm
from quiz.web.security.headers import keep_from_search
from quiz.web.transactions import request_session

bp = Blueprint("sharing", __name__)


@bp.get("/sittings/<key>/share")
@declare_access(require_owner("sitting"))
def show_share_links(key: str) -> ResponseReturnValue:
    return _render_share_page(own_finished_sitting(key), ShareForm())


@bp.post("/sittings/<key>/share")
@declare_access(require_owner("sitting"))
def create_link(key: str) -> ResponseReturnValue:
    sitting, form = own_sitting_or_404(key, lock=True), ShareForm()
    if not form.validate_on_submit():
        return _render_share_page(sitting, form), 422
    secret = services.create_share_link(
        request_session(), sitting, days=int(form.days.data), now=utc_now()
    )
    link = external_url("sharing.show_shared_result", secret=secret)
    return _render_share_page(sitting, ShareForm(formdata=None), link=link)


@bp.post("/sittings/<key>/name")
@declare_access(require_owner("sitting"))
def update_name(key: str) -> ResponseReturnValue:
    sitting, form = own_finished_sitting(key), ResultNameForm()
    if not form.validate_on_submit():
        return _render_share_page(sitting, ShareForm(formdata=None), naming=form), 422
    name = form.name.data or ""
    services.change_result_name(request_session(), sitting, name)
    flash("The name is on your result." if name else "There is no name on your result.")
    return redirect(url_for("sharing.show_share_links", key=key), 303)


@bp.post("/sittings/<key>/share/<link_key>/end")
@declare_access(require_owner("sitting"))
def revoke_link(key: str, link_key: str) -> ResponseReturnValue:
    sitting = own_sitting_or_404(key)
    if ConfirmForm().validate_on_submit():
        services.revoke_share_link(request_session(), sitting, link_key)
        flash("The link is turned off. Nobody can use it any more.")
    return redirect(url_for("sharing.show_share_links", key=key), 303)


@bp.get("/shared/<secret>")
@declare_access(allow_everyone)
def show_shared_result(secret: str) -> ResponseReturnValue:
    sitting = queries.find_shared_sitting(request_session(), secret, now=utc_now())
    if sitting is None:
        # Wrong, expired and turned off look the same.
        return render_template("results/link_off.html"), 404
    result = load_shared_result_view(load_evaluation(sitting))
    page = Response(
        render_template(
            "results/shared.html",
            result=result,
            claims=load_claim_rows(sitting, result),
        )
    )
    return keep_from_search(page)


@bp.get("/sittings/<key>/result.json")
@declare_access(require_owner("sitting"))
def download_signed_result(key: str) -> ResponseReturnValue:
    sitting, settings = own_finished_sitting(key), current_settings()
    code = find_report_code(sitting.id)
    if code is None:
        code = make_report_code(sitting.id)
        sitting = own_finished_sitting(key)
    result = load_shared_result_view(load_evaluation(sitting))
    issue = Issue(
        site=external_url("results.show_home"),
        person=secret_hash(login.required_person().key),
        nonce=new_secret(),
        moment=utc_now(),
        code=code,
    )
    payload = build_payload(
        result, load_claim_rows(sitting, result), _write_notes(result.notes), issue
    )
    text = sign_result(
        payload, SigningKeys(settings.secret_key, settings.old_secret_keys)
    )
    name = f"trigpoint-{result.goal_key}-{result.finished_on:%Y-%m-%d}.json"
    return Response(
        text + "\n",
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _render_share_page(
    sitting: Sitting,
    form: ShareForm,
    link: str = "",
    naming: ResultNameForm | None = None,
) -> str:
    named = queries.find_result_name(request_session(), sitting)
    naming = naming or ResultNameForm(
        formdata=None, data={"name": named.name if named else ""}
    )
    return render_template(
        "results/share.html",
        sitting=sitting,
        form=form,
        naming=naming,
        link=link,
        code=find_working_code(request_session(), sitting.id),
        links=queries.list_share_links(request_session(), sitting, now=utc_now()),
    )


def _write_notes(notes: ResultNotes) -> list[str]:
    """Return the notes of a result as plain text, in the words of its page."""
    macros = "macros/results.html"
    fit = get_template_attribute(macros, "fit_sentence")
    rescoring = get_template_attribute(macros, "rescoring_sentence")
    said = [
        *(fit(flag) for flag in notes.person_fit),
        *(rescoring(note) for note in notes.rescorings),
    ]
    return [" ".join(sentence.unescape().split()) for sentence in said]
